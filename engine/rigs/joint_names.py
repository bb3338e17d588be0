"""What joints are called: one table for the naming conventions of mocap files and rigs.

Known: SMPL and AMASS, CMU and HDM05 ASF, cgspeed, MotionBuilder, Mixamo, LAFAN1, Rokoko, Perception
Neuron, Xsens, OptiTrack, Kinect, Daz and Poser, Genesis, iClone, 3ds Max Biped, Valve, Unreal, Rigify,
MakeHuman, VRM, Bandai-Namco, 100STYLE and the classic BVH names (LeftHip, LeftKnee, LeftAnkle).
"""

from __future__ import annotations

import re
from collections import Counter

LEG_KEYS = {
    "thigh": (
        "upleg",
        "upperleg",
        "thigh",
        "femur",
        "uleg",
        "legupper",
        "upperlegs",
        "thighbend",
        "thighstretch",
        "legup",
        "upleg1",
        "thighbone",
    ),
    "hip": ("hip", "hips"),
    "leg": ("leg",),
    "shin": (
        "lowleg",
        "lowerleg",
        "shin",
        "calf",
        "knee",
        "tibia",
        "lleg",
        "legsleg",
        "leglower",
        "foreleg",
        "legstretch",
        "shinbend",
        "shank",
        "crus",
        "lowerlegs",
    ),
    "ankle": ("ankle",),
    "foot": ("foot", "feet", "heel"),
    "toe": (
        "toe",
        "toes",
        "toebase",
        "ball",
        "toe0",
        "foottoe",
        "forefoot",
        "toesbase",
        "metatarsals",
        "football",
        "ballfoot",
        "toe1",
        "toe11",
        "toetip",
    ),
}
ARM_KEYS = {
    "collar": (
        "collar",
        "clavicle",
        "clav",
        "scapula",
        "shoulderblade",
        "innershoulder",
        "collarbone",
        "inshoulder",
        "clavical",
    ),
    "shoulder": ("shoulder",),
    "arm": ("arm",),
    "upperarm": (
        "upperarm",
        "uparm",
        "humerus",
        "shldr",
        "uarm",
        "armupper",
        "shldrbend",
        "armstretch",
        "bicep",
        "upperarmbend",
        "shoulderjoint",
        "upperarms",
    ),
    "forearm": (
        "forearm",
        "lowerarm",
        "lowarm",
        "elbow",
        "radius",
        "ulna",
        "farm",
        "larm",
        "armlower",
        "forearmbend",
        "forearmstretch",
        "loarm",
        "lowerarms",
    ),
    "wrist": ("wrist",),
    "hand": ("hand", "hands"),
    "palm": ("fingerbase", "palm"),
}
PELVIS_KEYS = ("pelvis", "hips", "hip", "hipcenter", "hipscenter", "root", "lowerbody")
HEAD_KEYS = ("head", "skull", "headbase")
_SIDED = {key for table in (LEG_KEYS, ARM_KEYS) for keys in table.values() for key in keys}
_LEFT, _RIGHT = ("left", "l", "lft", "lt"), ("right", "r", "rgt", "rt")
# Joints that carry these are helpers beside the chain, never a limb's own joint.
_HELPERS = {
    "twist",
    "roll",
    "ik",
    "pole",
    "share",
    "end",
    "nub",
    "site",
    "helper",
    "target",
    "effector",
    "ctrl",
    "thumb",
    "index",
    "mid",
    "middle",
    "ring",
    "pinky",
    "little",
    "finger",
    "fingers",
    "vb",
    "sec",
    "prop",
}


def sided_keys(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """For every joint name its side ("left", "right" or "") and its key in lower case.

    Name spaces, prefixes that most joints share (``mixamorig:``, ``CC_Base_``, ``Bip01 ``) and suffixes
    that most share are dropped. Helper joints (twist, IK, fingers) get the key "".
    """
    tokens = [_tokens(name) for name in names]
    for end in (0, -1):
        for _ in range(4):
            tokens = _drop_shared(tokens, end)
    return [_side_and_key(own) for own in tokens]


def _tokens(name: str) -> list[str]:
    name = re.split(r"[:|]", name)[-1]
    name = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", name)
    return [word.lower() for word in re.findall(r"[A-Za-z]+|\d+", re.sub(r"(\d+)", r" \1 ", name))]


def _drop_shared(tokens: list[list[str]], end: int) -> list[list[str]]:
    joints = [own for own in tokens if len(own) > 1]
    counts = Counter(own[end] for own in joints)
    if not counts:
        return tokens
    word, count = counts.most_common(1)[0]
    if count < 0.6 * len(tokens) or word in _LEFT + _RIGHT:
        return tokens
    return [(own[1:] if end == 0 else own[:-1]) if len(own) > 1 and own[end] == word else own for own in tokens]


def _side_and_key(tokens: list[str]) -> tuple[str, str]:
    if len(tokens) == 2 and tokens[0] in ("l", "t") and tokens[1].isdigit():
        return "", "".join(tokens)  # Xsens names vertebrae: L5, T12
    while len(tokens) > 1 and tokens[0] in ("bip", "j", "joint", "def", "org", "jnt", "c", "b", "bone", "avg"):
        tokens = tokens[1:]
    if _HELPERS & set(tokens) and not {"neck", "base"} & set(tokens):
        return "", ""
    side, rest = "", []
    for position, token in enumerate(tokens):
        first_or_last = position == 0 or position == len(tokens) - 1 or token in ("left", "right")
        if not side and (token in _LEFT or token in _RIGHT) and (first_or_last or len(token) == 1):
            side = "left" if token in _LEFT else "right"
        else:
            rest.append(token)
    key = "".join(rest)
    # Names run together in lower case: lhumerus, RUArm, lshoulder; also hipleft.
    if not side and key not in PELVIS_KEYS:
        for words, name in ((_LEFT, "left"), (_RIGHT, "right")):
            for word in words:
                if key.startswith(word) and _known(key[len(word) :]):
                    return name, key[len(word) :]
                if len(word) > 2 and key.endswith(word) and _known(key[: -len(word)]):
                    return name, key[: -len(word)]
    return side, key


def _known(key: str) -> bool:
    return key in _SIDED or key.rstrip("0123456789") in _SIDED


def find(keys: list[tuple[str, str]], side: str, wanted: tuple[str, ...]) -> list[int]:
    """Joints of ``side`` whose key is in ``wanted``, best first; numbered ones (thigh01) after plain ones."""
    plain = [j for word in wanted for j, (own, key) in enumerate(keys) if own == side and key == word]
    numbered = [
        j
        for word in wanted
        for j, (own, key) in enumerate(keys)
        if own == side and j not in plain and key.rstrip("0123456789") == word
    ]
    return plain + sorted(numbered, key=lambda j: keys[j][1])
