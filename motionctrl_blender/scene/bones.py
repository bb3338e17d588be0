"""Names, tails and parts of the SMPL bones; plain data and numpy, no bpy."""

from __future__ import annotations

import numpy as np

from ...engine.body.layout import PART_JOINTS, PARTS
from ...engine.body.skeleton import HANDS, JOINTS, PARENTS, Skeleton
from ...engine.rigs.floor import FOOT_HEIGHT

BONES = JOINTS + HANDS
BONE_PARENTS = (*PARENTS, 20, 21)
# A planted toe joint lies this high above the floor, and so above the body's soles, metres.
SOLE = FOOT_HEIGHT

# SMPL (Y up, facing +Z) to Blender (Z up, facing -Y): (x, y, z) -> (x, -z, y).
TO_BLENDER = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])

_HAND_LENGTH = 0.085
# The child that a bone points to, where it has several or none.
_POINTS_TO = {"pelvis": "spine1", "spine3": "neck"}
# Bones without a child: length and direction in SMPL's axes.
_TIPS = {
    "head": (0.18, (0.0, 1.0, 0.0)),
    "left_foot": (0.08, (0.1, -0.1, 1.0)),
    "right_foot": (0.08, (-0.1, -0.1, 1.0)),
    "left_hand": (0.09, (1.0, 0.0, 0.0)),
    "right_hand": (0.09, (-1.0, 0.0, 0.0)),
}

# Other spellings of the same bones in circulation, without case, prefix and punctuation.
_SPELLINGS = {
    "hip": ("hip", "upleg", "thigh"),
    "knee": ("knee", "leg", "calf", "shin"),
    "ankle": ("ankle",),
    "foot": ("foot", "toe", "toes", "toebase"),
    "collar": ("collar", "clavicle", "inshoulder"),
    "shoulder": ("shoulder", "upperarm"),
    "elbow": ("elbow", "forearm", "lowerarm"),
    "wrist": ("wrist",),
    "hand": ("hand", "palm"),
}
_PREFIXES = ("mavg", "favg", "smpl", "smplx", "smplh", "navg")


def joints_of_parts(parts: tuple[str, ...]) -> tuple[int, ...]:
    """Joint indices that the named parts own, ascending; the hands go with their arms."""
    owned = {joint for part in parts for joint in PART_JOINTS[part]}
    for side, hand in zip(("left", "right"), HANDS, strict=True):
        if f"{side}_arm" in parts:
            owned.add(hand)
    return tuple(index for index, name in enumerate(BONES) if name in owned)


def part_of_joint(joint: int) -> str:
    """The part that owns a joint of 24."""
    for part in PARTS:
        if joint in joints_of_parts((part,)):
            return part
    raise KeyError(joint)


def rest_heads(skeleton: Skeleton) -> np.ndarray:
    """Bone heads (24, 3) in SMPL's axes: pelvis over the origin, soles on the floor, hands included."""
    joints = skeleton.rest_joints()
    joints = joints - joints[0]
    hands = [joints[20] + (_HAND_LENGTH, 0, 0), joints[21] - (_HAND_LENGTH, 0, 0)]
    heads = np.concatenate([joints, hands])
    heads[:, 1] += SOLE - heads[:, 1].min()
    return heads


def tails(heads: np.ndarray) -> np.ndarray:
    """Bone tails (24, 3) for heads (24, 3), in SMPL's axes: at the child's head, or the body's end."""
    ends = np.empty_like(heads)
    for index, name in enumerate(BONES):
        if name in _TIPS:
            length, direction = _TIPS[name]
            direction = np.array(direction)
            ends[index] = heads[index] + direction / np.linalg.norm(direction) * length
        else:
            child = BONES.index(_POINTS_TO[name]) if name in _POINTS_TO else BONE_PARENTS.index(index)
            ends[index] = heads[child]
    return ends


def connected(name: str) -> bool:
    """Whether a bone begins at its parent's tail."""
    parent = BONE_PARENTS[BONES.index(name)]
    if parent < 0:
        return False
    target = _POINTS_TO.get(BONES[parent])
    return name == target if target else BONE_PARENTS.count(parent) == 1


def flexion_up(name: str) -> tuple[float, float, float]:
    """Blender direction for a bone's local Z, so that local X is the axis it flexes about.

    Spine and arms bend forward, knees and toes bend back with a positive turn about X; the two sides
    are mirror images, so Blender's pose mirroring works.
    """
    if name.endswith(("_hip", "_knee")):
        return (0.0, 1.0, 0.0)
    if name.endswith(("_ankle", "_foot")):
        return (0.0, 0.0, -1.0)
    return (0.0, -1.0, 0.0)


def match_names(names: list[str]) -> dict[str, str]:
    """Which of an armature's bone ``names`` are SMPL's: SMPL name -> name found there."""
    exact = {name: name for name in BONES if name in names}
    if len(exact) >= len(JOINTS):
        return exact
    simple = {_simplify(name): name for name in names}
    found = {}
    for bone in BONES:
        side, _, rest = bone.partition("_")
        if rest:
            letter = side[0]
            keys = [f"{start}{word}" for word in _SPELLINGS[rest] for start in (side, letter)]
            keys += [f"{word}{end}" for word in _SPELLINGS[rest] for end in (side, letter)]
        else:
            keys = [bone]
        for key in keys:
            if key in simple:
                found[bone] = simple[key]
                break
    return found


def _simplify(name: str) -> str:
    name = "".join(letter for letter in name.lower() if letter.isalnum())
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name
