"""``evaluate tokenizer``: how well PRQ gives real motion back."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ...body.layout import FPS, PART_JOINTS, PARTS
from ...body.skeleton import INDEX
from ...codec.path import encode_path
from ...codec.prq import PRQ
from ...errors import MotionCtrlError
from ...files import is_companion
from ...formats import load_motion
from ...motion import humo263
from ...motion.hinges import hinged
from ...motion.kinematics import Motion
from ...motion.measures import jitter, skate
from ...motion.rotations import angle_between
from ...store.folder import TOKENIZER, default_model
from ..collections.further import is_listed, sourced_motions

KINDS = (".bvh", ".amc", ".npz")
_CLIP = 200  # frames: 10 s, as in the comparisons that the paper reports


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--motions",
        required=True,
        type=Path,
        help="folder of .bvh, .amc + .asf or .npz files, or one that `train data` made from a further collection",
    )
    parser.add_argument("--model", type=Path, help="model folder (default: the bundled one)")
    parser.add_argument(
        "--split", choices=("train", "validation", "test"), help="only this split (of a collection: test)"
    )
    parser.add_argument("--json", type=Path, help="write the figures here")


def run(args: argparse.Namespace) -> int:
    prq = PRQ.load((args.model or default_model()) / TOKENIZER)
    rows, unread = [], []
    for name, source, motion in tqdm(_motions(args.motions, args.split, unread), desc="tokenizer", unit=" files"):
        for clip in clips(motion):
            rows.append({"file": name, "source": source, "frames": len(clip)} | reconstruction(prq, clip))
    for problem in unread:
        print(f"not read: {problem}", file=sys.stderr)
    if not rows:
        raise MotionCtrlError(f"No motion of 8 or more frames was found in {args.motions}; choose another folder.")
    sources = sorted({row["source"] for row in rows})
    if len(sources) > 1:
        print("mpjpe_mm  seconds  source")
    for source in sources if len(sources) > 1 else ():
        own = [row for row in rows if row["source"] == source]
        print(f"{summary(own)['mpjpe_mm']:8.1f} {sum(row['frames'] for row in own) / FPS:8.0f}  {source}")
    figures = summary(rows) | {"unread": len(unread)}
    for name, value in figures.items():
        print(f"{name:>16}  {value:.3f}" if isinstance(value, float) else f"{name:>16}  {value}")
    if args.json:
        args.json.write_text(json.dumps(figures | {"rows": rows}, indent=1), encoding="utf-8")
    return 0


def _motions(folder: Path, split: str | None, unread: list[str]) -> Iterator[tuple[str, str, Motion]]:
    """Name, source and motion of what the folder holds: files, or the list that ``train data`` made."""
    if is_listed(folder):
        yield from sourced_motions(folder, split or "test")
    else:
        for file, motion in read_each(motion_files(folder, split), unread):
            yield file.name, "", motion


def motion_files(folder: Path, split: str | None = None) -> list[Path]:
    """Motion files below ``folder``, sorted; with ``split`` only that split's trials."""
    if not folder.is_dir():
        raise MotionCtrlError(f"There is no folder {folder}; give one that holds motion files.")
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in KINDS and not is_companion(path.name))
    if split:
        from ..data.faults import COPIES
        from ..data.split import read_split

        splits = read_split()
        files = [file for file in files if splits.get("_".join(file.stem.split("_")[:2])) == split]
        files = [file for file in files if file.stem not in COPIES and file.parent.name != "full_rate"]
    if not files:
        raise MotionCtrlError(f"{folder} holds no motion files ({', '.join(KINDS)}); choose another folder.")
    return files


def read_each(files: list[Path], unread: list[str]) -> Iterator[tuple[Path, Motion]]:
    """Each file with its motion; the sentences about those that can't be read are added to ``unread``."""
    for file in files:
        try:
            yield file, load_motion(file)
        except MotionCtrlError as problem:
            unread.append(str(problem))


def clips(motion: Motion) -> list[Motion]:
    """The motion in pieces of ten seconds; what is left over counts from 8 frames on."""
    return [motion[start : start + _CLIP] for start in range(0, len(motion) - 7, _CLIP)]


def reconstruction(prq: PRQ, motion: Motion) -> dict[str, float]:
    """Errors of one motion after encoding and decoding, its limbs bent like hinges as `Engine.encode` does."""
    motion = hinged(motion)
    features, anchor = humo263.encode(motion)
    return errors(
        motion, humo263.decode(prq.decode(encode_path(prq, features))[: len(motion)], anchor, motion.skeleton)
    )


def errors(motion: Motion, decoded: Motion) -> dict[str, float]:
    """How far ``decoded`` is from ``motion``.

    mpjpe_mm: joints by forward kinematics of what was decoded, pelvis on pelvis, mean over frames and
    joints; of each part's own joints, mpjpe_PART_mm; global_mm: without putting the pelvis back; rotation_deg:
    mean over all 22 joints.
    """
    truth, made = motion.joints(), decoded.joints()
    distances = np.linalg.norm((made - made[:, :1]) - (truth - truth[:, :1]), axis=-1) * 1000
    parts = {part: [INDEX[name] for name in PART_JOINTS[part]] for part in PARTS}
    return {
        "mpjpe_mm": float(distances.mean()),
        **{f"mpjpe_{part}_mm": float(distances[:, joints].mean()) for part, joints in parts.items()},
        "global_mm": float(np.linalg.norm(made - truth, axis=-1).mean() * 1000),
        "rotation_deg": float(angle_between(decoded.rotations, motion.rotations).mean()),
        "skate": skate(made, motion.fps),
        "skate_real": skate(truth, motion.fps),
        "jitter": jitter(made, motion.fps),
        "jitter_real": jitter(truth, motion.fps),
    }


def summary(rows: list[dict]) -> dict[str, float | int]:
    """Means over clips, weighted by their frames; skate and jitter as ratios to the real motion's."""
    weights = np.array([row["frames"] for row in rows], dtype=np.float64)

    def mean(name: str) -> float:
        return float(np.average([row[name] for row in rows], weights=weights))

    return {
        "mpjpe_mm": mean("mpjpe_mm"),
        **{f"mpjpe_{part}_mm": mean(f"mpjpe_{part}_mm") for part in PARTS},
        "global_mm": mean("global_mm"),
        "rotation_deg": mean("rotation_deg"),
        "skate_ratio": mean("skate") / max(mean("skate_real"), 1e-9),
        "jitter_ratio": mean("jitter") / max(mean("jitter_real"), 1e-9),
        "motions": len({row["file"] for row in rows}),
        "clips": len(rows),
    }
