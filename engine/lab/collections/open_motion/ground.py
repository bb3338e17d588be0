"""Hand-animated bodies back on the floor: frame by frame, as high above it as the source body is.

The source may have other proportions: short legs and a big head. After retargeting its sitting and lying poses
float or sink, because the pelvis's height is scaled by the length of the legs. So only the height of the source's
lowest point above the floor is kept: zero while it stands, sits or lies, and its flight while it flies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....body.layout import FEET
from ....body.skeleton import INDEX, Skeleton
from ....motion.kinematics import Motion
from ....motion.rotations import slerp
from ....rigs.floor import standing_heights
from ....rigs.joint_map import map_joints
from ....rigs.source import SourceMotion
from .limbs import ARMS, LEGS, lift_middle, reach

# Metres from a joint to the skin below it when a body lies, sits, kneels or leans on it.
_FLESH = {
    "pelvis": 0.10,
    "hip": 0.09,
    "spine1": 0.10,
    "spine2": 0.10,
    "spine3": 0.10,
    "neck": 0.06,
    "head": 0.09,
    "collar": 0.07,
    "shoulder": 0.06,
    "elbow": 0.045,
    "wrist": 0.03,
    "knee": 0.055,
}
_TRUNK = [
    INDEX[name]
    for name in ("pelvis", "left_hip", "right_hip", "spine1", "spine2", "spine3", "neck", "head")
    + ("left_shoulder", "right_shoulder")
]
_GROUNDED, _FLYING = 0.08, 0.16  # metres: a lowest point below the first is on the floor, above the second in the air
_HIGHEST_M = 0.7  # no flight is higher: games let people jump over their own heads
_STANDS, _LIFTED = 0.06, 0.16  # rise of an ankle, in leg lengths: below the first it stands, above the second not
_SITS, _UPRIGHT = 0.66, 0.92  # height of the hips, in standing heights: below the first the trunk is on the floor


@dataclass(frozen=True)
class SourceHeights:
    """How high above the floor the source's body is, frame by frame.

    lowest (T,): its lowest point, metres. ankles (T, 2): rise of left and right ankle above their height when
    standing, in leg lengths. hips (T,): height of the hips in standing heights.
    """

    lowest: np.ndarray
    ankles: np.ndarray
    hips: np.ndarray

    def __getitem__(self, frames: slice) -> SourceHeights:
        return SourceHeights(self.lowest[frames], self.ankles[frames], self.hips[frames])


def source_heights(source: SourceMotion) -> SourceHeights:
    """The heights of a source in metres whose floor is y = 0."""
    heights = source.world()[0][..., 1]
    joints = map_joints(source).joints
    rest = source.zero_pose()[:, 1]
    rest = rest - rest.min()
    hips, ankles = ([joints[f"{side}_{name}"] for side in ("left", "right")] for name in ("hip", "ankle"))
    leg = float((rest[hips] - rest[ankles]).mean())
    standing = rest[ankles].mean() + 0.03  # a rest pose's soles lie lower than those of a body that stands at ease
    return SourceHeights(
        heights.min(axis=1), (heights[:, ankles] - standing) / leg, heights[:, hips].mean(axis=1) / rest[hips].mean()
    )


def skin_depths(skeleton: Skeleton) -> np.ndarray:
    """Metres (22,) from each joint down to the skin that touches the floor."""
    depths = np.zeros(22)
    for name, index in INDEX.items():
        depths[index] = _FLESH.get(name.removeprefix("left_").removeprefix("right_"), 0.0)
    depths[list(FEET)] = standing_heights(skeleton)
    return depths


def lowest_skin(motion: Motion, joints: list[int] | slice = slice(None)) -> np.ndarray:
    """Height (T,) of the lowest point of the body or of some ``joints``, metres."""
    return (motion.joints()[:, joints, 1] - skin_depths(motion.skeleton)[joints]).min(axis=1)


def flight_heights(lowest: np.ndarray) -> np.ndarray:
    """Height (T,) above the floor that a body keeps, from its source's lowest point (T,), metres.

    Some centimetres are no flight: a joint inside a lying body lies that far above the floor.
    """
    heights = np.maximum(lowest, 0.0) * _ramp(lowest, _GROUNDED, _FLYING)
    most = heights.max(initial=0.0)
    return heights * min(1.0, _HIGHEST_M / most) if most > 0 and heights.min() < 0.01 else heights


def put_on_floor(motion: Motion, source: SourceHeights, seated: bool = False, grounded: bool = False) -> None:
    """Put ``motion``, in place, as high above the floor as its ``source`` is; its feet stand where the source's do.

    seated: where the source's hips are low its trunk is on the floor, whatever the legs do. grounded: the body
    never leaves the floor, although the source's does.
    """
    flight = np.zeros(len(motion)) if grounded else flight_heights(source.lowest)
    shift = flight - lowest_skin(motion)
    low = 1 - _ramp(source.hips, _SITS, _UPRIGHT) if seated else np.zeros(len(motion))
    shift += low * (flight - lowest_skin(motion, _TRUNK) - shift)
    motion.translation[:, 1] += smoothed(shift, 0.03 * motion.fps)
    depths = skin_depths(motion.skeleton)
    for side, leg in enumerate(LEGS):
        stands = (1 - _ramp(source.ankles[:, side], _STANDS, _LIFTED)) * (flight < 0.01)
        joints = motion.joints()
        above = joints[:, leg[2]].copy()
        toe = joints[:, leg[2] + 3, 1] - depths[leg[2] + 3]
        sole = np.minimum(above[:, 1] - depths[leg[2]], toe)  # heel or toe, whichever is lower
        above[:, 1] -= smoothed(np.where(sole < 0, sole, stands * np.minimum(sole, 0.35)), 0.03 * motion.fps)
        reach(motion, leg, above)
        lift_middle(motion, leg, depths[leg[1]])
    for arm in ARMS:
        hand = motion.joints()[:, arm[2]].copy()
        hand[:, 1] = np.maximum(hand[:, 1], depths[arm[2]])
        reach(motion, arm, hand)
    _bridge(motion, low)


def _bridge(motion: Motion, low: np.ndarray) -> None:
    """Let the legs, in place, go straight over from standing to sitting and back.

    While the hips go down (``low`` (T,) between 0 and 1) legs that are longer than the source's do not fit under
    them; where they were made to fit, knees jump from side to side.
    """
    between = (low > 0.02) & (low < 0.98)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], between, [False]]).astype(int)))
    before = lowest_skin(motion)
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        start, stop = max(0, first - 2), min(len(motion) - 1, last + 1)
        shares = np.linspace(0, 1, stop - start + 1)
        for joint in (joint for leg in LEGS for joint in leg):
            ends = motion.rotations[[start, stop], joint]
            motion.rotations[start : stop + 1, joint] = slerp(
                np.broadcast_to(ends[0], (len(shares), 3, 3)), np.broadcast_to(ends[1], (len(shares), 3, 3)), shares
            )
    if len(edges):
        motion.translation[:, 1] += smoothed(np.maximum(before, 0) - lowest_skin(motion), 0.03 * motion.fps)


def _ramp(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """0 below ``low``, 1 above ``high``, smooth between."""
    share = np.clip((values - low) / (high - low), 0.0, 1.0)
    return share * share * (3 - 2 * share)


def smoothed(values: np.ndarray, sigma: float) -> np.ndarray:
    """``values`` (T, ...) through a Gaussian of ``sigma`` frames; the ends are repeated."""
    reach = max(1, int(np.ceil(3 * sigma)))
    window = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(sigma, 1e-6)) ** 2)
    window /= window.sum()
    padded = np.concatenate([np.repeat(values[:1], reach, 0), values, np.repeat(values[-1:], reach, 0)])
    return np.stack([padded[i : i + len(values)] for i in range(2 * reach + 1)], -1) @ window
