"""Which source joint drives which SMPL joint: by name, by the tree where names say nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..errors import MotionCtrlError
from .joint_names import ARM_KEYS, HEAD_KEYS, LEG_KEYS, PELVIS_KEYS, find, sided_keys
from .joint_tree import head_above, limbs_by_structure
from .source import SourceMotion

_TRUNK = ("spine", "chest", "torso", "back", "waist", "abdomen", "thorax", "lumbar", "body", "neck", "ab", "stomach")
NEEDED = ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")


@dataclass
class JointMap:
    """Source joint indices by SMPL joint name.

    ``joints``: pelvis, and what exists of hips, knees, ankles, feet (toe joints), collars, shoulders,
    elbows, wrists, neck and head. A joint that is an end site gives a position but no rotation.
    ``spine``: source joints after the pelvis up to the chest (where arms and neck branch off), in order.
    ``tips``: child positions beyond the last mapped joint: toe tips and hand directions.
    ``drivers``: source joint whose rotation each SMPL joint takes: of ``joints`` those that are no end
    sites, and the spine joints.
    """

    joints: dict[str, int]
    spine: list[int] = field(default_factory=list)
    tips: dict[str, int] = field(default_factory=dict)
    drivers: dict[str, int] = field(default_factory=dict)


def map_joints(source: SourceMotion) -> JointMap:
    """Find the SMPL joints in a source skeleton.

    Raises :class:`MotionCtrlError` naming the joints that could not be found.
    """
    keys = sided_keys(source.names)
    # End sites are places, not joints with a name of their own.
    keys = [("", "") if end else key for key, end in zip(keys, source.is_end, strict=True)]
    joints: dict[str, int] = {}
    for side in ("left", "right"):
        joints.update(_leg(source, keys, side))
        joints.update(_arm(source, keys, side))
    missing = _missing(joints)
    if missing:
        for name, joint in limbs_by_structure(source).items():
            joints.setdefault(name, joint)
        missing = _missing(joints)
    if missing:
        raise MotionCtrlError(
            f"{source.origin} has a skeleton in which these joints could not be found: "
            f"{', '.join(missing)}; rename its joints to a common convention (Mixamo or SMPL names)."
        )
    return _torso(source, keys, joints)


def _missing(joints: dict[str, int]) -> list[str]:
    return [f"{side}_{part}" for part in NEEDED for side in ("left", "right") if f"{side}_{part}" not in joints]


def _below(source: SourceMotion, joint: int, ancestor: int | None) -> bool:
    return ancestor is None or (joint != ancestor and ancestor in source.ancestors(joint))


def _first(source: SourceMotion, candidates: list[int], above: int | None) -> int | None:
    return next((joint for joint in candidates if _below(source, joint, above)), None)


def _leg(source: SourceMotion, keys, side: str) -> dict[str, int]:
    found = {name: find(keys, side, words) for name, words in LEG_KEYS.items()}
    thighs, shins = found["thigh"], found["shin"]
    if not thighs:
        # "LeftHip" above "LeftKnee"; "LeftLeg" above "LeftShin"; but "LeftLeg" below "LeftUpLeg" is a shin.
        thighs = found["hip"] if found["hip"] and (shins or found["leg"]) else found["leg"]
    if not thighs:
        return {}
    thigh = thighs[0]
    shin = _first(source, shins or [j for j in found["leg"] if j != thigh], thigh)
    if shin is None and found["leg"]:
        shin = _first(source, found["leg"], thigh)
    ankle = _first(source, found["ankle"], shin if shin is not None else thigh)
    foot = _first(source, found["foot"], ankle if ankle is not None else (shin if shin is not None else thigh))
    toe = _first(source, found["toe"], ankle if ankle is not None else foot)
    if ankle is not None and foot is not None and toe is None:
        toe = foot  # SMPL's own naming: the joint after the ankle is called foot
    if ankle is None:
        ankle = foot
    if ankle is None and shin is not None:
        ankle = _end_of(source, shin)
    if toe is None and ankle is not None:
        toe = _farthest_child(source, ankle)
    return _named(side, hip=thigh, knee=shin, ankle=ankle, foot=toe)


def _arm(source: SourceMotion, keys, side: str) -> dict[str, int]:
    found = {name: find(keys, side, words) for name, words in ARM_KEYS.items()}
    upper = found["upperarm"] or found["arm"] or found["shoulder"]
    if not upper:
        return {}
    upper = upper[0]
    collars = found["collar"] + [j for j in found["shoulder"] if j != upper]
    collar = next((j for j in collars if _below(source, upper, j)), None)
    fore = _first(source, found["forearm"] or [j for j in found["arm"] if j != upper], upper)
    wrist = _wrist(source, upper, fore, found["wrist"] + found["hand"] + found["palm"])
    return _named(side, collar=collar, shoulder=upper, elbow=fore, wrist=wrist)


def _wrist(source: SourceMotion, upper: int, fore: int | None, candidates: list[int]) -> int | None:
    if fore is None:
        return None
    candidates = [j for j in candidates if _below(source, j, fore)]
    if not candidates:
        return _end_of(source, fore)
    # CMU's "wrist" sits in the middle of the forearm and its "hand" at the wrist, SMPL's hand beyond the
    # wrist: the joint whose forearm is about as long as the upper arm is the wrist.
    rest = source.zero_pose()
    arm = max(np.linalg.norm(rest[fore] - rest[upper]), 1e-9)
    misfit = [abs(np.log(max(_path_length(source, j, fore), 1e-9) / (0.95 * arm))) for j in candidates]
    best = min(misfit)
    # Equally placed ones (zero offsets): the last moves with all of them.
    close = [j for j, value in zip(candidates, misfit, strict=True) if value <= best + 1e-3]
    return max(close, key=lambda j: len(source.ancestors(j)))


def _path_length(source: SourceMotion, joint: int, ancestor: int) -> float:
    length = 0.0
    while joint != ancestor:
        length += float(np.linalg.norm(source.offsets[joint]))
        joint = source.parents[joint]
    return length


def _end_of(source: SourceMotion, joint: int) -> int | None:
    children = [c for c in source.children(joint) if np.linalg.norm(source.offsets[c]) > 1e-6]
    return max(children, key=lambda c: np.linalg.norm(source.offsets[c])) if children else None


def _farthest_child(source: SourceMotion, joint: int) -> int | None:
    children = [c for c in source.children(joint) if np.linalg.norm(source.offsets[c]) > 1e-6]
    named = [c for c in children if not source.is_end[c]]
    pool = named or children
    return max(pool, key=lambda c: np.linalg.norm(source.offsets[c])) if pool else None


def _named(side: str, **joints: int | None) -> dict[str, int]:
    return {f"{side}_{name}": joint for name, joint in joints.items() if joint is not None}


def _common(source: SourceMotion, *joints: int) -> int:
    """Deepest joint that all ``joints`` hang from."""
    shared = set.intersection(*(set(source.ancestors(source.parents[j] if j else 0)) for j in joints))
    if not shared:
        raise MotionCtrlError(f"{source.origin} has limbs that hang from nothing: export it with a root joint.")
    return max(shared, key=lambda j: len(source.ancestors(j)))


def _torso(source: SourceMotion, keys, joints: dict[str, int]) -> JointMap:
    pelvis = _common(source, joints["left_hip"], joints["right_hip"])
    if keys[pelvis][1] not in PELVIS_KEYS:
        # Biped hangs the thighs from the first spine joint: the joint called pelvis above is the pelvis.
        named = [j for j in source.ancestors(pelvis) if keys[j] in (("", "pelvis"), ("", "hips"))]
        pelvis = named[0] if named else pelvis
    joints["pelvis"] = pelvis
    arms = [joints.get(f"{side}_collar", joints[f"{side}_shoulder"]) for side in ("left", "right")]
    chest = _common(source, *arms)
    for side in ("left", "right"):
        above = source.parents[joints[f"{side}_shoulder"]]
        if f"{side}_collar" not in joints and above not in source.ancestors(chest):
            joints[f"{side}_collar"] = above
    heads = [j for j in find(keys, "", HEAD_KEYS) if _below(source, j, None)]
    if heads:
        head = min(heads, key=lambda j: len(source.ancestors(j)))
    else:
        head = head_above(source, chest, {a for arm in arms for a in source.ancestors(arm)})
    if head is not None:
        path = source.ancestors(head)[::-1]
        shared = [j for j in path if j in source.ancestors(chest)]
        between = path[path.index(shared[-1]) + 1 : -1] if shared else []
        necks = [j for j in between if "neck" in keys[j][1]]
        joints["head"] = head
        if necks or between:
            joints["neck"] = (necks or between)[0]
        # The head branches off above the arms: joints up to the neck belong to the spine.
        if shared and shared[-1] == chest and necks:
            chest_chain = [j for j in between[: between.index(necks[0])] if not _is_helper(source, j)]
            chest = chest_chain[-1] if chest_chain else chest
    above_pelvis = set(source.ancestors(pelvis))
    spine = [j for j in source.ancestors(chest)[::-1] if j not in above_pelvis]
    spine = [j for j in spine if j == chest or not _is_helper(source, j)]
    tips = {}
    for side in ("left", "right"):
        wrist = joints[f"{side}_wrist"]
        hand = _hand_tip(source, wrist)
        if hand is not None:
            tips[f"{side}_hand"] = hand
        foot = joints.get(f"{side}_foot")
        if foot is not None:
            tip = _end_of(source, foot)
            if tip is not None:
                tips[f"{side}_toe"] = tip
    if "head" in joints:
        tip = _end_of(source, joints["head"])
        if tip is not None:
            tips["head_top"] = tip
    return JointMap(joints, spine, tips, _drivers(source, joints, spine))


def _is_helper(source: SourceMotion, joint: int) -> bool:
    """Whether a joint of the trunk lies on its parent and has no name of the trunk."""
    size = np.linalg.norm(np.ptp(source.zero_pose(), axis=0))
    known = any(word in source.names[joint].lower() for word in _TRUNK)
    return bool(np.linalg.norm(source.offsets[joint]) < 0.005 * size) and not known


def _drivers(source: SourceMotion, joints: dict[str, int], spine: list[int]) -> dict[str, int]:
    drivers = {name: joint for name, joint in joints.items() if not source.is_end[joint]}
    last = len(spine) - 1
    if last >= 2:
        third = last // 3 if last > 2 else 0
        drivers |= {"spine1": spine[third], "spine2": spine[last * 2 // 3], "spine3": spine[last]}
    elif last == 1:
        drivers |= {"spine1": spine[0], "spine3": spine[1]}
    elif last == 0:
        drivers["spine3"] = spine[0]
    return drivers


def _hand_tip(source: SourceMotion, wrist: int) -> int | None:
    children = [
        c
        for c in source.children(wrist)
        if np.linalg.norm(source.offsets[c]) > 1e-6 and "thumb" not in source.names[c].lower()
    ]
    middle = [c for c in children if "mid" in source.names[c].lower()]
    pool = middle or children
    return max(pool, key=lambda c: np.linalg.norm(source.offsets[c])) if pool else None
