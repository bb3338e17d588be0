"""BVH files: reading any channel order and layout, and writing motions of the SMPL joints."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np

from ..body.skeleton import JOINTS, PARENTS
from ..errors import MotionCtrlError
from ..files import write_file
from ..motion.kinematics import Motion
from ..rigs.source import SourceMotion, euler_matrices
from .text import comma_meaning, read_text, with_points, without_comments

_MOST_JOINTS = 2000
_PREAMBLE = 65536  # characters among which HIERARCHY must come
_SLOWEST = 0.5  # seconds a frame: what is slower has its frame time in another unit
_SECONDS = r"ms|msecs?|milliseconds?|s|secs?|seconds?"
_HEAD = re.compile(rf"\s*Frames\s*:\s*(\S+)\s+Frame\s+Time\s*:\s*(\S+?)(?:[ \t]*({_SECONDS}))?(?=\s|$)", re.IGNORECASE)


def read_bvh(path: str | os.PathLike, fps: float | None = None) -> SourceMotion:
    """The motion in a BVH file.

    Channels may come in any order and number (rotations in their listed order, positions at any
    joint, scales ignored). ``fps`` overrides the file's frame time. Raises :class:`MotionCtrlError` for a
    damaged file.
    """
    text = without_comments(read_text(path, "BVH"))
    begin = re.search(r"^[ \t]*HIERARCHY\b", text[:_PREAMBLE], re.IGNORECASE | re.MULTILINE)
    if begin is None:
        raise MotionCtrlError(f"{path} is not a BVH file (it has no line HIERARCHY): give a BVH file.")
    text = text[begin.start() :]
    split = re.search(r"(?:^|(?<=\}))[ \t]*MOTION[ \t]*$", text, re.IGNORECASE | re.MULTILINE)
    if split is None:
        raise MotionCtrlError(f"{path} ends before its MOTION section: the file is cut short, export it again.")
    skeleton, frames = text[: split.start()], text[split.end() :]
    comma = comma_meaning("\n".join([*re.findall(r"OFFSET.*", skeleton, re.IGNORECASE), frames]))
    names, parents, offsets, channels = _read_hierarchy(skeleton, comma, path)
    values, rate = _read_frames(with_points(frames, comma), sum(map(len, channels)), fps, path)

    frames, joints = len(values), len(names)
    rotations = np.broadcast_to(np.eye(3), (frames, joints, 3, 3)).copy()
    translations = np.broadcast_to(offsets, (frames, joints, 3)).copy()
    column = 0
    for joint, own in enumerate(channels):
        block = values[:, column : column + len(own)]
        column += len(own)
        turning = [index for index, name in enumerate(own) if name.endswith("rotation")]
        if turning:
            axes = "".join(own[index][0] for index in turning)
            rotations[:, joint] = euler_matrices(axes, block[:, turning])
        moving = [index for index, name in enumerate(own) if name.endswith("position")]
        if moving:
            axes = ["xyz".index(own[index][0]) for index in moving]
            moved = np.broadcast_to(offsets[joint], (frames, 3)).copy()
            moved[:, axes] = block[:, moving]
            if _channels_add_to_offset(moved, offsets[joint]):
                moved[:, axes] += offsets[joint][axes]
            translations[:, joint] = moved
    return SourceMotion(
        names=tuple(names),
        parents=tuple(parents),
        offsets=offsets,
        rotations=rotations,
        translations=translations,
        fps=rate,
        is_end=np.array([not own and _has_no_child(joint, parents) for joint, own in enumerate(channels)]),
        origin=Path(path).name,
        notes=(f"{Path(path).name} has decimal commas; they were read as decimal points.",) if comma == "." else (),
    )


def _rate(frame_time: float, path) -> float:
    if not 1e-4 <= frame_time <= _SLOWEST:
        meant = [
            f"--fps {_whole(rate):g} if it is meant in {unit}"
            for rate, unit in ((1000 / max(frame_time, 1e-9), "milliseconds"), (frame_time, "frames a second"))
            if 12 <= rate <= 1000
        ]
        way = f"give {' or '.join(meant)}" if meant else "give the right rate with --fps"
        raise MotionCtrlError(
            f"{path} has a frame time of {frame_time:g} seconds, which no motion has: {way}, "
            "or correct its 'Frame Time' line."
        )
    return _whole(1.0 / frame_time)


def _whole(fps: float) -> float:
    # Frame times are rounded decimals (0.0333333): take the whole rate that was meant.
    return float(round(fps)) if abs(fps - round(fps)) < 2e-4 * fps else fps


def _has_no_child(joint: int, parents: list[int]) -> bool:
    return joint not in parents


def _channels_add_to_offset(moved: np.ndarray, offset: np.ndarray) -> bool:
    # Exporters disagree: for most, position channels replace OFFSET; for some (iClone) they are added
    # to it. Added ones stay near zero along an offset that is far from zero.
    length = np.linalg.norm(offset)
    if length < 1e-9:
        return False
    return bool(np.median(moved @ offset) / length < 0.5 * length)


def _read_hierarchy(text: str, comma: str, path) -> tuple[list, list, np.ndarray, list]:
    names, parents, offsets, channels = [], [], [], []
    stack: list[int] = []
    pending = None  # joint whose opening brace comes next
    for line in text.replace("{", "\n{\n").replace("}", "\n}\n").splitlines():
        words = line.split()
        if not words or words[0].upper() == "HIERARCHY":
            continue
        head = words[0].upper()
        if head in ("ROOT", "JOINT", "END"):
            if head == "ROOT" and names:
                raise MotionCtrlError(f"{path} holds more than one skeleton: export one character a file.")
            if head != "ROOT" and not stack:
                raise _damaged(path, "a joint stands outside the skeleton")
            parent = stack[-1] if stack else -1
            name = " ".join(words[1:]) if head != "END" else f"{names[parent]}_end"
            names.append(name or f"joint{len(names)}")
            parents.append(parent)
            offsets.append([0.0, 0.0, 0.0])
            channels.append([])
            pending = len(names) - 1
            if len(names) > _MOST_JOINTS:
                raise _damaged(path, f"it has more than {_MOST_JOINTS} joints")
        elif head == "{":
            if pending is None:
                raise _damaged(path, "a brace opens without a joint")
            stack.append(pending)
            pending = None
        elif head == "}":
            if not stack:
                raise _damaged(path, "a brace closes that was never opened")
            stack.pop()
        elif head == "OFFSET" and stack:
            try:
                words = with_points(line, comma).split()
                offsets[stack[-1]] = [float(word) for word in words[1:4]]
                if len(words) < 4:
                    raise ValueError
            except ValueError:
                raise _damaged(path, f"joint {names[stack[-1]]} has no proper OFFSET") from None
        elif head == "CHANNELS" and stack:
            own = [word.lower() for word in words[2:]]
            known = all(re.fullmatch(r"[xyz](rotation|position|scale)", word) for word in own)
            if len(words) < 2 or words[1] != str(len(own)) or not known:
                raise _damaged(path, f"joint {names[stack[-1]]} has no proper CHANNELS line")
            channels[stack[-1]] = own
        else:
            raise _damaged(path, f"its skeleton has a line that means nothing ({line.strip()[:40]!r})")
    if stack or pending is not None or not names:
        raise _damaged(path, "its skeleton is cut short")
    return names, parents, np.array(offsets, dtype=np.float64), channels


def _read_frames(text: str, width: int, fps: float | None, path) -> tuple[np.ndarray, float]:
    """The numbers (frames, width), and the frames a second."""
    head = _HEAD.match(text)
    try:
        frames, frame_time = int(head[1]), float(head[2]) / (1000 if (head[3] or "").lower().startswith("m") else 1)
    except (TypeError, ValueError):
        raise _damaged(path, "Frames or Frame Time is missing") from None
    if frames < 1:
        raise MotionCtrlError(f"{path} holds no frames: export it again with its motion.")
    rate = float(fps) if fps else _rate(frame_time, path)
    if width == 0:
        raise _damaged(path, "no joint has channels")
    words = text[head.end() :].split()
    if len(words) < frames * width:
        rows = len(words) // width
        raise MotionCtrlError(
            f"{path} promises {frames} frames of {width} numbers but holds only {rows}: "
            "the file is cut short or its channels are miscounted, export it again."
        )
    if len(words) != frames * width:
        lines = [line for line in text[head.end() :].splitlines() if line.strip()]
        if any(len(line.split()) != width for line in lines):
            raise _damaged(path, f"its frames do not have the {width} numbers that its channels ask for")
        words = words[: frames * width]
    try:
        values = np.array(words, dtype=np.float64).reshape(frames, width)
    except ValueError:
        raise _damaged(path, "a frame holds something that is no number") from None
    finite = np.isfinite(values).all(axis=1)
    if not finite.all():
        raise MotionCtrlError(
            f"{path} has numbers that are not finite at frame {int(np.argmin(finite))}: repair or export it again."
        )
    return values, rate


def _damaged(path, what: str) -> MotionCtrlError:
    return MotionCtrlError(f"{path} is a damaged BVH file ({what}): export it again.")


def write_bvh(motion: Motion, path: str | os.PathLike) -> None:
    """Write ``motion`` as a BVH file: SMPL's joint names and rest pose, metres, Y up, ZYX rotations."""
    offsets = motion.skeleton.offsets
    lines: list[str] = ["HIERARCHY"]
    order: list[int] = []

    def add(joint: int, depth: int) -> None:
        tab = "\t" * depth
        order.append(joint)
        lines.append(f"{tab}{'JOINT' if depth else 'ROOT'} {JOINTS[joint]}")
        lines.append(tab + "{")
        place = offsets[joint] if depth else np.zeros(3)
        lines.append(f"{tab}\tOFFSET " + " ".join(f"{value:.8f}" for value in place))
        rotation = "Zrotation Yrotation Xrotation"
        lines.append(
            f"{tab}\tCHANNELS " + (f"3 {rotation}" if depth else f"6 Xposition Yposition Zposition {rotation}")
        )
        children = [child for child, parent in enumerate(PARENTS) if parent == joint]
        for child in children:
            add(child, depth + 1)
        if not children:
            tip = _tip(joint, offsets)
            lines.extend(
                [
                    f"{tab}\tEnd Site",
                    tab + "\t{",
                    f"{tab}\t\tOFFSET " + " ".join(f"{value:.8f}" for value in tip),
                    tab + "\t}",
                ]
            )
        lines.append(tab + "}")

    add(0, 0)
    angles = np.degrees(zyx_angles(motion.rotations))[:, order]
    rows = np.concatenate([motion.translation, angles.reshape(len(motion), -1)], axis=1)
    lines += ["MOTION", f"Frames: {len(motion)}", f"Frame Time: {1.0 / motion.fps:.10f}"]
    lines += [" ".join(f"{value:.6f}" for value in row) for row in rows]
    write_file(path, ("\n".join(lines) + "\n").encode())


def _tip(joint: int, offsets: np.ndarray) -> np.ndarray:
    if JOINTS[joint].endswith("foot"):
        return np.array([0.0, 0.0, 0.07])
    if JOINTS[joint] == "head":
        return np.array([0.0, 0.15, 0.0])
    return offsets[joint] / np.linalg.norm(offsets[joint]) * 0.08


def zyx_angles(matrices: np.ndarray) -> np.ndarray:
    """Angles (..., 3) radians of Rz Ry Rx, continuous along the first axis."""
    sine = np.clip(-matrices[..., 2, 0], -1.0, 1.0)
    y = np.arcsin(sine)
    z = np.arctan2(matrices[..., 1, 0], matrices[..., 0, 0])
    x = np.arctan2(matrices[..., 2, 1], matrices[..., 2, 2])
    locked = np.abs(sine) > 1 - 1e-9
    # With the middle axis at a right angle only a sum of the others is defined: leave z at zero.
    z = np.where(locked, 0.0, z)
    x = np.where(locked, np.arctan2(sine * matrices[..., 0, 1], matrices[..., 1, 1]), x)
    return np.unwrap(np.stack([z, y, x], axis=-1), axis=0)
