"""Opening and saving motion files of every kind, by their extension."""

from __future__ import annotations

import csv
import os
from dataclasses import replace
from pathlib import Path

from ..body.layout import FPS
from ..errors import MotionCtrlError
from ..motion.kinematics import Motion
from ..rigs.retarget import retarget
from ..rigs.source import SourceMotion
from .amass import read_amass, write_amass
from .asf_amc import read_amc
from .asf_amc_write import write_amc
from .bvh import read_bvh, write_bvh
from .humanml3d import read_humanml3d, write_humanml3d
from .smpl_bvh import as_smpl

KINDS = (".bvh", ".amc", ".npz", ".npy")


def load_source(
    path: str | os.PathLike, *, fps: float | None = None, skeleton_file: str | os.PathLike | None = None
) -> SourceMotion:
    """The motion in a .bvh or .amc file as the file has it, not retargeted.

    ``fps`` overrides the file's rate (an .amc has none: a ``manifest.csv`` of its collection is asked,
    else 120 is taken). ``skeleton_file``: the .asf of an .amc.
    """
    if Path(path).suffix.lower() == ".bvh":
        return read_bvh(path, fps)
    listed = _manifest_row(Path(path)) if Path(path).is_file() else {}
    if fps is None and listed:
        fps = round(float(listed["frames"]) / float(listed["seconds"]))
    if skeleton_file is None and listed.get("skeleton"):
        listed_skeleton = listed["folder"] / listed["skeleton"]
        skeleton_file = listed_skeleton if listed_skeleton.is_file() else None
    return read_amc(path, skeleton_file, fps)


def load_motion(
    path: str | os.PathLike,
    *,
    fps: float | None = None,
    skeleton_file: str | os.PathLike | None = None,
    target_fps: float | None = FPS,
) -> Motion:
    """The motion in a .bvh, .amc, .npz (AMASS or ours) or .npy (HumanML3D) file, as a Motion at 20 fps.

    >>> from engine.motion.kinematics import at_rest
    >>> save_motion(at_rest(40), "stand.bvh")
    >>> motion = load_motion("stand.bvh")
    >>> len(motion), motion.fps
    (40, 20.0)

    ``fps``: the file's frame rate where it has none or a wrong one. ``skeleton_file``: .asf of an .amc.
    ``target_fps``: rate of the result, the file's own where None. Raises :class:`MotionCtrlError`.
    """
    if fps is not None and not 1 <= fps <= 10000:
        raise MotionCtrlError(f"A frame rate must lie between 1 and 10000, not {fps}: correct --fps.")
    kind = Path(path).suffix.lower()
    if not Path(path).is_file():
        raise MotionCtrlError(f"{path} does not exist or is no file: check the path.")
    if kind == ".npz":
        return read_amass(path, fps=fps, target_fps=target_fps)
    if kind == ".npy":
        return read_humanml3d(path, fps=fps, target_fps=target_fps)
    if kind in (".bvh", ".amc"):
        source = load_source(path, fps=fps, skeleton_file=skeleton_file)
        motion = as_smpl(source, target_fps) or retarget(source, target_fps)
        return replace(motion, notes=(*source.notes, *motion.notes))
    raise MotionCtrlError(f"{path} is no motion file that can be read: give one of {', '.join(KINDS)}.")


def save_motion(motion: Motion, path: str | os.PathLike) -> None:
    """Save as .npz (AMASS), .bvh, .amc (with its .asf beside it) or .npy (HumanML3D), by extension.

    >>> from engine.motion.kinematics import at_rest
    >>> save_motion(at_rest(40), "stand.npz")
    """
    kind = Path(path).suffix.lower()
    writers = {".npz": write_amass, ".bvh": write_bvh, ".amc": write_amc, ".npy": write_humanml3d}
    if kind not in writers:
        raise MotionCtrlError(f"{path}: motions can be saved as {', '.join(writers)}, so choose one of these endings.")
    if len(motion) == 0:
        raise MotionCtrlError("A motion without frames cannot be saved: make it longer.")
    writers[kind](motion, path)


def _manifest_row(path: Path) -> dict:
    """The row of a collection's manifest.csv (columns file, frames, seconds, skeleton) for ``path``."""
    for folder in (path.parent, path.parent.parent):
        manifest = folder / "manifest.csv"
        if not manifest.is_file():
            continue
        try:
            name = path.relative_to(folder).as_posix()
            with manifest.open(newline="", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    if row.get("file") == name and float(row["frames"]) > 0 and float(row["seconds"]) > 0:
                        return row | {"folder": folder}
        except (OSError, ValueError, KeyError, csv.Error):
            continue
    return {}
