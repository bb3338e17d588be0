"""Which way is up, how long is a metre, and is left left: measured on the joints of a body."""

from __future__ import annotations

import numpy as np

from ..body.skeleton import INDEX, PARENTS, neutral_skeleton
from ..errors import MotionCtrlError
from ..motion.rotations import normalise

Axis = tuple[int, float]
UNITS = {"centimetres": 0.01, "millimetres": 0.001, "inches": 0.0254, "feet": 0.3048}
_LEG = 0.82  # metres from hip to ankle of the neutral body
_FEET = [INDEX["left_ankle"], INDEX["right_ankle"]]


def axis_name(axis: Axis) -> str:
    """ "Y", "-Z" and so on."""
    return ("-" if axis[1] < 0 else "") + "XYZ"[axis[0]]


def up_axis(joints: np.ndarray, usual: tuple[Axis, ...]) -> Axis:
    """The axis along which the body of joints (T, 22, 3), metres, stands: index and sign.

    ``usual``: axes that such files have, the most usual first. The others are taken only where the body
    stands along them and either the floor lies at their zero or the body travels across them: a person who lies
    all the time seems to stand along some axis, too.
    """
    trunk = joints[:, INDEX["neck"]] - joints[:, _FEET].mean(axis=1)
    stand = normalise(trunk).mean(axis=0)
    lowest = {
        (axis, sign): np.median((sign * joints[..., axis]).min(axis=1)) for axis in range(3) for sign in (1.0, -1.0)
    }
    travelled = np.linalg.norm(np.diff(joints[:: max(1, len(joints) // 50), 0], axis=0), axis=-1).sum()
    scores: dict[Axis, float] = {}
    for (axis, sign), low in lowest.items():
        floor = -0.08 < low < 0.15
        scores[axis, sign] = sign * stand[axis] + 0.3 * floor
        along = np.ptp(joints[:, 0, axis])
        if (axis, sign) not in usual and not floor:
            scores[axis, sign] -= 0.2 if travelled > 1.0 and along < 0.4 * travelled else 0.6
    scores[usual[0]] += 0.2
    return max(scores, key=scores.get)


def to_metres(joints: np.ndarray, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Joints (T, 22, 3) in metres, and a sentence where they were in another unit.

    Raises :class:`MotionCtrlError` where no unit makes them a person, or where they are no body at all.
    """
    lengths = np.linalg.norm(joints[:, 1:] - joints[:, list(PARENTS[1:])], axis=-1)
    usual = np.median(lengths, axis=0)
    leg = float(
        np.mean([usual[INDEX[f"{side}_{joint}"] - 1] for side in ("left", "right") for joint in ("knee", "ankle")])
    )
    leg *= 2
    _check_body(lengths, usual, leg, name)
    if 0.3 < leg < 1.6:
        return joints, ()
    fitting = {unit: abs(np.log(leg * size / _LEG)) for unit, size in UNITS.items() if 0.5 < leg * size < 1.25}
    if not fitting:
        raise MotionCtrlError(
            f"{name} describes a body with legs of {leg:.3g} m: give joints or features in metres that are not "
            "normalised."
        )
    unit = min(fitting, key=fitting.get)
    return joints * UNITS[unit], (f"The joints of {name} are in {unit}; they were turned into metres.",)


def _check_body(lengths: np.ndarray, usual: np.ndarray, leg: float, name: str) -> None:
    limbs = [
        INDEX[f"{side}_{joint}"] - 1 for side in ("left", "right") for joint in ("knee", "ankle", "elbow", "wrist")
    ]
    if leg < 1e-6:
        raise MotionCtrlError(
            f"{name} describes a body with legs of 0 m: give joints or features that are not normalised."
        )
    wavering = np.median(np.abs(lengths[:, limbs] - usual[limbs]), axis=0) / np.maximum(usual[limbs], 1e-6 * leg)
    if np.median(wavering) > 0.2:
        raise MotionCtrlError(
            f"{name} describes no body, because its limbs change their lengths: give joint positions that are not "
            "normalised, or features that are."
        )
    own = np.linalg.norm(neutral_skeleton().offsets[1:], axis=-1) * (leg / _LEG)
    off = np.abs(np.log(np.maximum(usual, 1e-3 * leg) / own))
    if (off > np.log(3)).sum() > 6:
        raise MotionCtrlError(
            f"{name} has bones of other lengths than a person: give the joints in SMPL's order (pelvis, left_hip, "
            "right_hip, spine1, …)."
        )


def is_mirrored(joints: np.ndarray) -> bool:
    """Whether joints (T, 22, 3) are a mirror image: toes point backwards where left is left."""
    left = joints[:, INDEX["left_hip"]] - joints[:, INDEX["right_hip"]]
    up = joints[:, INDEX["neck"]] - joints[:, INDEX["pelvis"]]
    ahead = normalise(np.cross(left, up))
    toes = [joints[:, INDEX[f"{side}_foot"]] - joints[:, INDEX[f"{side}_ankle"]] for side in ("left", "right")]
    return bool(np.mean([np.median(np.sum(normalise(toe) * ahead, axis=-1)) for toe in toes]) < -0.4)
