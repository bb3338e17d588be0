"""BVH files whose skeleton is SMPL's already: taken as they are, without retargeting."""

from __future__ import annotations

import numpy as np

from ..body.layout import FPS
from ..body.skeleton import JOINTS, PARENTS, neutral_skeleton
from ..motion.kinematics import Motion
from ..motion.resample import resample
from ..rigs.source import SourceMotion


def as_smpl(source: SourceMotion, target_fps: float | None = FPS) -> Motion | None:
    """The motion of a source on the neutral SMPL skeleton, as :func:`bvh.write_bvh` writes it; None for
    any other."""
    joints = [name for name, end in zip(source.names, source.is_end, strict=True) if not end]
    if sorted(joints) != sorted(JOINTS):
        return None
    index = [source.names.index(name) for name in JOINTS]
    for joint, parent in zip(index, PARENTS, strict=True):
        if source.parents[joint] != (index[parent] if parent >= 0 else -1):
            return None
    neutral = neutral_skeleton()
    offsets = source.offsets[index].copy()
    offsets[0] = neutral.offsets[0]
    if np.abs(offsets - neutral.offsets).max() > 1e-5:
        return None
    if not np.allclose(source.translations[:, index[1:]], source.offsets[index[1:]]):
        return None
    motion = Motion(source.rotations[:, index], source.translations[:, index[0]], source.fps, neutral)
    return motion if target_fps is None else resample(motion, target_fps)
