"""Rigs of many makes, built around one known walk, so that retargeting can be held against the truth."""

from __future__ import annotations

import numpy as np

from engine.body.skeleton import INDEX, JOINTS, PARENTS, neutral_skeleton
from engine.motion.kinematics import Motion, forward_kinematics
from engine.motion.rotations import about_axis, matrix_from_axis_angle
from engine.rigs.source import SourceMotion

MIXAMO = (
    "Hips LeftUpLeg RightUpLeg Spine LeftLeg RightLeg Spine1 LeftFoot RightFoot Spine2 LeftToeBase "
    "RightToeBase Neck LeftShoulder RightShoulder Head LeftArm RightArm LeftForeArm RightForeArm "
    "LeftHand RightHand"
).split()
CONVENTIONS = {
    "mixamo": [f"mixamorig:{name}" for name in MIXAMO],
    "motionbuilder": [f"Character1_{name}" for name in MIXAMO],
    "classic": "Hips LeftHip RightHip Chest LeftKnee RightKnee Chest2 LeftAnkle RightAnkle Chest3 LeftToe RightToe "
    "Neck LeftCollar RightCollar Head LeftShoulder RightShoulder LeftElbow RightElbow LeftWrist RightWrist",
    "rokoko": "Hips LeftThigh RightThigh Spine1 LeftShin RightShin Spine2 LeftFoot RightFoot Spine3 LeftToe RightToe "
    "Neck LeftShoulder RightShoulder Head LeftArm RightArm LeftForeArm RightForeArm LeftHand RightHand",
    "unreal": "pelvis thigh_l thigh_r spine_01 calf_l calf_r spine_02 foot_l foot_r spine_03 ball_l ball_r "
    "neck_01 clavicle_l clavicle_r head upperarm_l upperarm_r lowerarm_l lowerarm_r hand_l hand_r",
    "smpl": " ".join(JOINTS),
    "smpl_maya": "m_avg_Pelvis m_avg_L_Hip m_avg_R_Hip m_avg_Spine1 m_avg_L_Knee m_avg_R_Knee m_avg_Spine2 "
    "m_avg_L_Ankle m_avg_R_Ankle m_avg_Spine3 m_avg_L_Foot m_avg_R_Foot m_avg_Neck m_avg_L_Collar m_avg_R_Collar "
    "m_avg_Head m_avg_L_Shoulder m_avg_R_Shoulder m_avg_L_Elbow m_avg_R_Elbow m_avg_L_Wrist m_avg_R_Wrist",
    "bandai": "Hips UpperLeg_L UpperLeg_R Spine LowerLeg_L LowerLeg_R Spine1 Foot_L Foot_R Chest Toes_L Toes_R "
    "Neck Shoulder_L Shoulder_R Head UpperArm_L UpperArm_R LowerArm_L LowerArm_R Hand_L Hand_R",
    "daz": "hip lThigh rThigh abdomen lShin rShin abdomen2 lFoot rFoot chest lToe rToe "
    "neck lCollar rCollar head lShldr rShldr lForeArm rForeArm lHand rHand",
    "genesis8": "hip lThighBend rThighBend abdomenLower lShin rShin abdomenUpper lFoot rFoot chestLower lToe rToe "
    "neckLower lCollar rCollar head lShldrBend rShldrBend lForearmBend rForearmBend lHand rHand",
    "xsens": "Pelvis LeftUpperLeg RightUpperLeg L5 LeftLowerLeg RightLowerLeg T12 LeftFoot RightFoot T8 LeftToe "
    "RightToe Neck LeftShoulder RightShoulder Head LeftUpperArm RightUpperArm LeftForeArm RightForeArm LeftHand "
    "RightHand",
    "optitrack": "Hip LThigh RThigh Ab LShin RShin Spine2 LFoot RFoot Chest LToe RToe Neck LShoulder RShoulder Head "
    "LUArm RUArm LFArm RFArm LHand RHand",
    "vicon": "root lfemur rfemur lowerback ltibia rtibia upperback lfoot rfoot thorax ltoes rtoes "
    "lowerneck lclavicle rclavicle head lhumerus rhumerus lradius rradius lhand rhand",
    "kinect": "HipCenter HipLeft HipRight Spine KneeLeft KneeRight SpineMid AnkleLeft AnkleRight ShoulderCenter "
    "FootLeft FootRight Neck CollarLeft CollarRight Head ShoulderLeft ShoulderRight ElbowLeft ElbowRight WristLeft "
    "WristRight",
    "rigify": "DEF-spine DEF-thigh.L DEF-thigh.R DEF-spine.001 DEF-shin.L DEF-shin.R DEF-spine.002 DEF-foot.L "
    "DEF-foot.R DEF-spine.003 DEF-toe.L DEF-toe.R DEF-spine.004 DEF-shoulder.L DEF-shoulder.R DEF-spine.006 "
    "DEF-upper_arm.L DEF-upper_arm.R DEF-forearm.L DEF-forearm.R DEF-hand.L DEF-hand.R",
    "vrm": "J_Bip_C_Hips J_Bip_L_UpperLeg J_Bip_R_UpperLeg J_Bip_C_Spine J_Bip_L_LowerLeg J_Bip_R_LowerLeg "
    "J_Bip_C_Chest J_Bip_L_Foot J_Bip_R_Foot J_Bip_C_UpperChest J_Bip_L_ToeBase J_Bip_R_ToeBase J_Bip_C_Neck "
    "J_Bip_L_Shoulder J_Bip_R_Shoulder J_Bip_C_Head J_Bip_L_UpperArm J_Bip_R_UpperArm J_Bip_L_LowerArm "
    "J_Bip_R_LowerArm J_Bip_L_Hand J_Bip_R_Hand",
    "soma": "Hips LeftLeg RightLeg Spine1 LeftShin RightShin Spine2 LeftFoot RightFoot Chest LeftToeBase RightToeBase "
    "Neck1 LeftShoulder RightShoulder Head LeftArm RightArm LeftForeArm RightForeArm LeftHand RightHand",
    "biped": "Bip01_Pelvis|Bip01 L Thigh|Bip01 R Thigh|Bip01 Spine|Bip01 L Calf|Bip01 R Calf|Bip01 Spine1|Bip01 L Foot|"
    "Bip01 R Foot|Bip01 Spine2|Bip01 L Toe0|Bip01 R Toe0|Bip01 Neck|Bip01 L Clavicle|Bip01 R Clavicle|Bip01 Head|"
    "Bip01 L UpperArm|Bip01 R UpperArm|Bip01 L Forearm|Bip01 R Forearm|Bip01 L Hand|Bip01 R Hand".split("|"),
    "robot": [f"{name}_joint" for name in JOINTS],
}


