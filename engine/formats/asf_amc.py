"""Acclaim files: a skeleton (.asf) and a motion on it (.amc)."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import MotionCtrlError
from ..files import is_companion
from ..rigs.source import SourceMotion, euler_matrices
from .text import comma_meaning, read_text, with_points, without_comments

DEFAULT_FPS = 120.0  # the CMU database's rate; an .amc file does not say its own
_BLOCK = re.compile(r"\bbegin\b(.*?)\bend\b", re.DOTALL | re.IGNORECASE)
_DOF = ("rx", "ry", "rz", "tx", "ty", "tz", "l")


@dataclass
class AsfBone:
    """One bone: unit direction (3,), length, axis frame (3, 3), and its degrees of freedom in order."""

    name: str
    direction: np.ndarray
    length: float
    axis: np.ndarray
    dof: tuple[str, ...]


@dataclass
class AsfSkeleton:
    """Bones of an .asf file by name (root included), parents by name, file units."""

    bones: dict[str, AsfBone]
    parents: dict[str, str]
    radians: bool
    root_position: np.ndarray


def find_skeleton(amc: str | os.PathLike) -> Path:
    """The .asf file that belongs to ``amc``.

    Looked for: in the same folder, in a folder of the subject's name beside it, and in the folder above, the
    skeleton whose name begins the file's own, the longest one (``07_02.amc``: ``07.asf``;
    ``HDM_bd_walk_01_120.amc``: ``HDM_bd.asf``); else the only .asf in the file's folder.
    """
    path = Path(amc)
    own = path.stem.lower()
    beside = _skeletons(path.parent)
    near = [skeleton for folder in (path.parent, path.parent.parent) for skeleton in _skeletons(folder, deeper=own)]
    fitting = [skeleton for skeleton in near if _begins(skeleton.stem.lower(), own)]
    if fitting:
        return max(fitting, key=lambda skeleton: len(skeleton.stem))  # of equals the nearest
    if len(beside) == 1:
        return beside[0]
    subject = path.stem.split("_")[0]
    raise MotionCtrlError(
        f"{path} needs its skeleton, {subject}.asf or {path.stem}.asf, which is not beside it: "
        "put it there or name it with --skeleton."
    )


def _skeletons(folder: Path, deeper: str = "") -> list[Path]:
    """The .asf files in a folder, and in those of its folders whose name begins ``deeper``."""
    try:
        entries = sorted(folder.iterdir())
        found = [path for path in entries if path.suffix.lower() == ".asf" and not is_companion(path.name)]
        if deeper:
            inside = [path for path in entries if _begins(path.name.lower(), deeper) and path.is_dir()]
            found += [skeleton for path in inside for skeleton in _skeletons(path)]
    except OSError:
        return []
    return [path for path in found if path.is_file()]


def _begins(start: str, name: str) -> bool:
    """Whether ``start`` is a whole first piece of ``name``: 07 of 07_02, and not of 070_02."""
    return name.startswith(start) and not name[len(start) : len(start) + 1].isalnum()


def read_asf(path: str | os.PathLike) -> AsfSkeleton:
    """The skeleton in an .asf file; raises :class:`MotionCtrlError` for a damaged one."""
    text = re.sub(r"#[^\n]*", "", without_comments(read_text(path, "ASF")))
    text = with_points(text, comma_meaning(_unheaded(text)))
    sections: dict[str, str] = {}
    for part in re.split(r"^\s*:", text, flags=re.MULTILINE)[1:]:
        name, _, body = part.partition("\n")
        word = name.split()[0].lower() if name.split() else ""
        sections[word] = name[len(word) :] + "\n" + body
    if "bonedata" not in sections or "hierarchy" not in sections or "root" not in sections:
        raise MotionCtrlError(
            f"{path} is not a whole ASF skeleton (root, bonedata or hierarchy is missing): get it again."
        )
    try:
        radians = bool(re.search(r"angle\s+rad", sections.get("units", ""), re.IGNORECASE))
        root, position = _read_root(sections["root"], radians)
        bones = {"root": root}
        for block in _BLOCK.findall(sections["bonedata"]):
            bone = _read_bone(block, radians)
            bones[bone.name] = bone
        parents: dict[str, str] = {}
        block = _BLOCK.search(sections["hierarchy"])
        for line in (block[1] if block else "").splitlines():
            words = [_spelled(word, bones) for word in line.split()]
            for child in words[1:]:
                parents[child] = words[0]
        if set(parents) != set(bones) - {"root"}:
            raise ValueError("bones outside the hierarchy")
    except (ValueError, KeyError, IndexError, TypeError) as problem:
        raise MotionCtrlError(f"{path} is a damaged ASF skeleton ({problem}): get it again.") from problem
    return AsfSkeleton(bones, parents, radians, position)


def _unheaded(text: str) -> str:
    """The text without its lines of a version or a name, whose points are no numbers'."""
    return re.sub(r"^\s*:(?:version|name).*$", "", text, flags=re.MULTILINE | re.IGNORECASE)


