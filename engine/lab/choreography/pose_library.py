"""Whole-body key poses: what `Sketch.to` starts from.

Heights are of the pelvis joint above the floor in metres (standing is about 0.98); angles in degrees. ``rest``: 1
puts the lowest part of the body on the floor, whatever ``height`` says. ``balance``: 1 keeps the centre of mass
over the feet that stand.
"""

from __future__ import annotations

from .limb_specs import foot, hand, kneel, leg, stay

_UPRIGHT = {
    "pitch": 0,
    "roll": 0,
    "spin": 0,
    "bend": 4,
    "side": 0,
    "twist": 0,
    "nod": 0,
    "look": 0,
    "tilt": 0,
    "rest": 0,
}
_FLOOR = {"balance": 0, "rest": 1, "roll": 0, "spin": 0, "side": 0, "twist": 0, "nod": 0, "look": 0, "tilt": 0}
# The pelvis of a standing key is lowered to what straight legs allow.
_FEET = {"legs": stay(heel=0.0), "balance": 1}

POSES: dict[str, dict] = {
    "stand": _UPRIGHT | _FEET | {"height": 1.0, "arms": "hang", "pitch": -1},
    "stand_wide": _UPRIGHT | {"legs": foot(0.25, 0, yaw=15), "balance": 1, "height": 0.97, "arms": "hang"},
    "ready": _UPRIGHT
    | {
        "legs": foot(0.22, 0, yaw=12, knee_out=5),
        "balance": 1,
        "height": 0.84,
        "pitch": 14,
        "bend": 14,
        "nod": -14,
        "arms": "ready",
    },
    "crouch": _UPRIGHT | _FEET | {"height": 0.62, "pitch": 28, "bend": 24, "nod": -26, "arms": "hang"},
    "squat": _UPRIGHT
    | _FEET
    | {"legs": stay(heel=0, knee_out=14), "height": 0.50, "pitch": 26, "bend": 14, "nod": -20, "arms": "forward"},
    "squat_low": _UPRIGHT
    | _FEET
    | {
        "legs": stay(heel=26, knee_out=18),
        "height": 0.39,
        "pitch": 28,
        "bend": 30,
        "nod": -32,
        "arms": hand("chest", 0.15, -0.20, 0.34, elbow=(0.7, -0.6, -0.4)),
    },
    "bend_down": _UPRIGHT | _FEET | {"height": 0.88, "pitch": 62, "bend": 42, "nod": 5, "arms": "forward_low"},
    "lunge": _UPRIGHT
    | {
        "right_leg": foot(0.11, 0.42),
        "left_leg": foot(0.11, -0.42, heel=45, yaw=4),
        "balance": 1,
        "height": 0.68,
        "pitch": 4,
        "arms": "hips",
    },
    "side_lunge": _UPRIGHT
    | {
        "right_leg": foot(0.55, 0, yaw=25, knee_out=5),
        "left_leg": foot(0.2, 0, yaw=8),
        "balance": 1,
        "load": -0.55,
        "height": 0.72,
        "pitch": 20,
        "bend": 15,
        "arms": "together",
    },
    "guard": _UPRIGHT
    | {
        "right_leg": foot(0.15, -0.22, yaw=45, heel=10),
        "left_leg": foot(0.13, 0.18, yaw=-5),
        "balance": 1,
        "height": 0.87,
        "bend": 12,
        "pitch": 4,
        "nod": 6,
        "twist": -28,
        "look": 26,
        "arms": "guard",
    },
    "kneel_one": _UPRIGHT
    | {
        "left_leg": foot(0.12, 0.42, yaw=3),
        "right_leg": kneel(0.11, 0.0, tucked=True),
        "balance": 0,
        "height": 0.53,
        "fwd": 0.04,
        "left": 0,
        "arms": "hang",
    },
    "kneel_both": _UPRIGHT
    | {"legs": kneel(0.11, 0.0), "balance": 0, "height": 0.52, "fwd": -0.02, "left": 0, "arms": "hang"},
    "sit_heels": _UPRIGHT
    | {"legs": kneel(0.10, 0.0), "balance": 0, "height": 0.26, "fwd": -0.36, "left": 0, "arms": "thigh"},
    "all_fours": _UPRIGHT
    | {
        "legs": kneel(0.12, 0.0),
        "balance": 0,
        "height": 0.50,
        "fwd": 0.0,
        "left": 0,
        "pitch": 76,
        "bend": 12,
        "nod": -38,
        "arms": hand("floor", 0.19, 0, 0.50),
    },
    "plank": _UPRIGHT
    | {
        "legs": foot(0.09, -1.02, yaw=0, heel=65),
        "balance": 0,
        "height": 0.42,
        "fwd": 0.0,
        "left": 0,
        "pitch": 71,
        "bend": 4,
        "nod": -30,
        "arms": hand("floor", 0.19, 0, 0.50, elbow=(0.7, -0.7, -0.3)),
    },
    "sit_floor": _FLOOR
    | {"legs": leg(72, 12, spread=8, point=10), "height": 0.15, "pitch": -14, "bend": 16, "arms": "thigh"},
    "sit_back_hands": _FLOOR
    | {
        "legs": leg(62, 20, spread=8, point=10),
        "height": 0.15,
        "pitch": -28,
        "bend": 6,
        "arms": hand("floor", 0.22, 0, -0.32, elbow=(0.3, 0, -1)),
    },
    "sit_knees_up": _FLOOR
    | {"legs": leg(98, 105, spread=6, point=15), "height": 0.15, "pitch": -18, "bend": 30, "arms": "knees"},
    "sit_cross": _FLOOR
    | {"legs": leg(85, 132, spread=44, turn=83, point=20), "height": 0.15, "pitch": -10, "bend": 16, "arms": "thigh"},
    "sit_chair": _UPRIGHT
    | {
        "legs": stay(heel=0),
        "balance": 0,
        "height": 0.52,
        "fwd": -0.36,
        "left": 0,
        "pitch": -4,
        "bend": 8,
        "arms": "thigh",
    },
    "lie_back": _FLOOR
    | {
        "legs": leg(-2, 6, spread=7, point=25),
        "height": 0.1,
        "pitch": -90,
        "bend": 2,
        "nod": 8,
        "arms": "hang_straight",
    },
    "lie_back_knees": _FLOOR
    | {
        "legs": leg(52, 96, spread=6, point=20),
        "height": 0.1,
        "pitch": -90,
        "bend": 2,
        "nod": 8,
        "arms": "hang_straight",
    },
    "lie_belly": _FLOOR
    | {
        "legs": leg(-2, 4, spread=7, point=55),
        "height": 0.1,
        "pitch": 90,
        "bend": -2,
        "nod": -8,
        "look": 30,
        "arms": "hang_straight",
    },
    "lie_side": _FLOOR
    | {
        "left_leg": leg(42, 62, spread=-12, point=20),
        "right_leg": leg(24, 40, spread=0, point=20),
        "height": 0.16,
        "pitch": -90,
        "spin": -90,
        "bend": 12,
        "nod": 8,
        "left_arm": "chest",
        "right_arm": "forward",
    },
    "handstand": _UPRIGHT
    | {
        "pitch": 180,
        "bend": -8,
        "nod": -25,
        "balance": 0,
        "height": 1.05,
        "legs": leg(0, 4, spread=3, point=55),
        "arms": hand("floor", 0.2, 0, 0.0, elbow=(0.7, 0, -0.5)),
    },
    "tuck": {
        "bend": 34,
        "nod": 20,
        "side": 0,
        "twist": 0,
        "legs": leg(125, 130, spread=6, point=30),
        "arms": "knees",
        "balance": 0,
        "rest": 0,
    },
    "pike": {
        "bend": 40,
        "nod": 10,
        "side": 0,
        "twist": 0,
        "legs": leg(100, 6, spread=3, point=50),
        "arms": "forward",
        "balance": 0,
        "rest": 0,
    },
    "layout": {
        "bend": -6,
        "nod": -6,
        "side": 0,
        "twist": 0,
        "legs": leg(-6, 6, spread=3, point=50),
        "arms": "overhead",
        "balance": 0,
        "rest": 0,
    },
    "air": {
        "bend": 4,
        "side": 0,
        "twist": 0,
        "nod": 0,
        "legs": leg(18, 28, spread=4, point=40),
        "balance": 0,
        "rest": 0,
    },
}