def convention(name: str) -> list[str]:
    """Names of SMPL's joints, in SMPL's order, in a convention."""
    names = CONVENTIONS[name]
    return names.split() if isinstance(names, str) else list(names)


def stride(frames: int = 80, fps: float = 20.0, turn: float = 0.0) -> Motion:
    """A plain walk along +Z with bending knees and elbows, arms swinging, a nod and a wave of the spine."""
    time = np.arange(frames) / fps
    phase = 2 * np.pi * 0.9 * time
    pose = np.zeros((frames, 22, 3))
    turns = np.broadcast_to(np.eye(3), (frames, 22, 3, 3)).copy()
    for side, sign, offset in (("left", 1.0, 0.0), ("right", -1.0, np.pi)):
        swing = np.sin(phase + offset)
        pose[:, INDEX[f"{side}_hip"], 0] = -0.45 * swing - 0.1
        pose[:, INDEX[f"{side}_knee"], 0] = 0.35 + 0.35 * np.cos(phase + offset)
        pose[:, INDEX[f"{side}_ankle"], 0] = 0.1 * swing
        down = about_axis("z", np.full(frames, -sign * 1.2))
        turns[:, INDEX[f"{side}_shoulder"]] = about_axis("x", 0.4 * swing) @ down
        crook = np.array([0.0, -sign * np.cos(np.radians(30)), sign * np.sin(np.radians(30))])
        turns[:, INDEX[f"{side}_elbow"]] = matrix_from_axis_angle((0.6 + 0.3 * swing)[:, None] * crook)
    pose[:, INDEX["spine2"], 1] = 0.1 * np.sin(phase)
    pose[:, INDEX["head"], 0] = 0.1 * np.sin(2 * phase)
    moved = np.any(pose != 0, axis=(0, 2))
    turns[:, moved] = matrix_from_axis_angle(pose[:, moved])
    heading = turn * time / time[-1]
    turns[:, 0] = about_axis("y", heading)
    steps = np.stack([np.sin(heading), np.zeros(frames), np.cos(heading)], axis=1) * 1.0 / fps
    translation = np.cumsum(steps, axis=0) + np.stack([0 * time, 0.9 + 0.02 * np.cos(2 * phase), 0 * time], axis=1)
    return Motion(turns, translation, fps)