def _spelled(name: str, bones: dict[str, AsfBone]) -> str:
    """The bone's name as the skeleton spells it: some writers put a file in capitals."""
    if name in bones:
        return name
    alike = [bone for bone in bones if bone.lower() == name.lower()]
    if len(alike) != 1:
        raise ValueError(f"bone {name}")
    return alike[0]


def _numbers(words: list[str], count: int) -> np.ndarray:
    values = np.array([float(word) for word in words[:count]])
    if len(values) != count or not np.isfinite(values).all():
        raise ValueError(f"{count} numbers expected")
    return values


def _axis(values: np.ndarray, order: str, radians: bool) -> np.ndarray:
    # Acclaim lists the axis turned first first, so the matrices stand in the opposite order.
    degrees = np.degrees(values) if radians else values
    return euler_matrices(order.lower()[::-1], degrees[::-1])


def _read_root(text: str, radians: bool) -> tuple[AsfBone, np.ndarray]:
    order, axis = ("tx", "ty", "tz", "rx", "ry", "rz"), "XYZ"
    position, orientation = np.zeros(3), np.zeros(3)
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        word = words[0].lower()
        if word == "order":
            order = tuple(word.lower() for word in words[1:])
        elif word == "axis":
            axis = words[1]
        elif word == "position":
            position = _numbers(words[1:], 3)
        elif word == "orientation":
            orientation = _numbers(words[1:], 3)
    if not set(order) <= set(_DOF):
        raise ValueError("root order")
    return AsfBone("root", np.zeros(3), 0.0, _axis(orientation, axis, radians), order), position


def _read_bone(text: str, radians: bool) -> AsfBone:
    values = {line.split()[0].lower(): line.split()[1:] for line in text.splitlines() if line.split()}
    name = values["name"][0]
    axis_words = values["axis"]
    dof = tuple(word.lower() for word in values.get("dof", []))
    if not set(dof) <= set(_DOF):
        raise ValueError(f"degrees of freedom of {name}")
    direction = _numbers(values["direction"], 3)
    size = np.linalg.norm(direction)
    return AsfBone(
        name,
        direction / size if size > 0 else direction,
        float(_numbers(values["length"], 1)[0]),
        _axis(_numbers(axis_words, 3), axis_words[3], radians),
        dof,
    )


