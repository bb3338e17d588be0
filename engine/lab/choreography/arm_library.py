"""Named poses of one arm, for both sides: directions and places are (out, up, fwd)."""

from __future__ import annotations

from dataclasses import replace

from .limb_specs import Arm, bones, hand

ARMS: dict[str, Arm] = {
    "hang": bones((0.16, -1.0, -0.02), (0.08, -1.0, 0.16), gravity=0.85),
    "hang_straight": bones((0.10, -1.0, 0.0), (0.06, -1.0, 0.03), gravity=0.85),
    "hang_away": bones((0.45, -1.0, 0.0), (0.35, -1.0, 0.25), gravity=0.85),
    "hang_back": bones((0.2, -1.0, -0.35), (0.1, -1.0, -0.1), gravity=0.85),
    "ready": bones((0.28, -1.0, 0.05), (0.0, -0.25, 1.0)),
    "guard": hand("chest", 0.10, 0.10, 0.19, elbow=(0.55, -1.0, -0.1), palm="in"),
    "guard_low": hand("chest", 0.14, -0.08, 0.30, elbow=(0.6, -1.0, -0.1), palm="in"),
    "hips": hand("pelvis", 0.215, 0.10, 0.03, elbow=(1.0, 0.0, -0.45)),
    "behind_back": hand("pelvis", 0.06, 0.10, -0.17, elbow=(1.0, 0.0, -0.6), palm="back"),
    "overhead": bones((0.16, 1.0, 0.10), (0.02, 1.0, 0.08), palm="forward"),
    "up_v": bones((0.55, 1.0, 0.05), (0.40, 1.0, 0.05), palm="forward"),
    "up_bent": bones((0.9, 0.35, 0.1), (0.1, 1.0, 0.1), palm="forward"),
    "forward": bones((0.05, 0.0, 1.0), (-0.02, 0.04, 1.0)),
    "forward_up": bones((0.1, 0.6, 1.0), (0.0, 0.7, 1.0)),
    "forward_low": bones((0.1, -0.7, 0.8), (0.0, -0.5, 1.0)),
    "out": bones((1.0, 0.0, 0.08), (1.0, 0.02, 0.12), palm="down"),
    "out_low": bones((1.0, -0.7, 0.1), (1.0, -0.6, 0.2)),
    "out_bent": bones((1.0, -0.35, 0.1), (0.4, -0.1, 1.0)),
    "back": bones((0.25, -0.8, -0.75), (0.15, -0.8, -0.6)),
    "crossed_over": hand("chest", -0.10, -0.045, 0.225, elbow=(1.0, -0.75, 0.1), palm="back"),
    "crossed_under": hand("chest", -0.10, -0.11, 0.19, elbow=(1.0, -0.75, 0.1), palm="back"),
    "chest": hand("chest", 0.04, -0.03, 0.19, elbow=(0.9, -0.9, 0.0), palm="back"),
    "belly": hand("pelvis", 0.05, 0.16, 0.20, elbow=(0.9, -0.6, -0.5), palm="back"),
    "together": hand("chest", 0.015, 0.0, 0.27, elbow=(0.8, -0.9, 0.0), palm="in"),
    "face": hand("head", 0.06, 0.0, 0.17, elbow=(0.7, -1.0, 0.2), palm="back"),
    "mouth": hand("head", 0.05, -0.03, 0.18, elbow=(0.7, -1.0, 0.1), palm="in"),
    "ear": hand("head", 0.14, -0.02, 0.06, elbow=(0.7, -0.9, 0.1), palm="in"),
    "brow": hand("head", 0.10, 0.09, 0.17, elbow=(1.0, -0.1, 0.2), palm="down"),
    "behind_head": hand("head", 0.10, 0.05, -0.09, elbow=(1.0, 0.25, -0.1), palm="forward"),
    "on_head": hand("head", 0.08, 0.19, 0.02, elbow=(1.0, 0.2, 0.2), palm="down"),
    "chin": hand("head", 0.02, -0.10, 0.15, elbow=(0.4, -1.0, 0.2), palm="back"),
    "thigh": hand("pelvis", 0.14, -0.09, 0.36, elbow=(0.9, -0.3, -0.5), palm="down"),
    "side": bones((0.12, -1.0, -0.05), (0.05, -1.0, 0.05)),
    "knees": hand("pelvis", 0.15, -0.30, 0.32, elbow=(0.9, -0.2, -0.3), palm="down"),
    "hold_box": hand("chest", 0.17, -0.14, 0.34, elbow=(0.7, -0.9, -0.2), palm="in"),
    "hold_low": hand("chest", 0.17, -0.34, 0.26, elbow=(0.7, -0.5, -0.7), palm="in"),
    "steer": hand("chest", 0.17, -0.02, 0.40, elbow=(0.6, -1.0, 0.0)),
    "type": hand("chest", 0.10, -0.20, 0.34, elbow=(0.6, -1.0, -0.3), palm="down"),
    "zombie": bones((0.1, -0.05, 1.0), (-0.05, -0.1, 1.0), wrist=(35.0, 0.0, 0.0)),
    "run_front": bones((0.22, -0.75, 0.55), (-0.25, 0.45, 1.0), palm="in"),
    "run_back": bones((0.35, -0.65, -0.75), (0.0, -0.6, 0.8), palm="in"),
    "straight_down": bones((0.05, -1.0, 0.0), (0.05, -1.0, 0.0)),
}


def named_arm(name: str, other_upper: bool = False) -> Arm:
    """The arm pose of that name. Raises ValueError with the names there are."""
    if name == "crossed":
        name = "crossed_over" if other_upper else "crossed_under"
    if name not in ARMS:
        raise ValueError(f"No arm pose {name!r}; there are {', '.join(sorted([*ARMS, 'crossed']))}.")
    return replace(ARMS[name], name=name)
