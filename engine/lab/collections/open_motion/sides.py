"""Which side a motion shows: the hand that acts, the foot that kicks, the way it goes."""

from __future__ import annotations

import numpy as np

from ....body.skeleton import INDEX
from ....motion.measures import forward_axis, left_axis

LIMBS = ("hand", "held", "ahead", "foot", "way", "lunge")
_CLEAR = 1.35  # how much more the acting side moves than the other
_FAR_M = 0.1


def side_of(limb: str, joints: np.ndarray) -> str:
    """ "left" or "right", or "" where the motion ``joints`` (T, 22, 3) does not tell it clearly.

    limb: "hand": which hand moves more; "held": which is held higher; "ahead": which is stretched out farther along
    the body; "foot": which foot leaves the other's height farther; "way": to which side the body goes; "lunge": the
    side of the knee that bends more.
    """
    joints = np.asarray(joints, dtype=np.float64)
    left, right = _values(limb, joints)
    if limb == "hand" and (left > right) != (_fastest(joints, "left") > _fastest(joints, "right")):
        return ""  # the one goes farther and the other faster
    more, less = max(left, right), min(left, right)
    apart = more > _CLEAR * less if limb in ("hand", "foot", "lunge") else more - less > _FAR_M
    return ("left" if left > right else "right") if apart else ""


def _values(limb: str, joints: np.ndarray) -> tuple[float, float]:
    """What left and right show of it; the larger one acts."""
    if limb == "hand":
        return tuple(_path(_in_body(joints, f"{side}_wrist")) for side in ("left", "right"))
    if limb == "held":
        return tuple(float(joints[:, INDEX[f"{side}_wrist"], 1].mean()) for side in ("left", "right"))
    if limb == "ahead":
        along = joints[:, INDEX["head"]] - joints[:, 0]
        along = along / np.linalg.norm(along, axis=-1, keepdims=True)
        reaches = (joints[:, INDEX[f"{side}_wrist"]] - joints[:, 0] for side in ("left", "right"))
        return tuple(float((reach * along).sum(-1).mean()) for reach in reaches)
    if limb == "foot":
        ankles = [joints[:, INDEX[f"{side}_ankle"], 1] for side in ("left", "right")]
        floor = min(float(ankle.min()) for ankle in ankles)
        return tuple(float(ankle.max()) - floor for ankle in ankles)
    if limb == "lunge":
        return tuple(_bend(joints, side) for side in ("left", "right"))
    going = float((joints[-1, 0] - joints[0, 0]) @ left_axis(joints)[0])
    return (going, 0.0) if going > 0 else (0.0, -going)


def _path(points: np.ndarray) -> float:
    return float(np.linalg.norm(np.diff(points, axis=0), axis=-1).sum())


def _fastest(joints: np.ndarray, side: str) -> float:
    return float(np.linalg.norm(np.diff(_in_body(joints, f"{side}_wrist"), axis=0), axis=-1).max())


def _in_body(joints: np.ndarray, name: str) -> np.ndarray:
    """Places (T, 3) of a joint relative to spine3 along the body's left, up and forward axes."""
    relative = joints[:, INDEX[name]] - joints[:, INDEX["spine3"]]
    left, forward = left_axis(joints), forward_axis(joints)
    return np.stack([(relative * left).sum(-1), relative[:, 1], (relative * forward).sum(-1)], axis=-1)


def _bend(joints: np.ndarray, side: str) -> float:
    """The knee's largest bend, radians."""
    hip, knee, ankle = (joints[:, INDEX[f"{side}_{name}"]] for name in ("hip", "knee", "ankle"))
    thigh, shin = knee - hip, ankle - knee
    cosine = (thigh * shin).sum(-1) / (np.linalg.norm(thigh, axis=-1) * np.linalg.norm(shin, axis=-1))
    return float(np.arccos(np.clip(cosine, -1, 1)).max())