def rest_pose(kind: str) -> np.ndarray:
    """Global rotations (22, 3, 3) of a rest pose: "t", "a" (arms 50 degrees down) or "down" (hanging)."""
    pose = np.broadcast_to(np.eye(3), (22, 3, 3)).copy()
    angle = {"t": 0.0, "a": 50.0, "down": 80.0}[kind]
    for side, sign in (("left", -1.0), ("right", 1.0)):
        for name in ("shoulder", "elbow", "wrist"):
            pose[INDEX[f"{side}_{name}"]] = about_axis("z", np.array(sign * np.radians(angle)))
    return pose


def rig(
    motion: Motion,
    names: list[str],
    *,
    rest: str = "t",
    world: np.ndarray | None = None,
    scale: float = 100.0,
    bone_frames: int | None = None,
    leading_pose: bool = False,
    left_out: tuple[str, ...] = (),
) -> SourceMotion:
    """``motion`` as the file of a rig would hold it.

    rest: the rig's rest pose. world (3, 3): turns our axes (Y up, facing +Z) into the rig's. bone_frames: a
    seed for random joint frames, so that the zero pose is no pose at all. leading_pose: a T-pose comes
    first. left_out: SMPL joints that the rig does not have (their children hang from the parent).
    """
    world = np.eye(3) if world is None else world
    skeleton = neutral_skeleton()
    globals_ = forward_kinematics(motion.rotations, motion.translation, skeleton.offsets)[1]
    places = motion.translation
    if leading_pose:
        globals_ = np.concatenate([np.broadcast_to(np.eye(3), (1, 22, 3, 3)), globals_])
        places = np.concatenate([[[0.0, 1.0, 0.0]], places])
    if bone_frames is None:
        frames = np.swapaxes(rest_pose(rest), -1, -2) @ world.T
    else:
        rng = np.random.default_rng(bone_frames)
        frames = matrix_from_axis_angle(rng.normal(scale=2.0, size=(22, 3)))
    turns = world @ globals_ @ frames
    kept = [joint for joint in range(22) if JOINTS[joint] not in left_out]
    parents, offsets, local = [], [], []
    for joint in kept:
        parent, offset = PARENTS[joint], skeleton.offsets[joint].copy()
        while parent >= 0 and parent not in kept:
            offset += skeleton.offsets[parent]
            parent = PARENTS[parent]
        if parent < 0:
            parents.append(-1)
            offsets.append(np.zeros(3))
            local.append(turns[:, joint])
        else:
            parents.append(kept.index(parent))
            offsets.append(scale * frames[parent].T @ offset)
            local.append(np.swapaxes(turns[:, parent], -1, -2) @ turns[:, joint])
    offsets = np.array(offsets)
    translations = np.broadcast_to(offsets, (len(places), len(kept), 3)).copy()
    translations[:, 0] = scale * places @ world.T
    return SourceMotion(
        names=tuple(names[joint] for joint in kept),
        parents=tuple(parents),
        offsets=offsets,
        rotations=np.stack(local, axis=1),
        translations=translations,
        fps=motion.fps,
        is_end=np.zeros(len(kept), bool),
        origin="rig.bvh",
    )


def bvh_text(source: SourceMotion, order: str = "ZXY", positions_everywhere: bool = False) -> str:
    """The text of a BVH file of ``source`` with rotations in ``order``."""
    from scipy.spatial.transform import Rotation

    lines, columns = ["HIERARCHY"], []

    def add(joint: int, depth: int) -> None:
        children = [c for c, p in enumerate(source.parents) if p == joint]
        lines.append(f"{'JOINT' if depth else 'ROOT'} {source.names[joint]}")
        lines.append("{")
        lines.append("OFFSET " + " ".join(f"{v:.6f}" for v in source.offsets[joint]))
        turning = [f"{axis}rotation" for axis in order]
        moving = ["Xposition", "Yposition", "Zposition"] if not depth or positions_everywhere else []
        lines.append(f"CHANNELS {len(moving + turning)} " + " ".join(moving + turning))
        if moving:
            columns.append(source.translations[:, joint])
        columns.append(Rotation.from_matrix(source.rotations[:, joint]).as_euler(order, degrees=True))
        for child in children:
            add(child, depth + 1)
        if not children:
            lines.extend(["End Site", "{", "OFFSET 0 0 0", "}"])
        lines.append("}")

    add(0, 0)
    rows = np.concatenate(columns, axis=1)
    lines += ["MOTION", f"Frames: {len(rows)}", f"Frame Time: {1 / source.fps:.6f}"]
    return "\n".join(lines + [" ".join(f"{v:.6f}" for v in row) for row in rows]) + "\n"