def read_amc(
    path: str | os.PathLike, skeleton_file: str | os.PathLike | None = None, fps: float | None = None
) -> SourceMotion:
    """The motion in an .amc file, on the skeleton of ``skeleton_file`` (found beside it where None).

    ``fps``: the file's rate. The format does not store it; where it is None, a comment as
    :mod:`asf_amc_write` leaves it is believed, else 120 is taken.
    """
    text = read_text(path, "AMC")
    plain = without_comments(text)
    comma = comma_meaning(plain)
    asf = read_asf(skeleton_file or find_skeleton(path))
    frames, in_radians = _read_frames(with_points(plain, comma), asf, path)
    names = _sorted_bones(asf)
    index = {name: position for position, name in enumerate(names)}
    count = len(next(iter(frames.values())))

    joints, parents, offsets, is_end = list(names), [], [], []
    for name in names:
        parent = asf.parents.get(name)
        parents.append(-1 if parent is None else index[parent])
        before = asf.bones[parent] if parent else None
        offsets.append(before.direction * before.length if before else asf.root_position)
        is_end.append(False)
    for name in names:
        bone = asf.bones[name]
        if name not in asf.parents.values() and bone.length > 0:
            joints.append(f"{name}_end")
            parents.append(index[name])
            offsets.append(bone.direction * bone.length)
            is_end.append(True)
    offsets = np.array(offsets)
    rotations = np.broadcast_to(np.eye(3), (count, len(joints), 3, 3)).copy()
    translations = np.broadcast_to(offsets, (count, len(joints), 3)).copy()
    for name, values in frames.items():
        bone, joint = asf.bones[name], index[name]
        turning = [k for k, dof in enumerate(bone.dof) if dof[0] == "r"]
        axes = "".join(bone.dof[k][1] for k in turning)
        degrees = np.degrees(values[:, turning]) if in_radians else values[:, turning]
        motion = euler_matrices(axes[::-1], degrees[:, ::-1])
        rotations[:, joint] = bone.axis @ motion @ bone.axis.T
        for k, dof in enumerate(bone.dof):
            if dof[0] == "t":
                translations[:, joint, "xyz".index(dof[1])] += values[:, k]
    return SourceMotion(
        names=tuple(joints),
        parents=tuple(parents),
        offsets=offsets,
        rotations=rotations,
        translations=translations,
        fps=float(fps or _noted_rate(text)),
        is_end=np.array(is_end),
        origin=Path(path).name,
    )


def _noted_rate(text: str) -> float:
    note = re.match(r"#\s*(\d+(?:\.\d+)?) frames a second", text, re.IGNORECASE)
    return float(note[1]) if note and 1 <= float(note[1]) <= 10000 else DEFAULT_FPS


def _sorted_bones(asf: AsfSkeleton) -> list[str]:
    names = ["root"]
    for name in names:  # grows while it is walked: parents before children
        names.extend(child for child, parent in asf.parents.items() if parent == name)
    if len(names) != len(asf.bones):
        raise MotionCtrlError("The ASF skeleton's hierarchy is no tree under its root: get the file again.")
    return names


def _read_frames(text: str, asf: AsfSkeleton, path) -> tuple[dict[str, np.ndarray], bool]:
    rows: dict[str, list] = {}
    frame = 0
    radians = asf.radians
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0][0] == "#":
            continue
        if words[0][0] == ":":
            radians = {":DEGREES": False, ":RADIANS": True}.get(words[0].upper(), radians)
            continue
        if len(words) == 1 and words[0].isdigit():
            frame += 1
            continue
        try:
            words[0] = _spelled(words[0], asf.bones)
        except ValueError:
            raise MotionCtrlError(
                f"{path} line {number} moves {words[0][:30]!r}, a bone that its skeleton does not have: "
                "give the .asf that belongs to it."
            ) from None
        bone = asf.bones[words[0]]
        own = rows.setdefault(words[0], [])
        try:
            values = [float(word) for word in words[1:]]
        except ValueError:
            raise MotionCtrlError(
                f"{path} line {number} holds something that is no number: get the file again."
            ) from None
        if len(values) != len(bone.dof):
            raise MotionCtrlError(
                f"{path} line {number} gives {words[0]} {len(values)} numbers where its skeleton asks for "
                f"{len(bone.dof)}: the file is cut short or belongs to another .asf."
            )
        own.append(values)
        if len(own) != frame:
            raise MotionCtrlError(
                f"{path} line {number}: frame {frame} is incomplete or repeats {words[0]}: get the file again."
            )
    if not rows:
        raise MotionCtrlError(f"{path} holds no frames: give an AMC file with its motion.")
    short = [name for name, own in rows.items() if len(own) != frame]
    if short:
        raise MotionCtrlError(
            f"{path} ends inside frame {frame} ({short[0]} is missing): the file is cut short, get it again."
        )
    arrays = {name: np.array(own, dtype=np.float64) for name, own in rows.items()}
    for values in arrays.values():
        if not np.isfinite(values).all():
            raise MotionCtrlError(f"{path} has numbers that are not finite: repair it or get it again.")
    return arrays, radians
