"""Damages small motion and model files by chance, thousands of times: each is read, or refused in one sentence.

    python -m tests.engine.fuzzing --count 50000 [--seed 0] [--keep FOLDER]

Whatever ends in anything but a motion or a MotionCtrlError, or takes longer than ``--seconds``, is kept in a folder
and counted.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import re
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from engine.errors import MotionCtrlError
from engine.formats import load_motion, save_motion
from engine.formats.smpl_model import read_smpl_model
from engine.motion.rotations import matrix_to_6d, matrix_to_axis_angle, matrix_to_quaternion
from engine.store.folder import Description, read_folder, write_folder
from tests.engine.rigs import bvh_text, convention, rig, stride

Reader = Callable[[Path], object]
ODD = (
    b"nan -nan inf -inf 1e308 -1e308 1e-320 0 -0 00 1.5 1,5 99999999999999999999 -1 0x10 1.#IND { } { { } } : # // ; "
    b"HIERARCHY MOTION ROOT JOINT End Site OFFSET CHANNELS Frames: Time: 3 6 Xrotation Xscale :root :units begin end "
    b"order TX RX axis XYZ dof root rx \xff\xfe \x00 \x1a \r \xc3\x28 \xef\xbb\xbf"
).split(b" ")
SHAPES = (
    (),
    (0,),
    (1,),
    (3,),
    (22, 3),
    (0, 66),
    (4, 66),
    (4, 69),
    (4, 72),
    (4, 22, 3),
    (4, 24, 4),
    (4, 24, 3, 3),
    (4, 263),
)


def seeds(folder: Path) -> list[tuple[Path, Reader]]:
    """Whole small files of every kind, each with what reads it; those damaged are ``*.amc`` for their ``*.asf`` too."""
    walk = stride(8)
    found: list[tuple[Path, Reader]] = []

    def motion(name: str, data: bytes | str | None = None) -> None:
        path = folder / name
        if data is None:
            save_motion(walk, path)
        else:
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        found.append((path, load_motion))

    motion("mixamo.bvh", bvh_text(rig(walk, convention("mixamo"), rest="a")))
    motion("no_rest.bvh", bvh_text(rig(walk, convention("xsens"), bone_frames=3)))
    motion("nameless.bvh", bvh_text(rig(walk, [f"j{number}" for number in range(22)]), "XYZ", True))
    motion("ours.bvh")
    motion("commas.bvh", re.sub(r"(?<=\d)\.(?=\d)", ",", bvh_text(rig(walk, convention("vicon")))))
    motion("ours.amc")
    found.append((folder / "ours.asf", lambda path: load_motion(folder / "ours.amc", skeleton_file=path)))
    motion("ours.npz")
    motion("features.npy")
    arrays = {"trans": walk.translation, "mocap_framerate": 20.0}
    forms = {"axis": matrix_to_axis_angle, "quaternion": matrix_to_quaternion, "six": matrix_to_6d, "matrix": np.array}
    for name, form in forms.items():
        np.savez(folder / f"{name}.npz", poses=form(walk.rotations), **arrays)
        found.append((folder / f"{name}.npz", load_motion))
    np.save(folder / "joints.npy", walk.joints())
    sample = {"motion": np.moveaxis(walk.joints(), 0, 2)[None], "lengths": np.array([8])}
    np.save(folder / "sample.npy", np.array(sample, dtype=object), allow_pickle=True)
    found += [(folder / name, load_motion) for name in ("joints.npy", "sample.npy")]
    return found + models(folder)


def models(folder: Path) -> list[tuple[Path, Reader]]:
    """A body's model in both kinds, and a model folder's description."""
    from safetensors.numpy import save_file

    from engine.weights import read_safetensors
    from tests.engine.test_formats_smpl_model import model_arrays

    body = model_arrays() | {"shapedirs": np.zeros((120, 3, 2)), "posedirs": np.zeros((120, 3, 9))}
    np.savez(folder / "body.npz", **body)
    (folder / "body.pkl").write_bytes(pickle.dumps(body, protocol=2))
    weights = folder / "weights.safetensors"
    save_file({"a": np.ones((3, 4), np.float32), "a.scale": np.ones((3, 1), np.float32)}, weights, {"k": "v"})
    model = folder / "model"
    model.mkdir()
    for name in ("vlmm.gguf", "prq.safetensors", "depth.safetensors", "depth.gguf"):
        (model / name).write_bytes(b"weights")
    write_folder(model, Description("tiny", sampling={"top_p": 0.9}, words="a person walks"))

    def described(path: Path) -> None:
        (model / "motionctrl.json").write_bytes(path.read_bytes())
        read_folder(model)

    (folder / "motionctrl.json").write_bytes((model / "motionctrl.json").read_bytes())
    return [
        (folder / "body.npz", read_smpl_model),
        (folder / "body.pkl", read_smpl_model),
        (weights, read_safetensors),
        (folder / "motionctrl.json", described),
    ]


def damaged(data: bytes, name: str, chance: random.Random) -> bytes:
    """``data`` of a file called ``name`` with one to four damages."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 4))):
        if name.endswith((".npz", ".npy")) and chance.random() < 0.6:
            data = _arrays_damaged(data, name, chance)
        elif name.endswith(".json") and chance.random() < 0.7:
            data = _json_damaged(data, chance)
        elif name.endswith((".bvh", ".amc", ".asf", ".json")) and chance.random() < 0.8:
            data = _text_damaged(data, chance)
        else:
            data = _bytes_damaged(data, chance)
    return data


