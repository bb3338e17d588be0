"""Retargeting: a motion of any humanoid skeleton becomes a motion of the 22 SMPL joints.

Every SMPL joint follows its source joint's global rotation, through a constant rotation that is known
in one pose, the source's rest pose: there the trunk of SMPL stands as the source's does, and each limb
bone points where the source's points. So limbs point where the source's point in every frame, whatever
its rest pose, and joints between the mapped ones (twist joints, hip joints) are taken into account.
"""

from __future__ import annotations

import numpy as np

from ..body.layout import FPS, JOINT_COUNT
from ..body.skeleton import INDEX, Skeleton, neutral_skeleton
from ..errors import MotionCtrlError
from ..motion.kinematics import Motion, local_rotations
from ..motion.resample import resample
from ..motion.rotations import shortest_arc, slerp
from .alignment import aligners, source_joint
from .flips import mend_flips
from .floor import settle
from .joint_map import JointMap, map_joints
from .measured_rest import measured_aligners
from .path_unit import mend_path_unit
from .rest_pose import find_rest_pose, world_up
from .rigid import mend_hidden_turns
from .source import SourceMotion


def retarget(source: SourceMotion, fps: float | None = FPS, skeleton: Skeleton | None = None) -> Motion:
    """The motion of ``source`` on the SMPL joints: metres, Y up, feet on the floor at y = 0.

    ``fps``: frame rate of the result, the source's own where None. The scale comes from the ratio of
    the leg lengths, so that feet stay planted. Raises :class:`MotionCtrlError` where joints are missing.
    """
    skeleton = skeleton or neutral_skeleton()
    source, mapping = _needed_joints(source)
    positions, turns = source.world()
    rest = find_rest_pose(source, mapping, positions, turns)
    positions, turns = positions[rest.leading :], turns[rest.leading :]

    leg = _leg_length(rest.positions, mapping.joints)
    if leg < 1e-6:
        raise MotionCtrlError(f"{source.origin} has legs without length: export it with the offsets of its bones.")

    up = world_up(positions, mapping, rest)
    if rest.kind == "motion":
        aligned = measured_aligners(positions, turns, mapping, skeleton, up, source.fps)
    else:
        aligned = aligners(rest, mapping, skeleton)
    world = shortest_arc(up, np.array([0.0, 1.0, 0.0]))
    globals_ = follow(turns, aligned, mapping)
    mend_hidden_turns(globals_, source, (positions, turns), mapping, rest)
    globals_ = world @ globals_
    rotations = local_rotations(globals_)

    hips = positions[:, [mapping.joints["left_hip"], mapping.joints["right_hip"]]].mean(axis=1) @ world.T
    scale = _leg_length(skeleton.rest_joints(), INDEX) / leg
    between_hips = skeleton.offsets[[1, 2]].mean(axis=0)
    translation = hips * scale - globals_[:, 0] @ between_hips
    motion = Motion(rotations, translation, source.fps, skeleton)
    motion = mend_path_unit(motion, source.origin, translation - positions[:, 0] @ world.T * scale)
    motion = settle(mend_flips(motion))
    return motion if fps is None else resample(motion, fps)


def _needed_joints(source: SourceMotion) -> tuple[SourceMotion, JointMap]:
    """Without fingers and faces, which some rigs have by the hundred; and the map of what is left."""
    mapping = map_joints(source)
    named = {*mapping.joints.values(), *mapping.spine, *mapping.tips.values(), *mapping.drivers.values()}
    kept = sorted({above for joint in named for above in source.ancestors(joint)})
    place = {joint: index for index, joint in enumerate(kept)}
    moved = JointMap(
        {name: place[j] for name, j in mapping.joints.items()},
        [place[j] for j in mapping.spine],
        {name: place[j] for name, j in mapping.tips.items()},
        {name: place[j] for name, j in mapping.drivers.items()},
    )
    return source.pruned(named), moved


def _leg_length(joints: np.ndarray, index: dict[str, int]) -> float:
    total = 0.0
    for side in ("left", "right"):
        hip, knee, ankle = (joints[index[f"{side}_{name}"]] for name in ("hip", "knee", "ankle"))
        total += np.linalg.norm(knee - hip) + np.linalg.norm(ankle - knee)
    return float(total / 2)


def follow(turns: np.ndarray, aligned: np.ndarray, mapping: JointMap) -> np.ndarray:
    """Global SMPL rotations (T, 22, 3, 3) from the source's (T, J, 3, 3) and the aligners (22, 3, 3).

    Joints that the source does not have keep their rest pose on their parent; missing spine joints and a
    missing neck share the bend of their neighbours.
    """
    globals_ = np.empty((len(turns), JOINT_COUNT, 3, 3))
    for joint in range(JOINT_COUNT):
        globals_[:, joint] = turns[:, source_joint(joint, mapping)] @ aligned[joint]

    def between(joint: int, first: int, last: int, share: float) -> None:
        globals_[:, joint] = slerp(globals_[:, first], globals_[:, last], np.full(len(turns), share))

    pelvis, spine1, spine2, spine3, neck, head = 0, 3, 6, 9, 12, 15
    if "spine3" in mapping.drivers and "spine2" not in mapping.drivers:
        if "spine1" in mapping.drivers:
            between(spine2, spine1, spine3, 1 / 2)
        else:
            between(spine1, pelvis, spine3, 1 / 3)
            between(spine2, pelvis, spine3, 2 / 3)
    if "neck" not in mapping.drivers and "head" in mapping.drivers:
        between(neck, spine3, head, 1 / 2)
    return globals_