def _bytes_damaged(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return bytes(chance.randrange(256) for _ in range(5))
    start = chance.randrange(len(data))
    if chance.random() < 0.3:
        start = min(start, chance.randrange(200))  # headers
    end = min(len(data), start + chance.choice((1, 1, 1, 4, 16, 200, 5000)))
    return chance.choice(
        (
            lambda: data[:start] + bytes([data[start] ^ (1 << chance.randrange(8))]) + data[start + 1 :],
            lambda: data[:start] + bytes(chance.randrange(256) for _ in range(end - start)) + data[end:],
            lambda: data[:start] + data[end:],
            lambda: data[:start],
            lambda: data[:end] + data[start:],
            lambda: data[:start] + chance.choice(ODD) + data[start:],
        )
    )()


def _text_damaged(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    row = chance.randrange(len(lines))
    if chance.random() < 0.4:
        row = min(row, chance.randrange(60))
    words = lines[row].split(b" ")
    word = chance.randrange(len(words))
    what = chance.randrange(8)
    if what == 0:
        del lines[row]
    elif what == 1:
        lines.insert(row, lines[chance.randrange(len(lines))])
    elif what == 2:
        other = chance.randrange(len(lines))
        lines[row], lines[other] = lines[other], lines[row]
    elif what == 3:
        lines = lines[:row]
    elif what == 4:
        lines = lines[: row + 1] + lines[row + chance.choice((2, 10, 60)) :]
    else:
        words[word : word + (what < 7)] = [chance.choice(ODD)]
        lines[row] = b" ".join(words)
    return b"\n".join(lines)


def _arrays_damaged(data: bytes, name: str, chance: random.Random) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / f"a{Path(name).suffix}"
        path.write_bytes(data)
        try:
            loaded = np.load(path)
            arrays = {"": loaded} if isinstance(loaded, np.ndarray) else {key: loaded[key] for key in loaded.files}
            key = chance.choice(sorted(arrays))
            arrays[key] = _array_damaged(arrays[key], chance)
            if chance.random() < 0.1:
                del arrays[key]
            if name.endswith(".npy"):
                np.save(path, arrays.get("", np.zeros(0)))
            else:
                np.savez(path, **arrays)
        except Exception:  # damaged already
            return _bytes_damaged(data, chance)
        return path.read_bytes()


def _array_damaged(array: np.ndarray, chance: random.Random) -> np.ndarray:
    what = chance.randrange(10)
    if what == 0:
        return np.zeros(chance.choice(SHAPES))
    if what == 1:
        return array.astype(chance.choice((np.float16, np.int8, np.uint64, np.complex64, bool, "U8")))
    if what == 2 and array.ndim:
        return array[: chance.choice((0, 1, 2, 5))]
    if what == 3:
        return np.array(chance.choice((None, {"poses": 1}, [1, "a"])), dtype=object)
    if what == 4 and array.ndim > 1:
        return np.swapaxes(array, 0, chance.randrange(1, array.ndim))
    if what == 5:
        return array[None] if chance.random() < 0.5 else array.reshape(-1)
    if array.dtype.kind not in "fiu":
        return array
    array = array.astype(np.float64)
    if what == 6:
        return array * chance.choice((0.0, -1.0, 1e-9, 100.0, 1e9, 1e200, 57.3))
    if what == 7:
        noise = np.random.default_rng(chance.randrange(9)).normal(size=array.shape)
        return array + noise * chance.choice((0.1, 1.0, 10.0))
    if array.size:
        array.reshape(-1)[chance.randrange(array.size)] = chance.choice((np.nan, np.inf, 1e300, -1e18, 0.0))
    return array


def _json_damaged(data: bytes, chance: random.Random) -> bytes:
    try:
        values = json.loads(data)
        place = values
        while isinstance(place, dict) and place:
            key = chance.choice(sorted(place))
            if not isinstance(place[key], dict) or chance.random() < 0.5:
                place[key] = chance.choice(
                    (None, -1, 0, 1e99, "", "x", [], {}, [[]], {"a": {}}, True, "../../a", float("nan"))
                )
                break
            place = place[key]
        return json.dumps(values).encode()
    except (ValueError, AttributeError, TypeError):
        return _bytes_damaged(data, chance)


@contextmanager
def limit(seconds: int):
    """Raise TimeoutError in what lasts longer, where the system can."""

    def late(*_):
        raise TimeoutError(f"longer than {seconds} s")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def complaint(read: Reader, path: Path, seconds: int) -> str | None:
    """What is wrong with how a file was taken: None for a motion or one sentence."""
    try:
        with limit(seconds), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read(path)
    except MotionCtrlError as error:
        text = str(error)
        if "\n" in text.strip() or "Traceback" in text:
            return f"more than a line: {text[:200]!r}"
        return None
    except TimeoutError as error:
        return str(error)
    except BaseException:
        return traceback.format_exc()
    return None


def fuzz(count: int, seed: int, seconds: int = 20, keep: Path | None = None) -> Counter:
    """Damage and read ``count`` files; the complaints and how often each came, by their last lines."""
    chance = random.Random(seed)
    found: Counter = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        whole = [(path, path.read_bytes(), read) for path, read in seeds(folder)]
        for path, _, read in whole:
            if (problem := complaint(read, path, seconds)) is not None:
                raise AssertionError(f"the whole {path.name} is not read: {problem}")
        for number in range(count):
            path, data, read = chance.choice(whole)
            target = folder / f"damaged{path.suffix}"
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                target.write_bytes(damaged(data, path.name, chance))
            problem = complaint(read, target, seconds)
            if problem is not None:
                lines = [line.strip() for line in problem.strip().splitlines()]
                where = [line for line in lines if line.startswith("File") and "engine" in line]
                short = f"{path.name}: {lines[-1]} {where[-1] if where else ''}"
                found[short] += 1
                if keep and found[short] == 1:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{number}{path.suffix}").write_bytes(target.read_bytes())
                    (keep / f"{number}.txt").write_text(problem, encoding="utf-8")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=50000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=int, default=20, help="a file that takes longer counts as a hang")
    parser.add_argument("--keep", type=Path, help="folder for the first file of each complaint")
    options = parser.parse_args()
    began = time.monotonic()
    found = fuzz(options.count, options.seed, options.seconds, options.keep)
    for problem, times in found.most_common():
        print(f"{times:6}  {problem}")
    print(f"{options.count} files in {time.monotonic() - began:.0f} s, {sum(found.values())} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
