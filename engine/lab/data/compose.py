"""Part composition: the arms of one recorded motion on the body of another, with words that say so.

The only way to learn "walk while waving" from few recordings. Only where it is physically sensible: both
trunks stay upright, and the body's own words say nothing of arms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...body.skeleton import INDEX, neutral_skeleton
from ...motion.kinematics import forward_kinematics
from ...motion.measures import measure
from .gestures.language import gerund
from .gestures.limbs import ARM, limb_joints
from .held_out import is_held_out
from .sample import Sample

SIDES = ("left", "right")
_UPRIGHT_DEG = 32.0  # the trunk stays within this of the vertical, in both motions
_SHORTEST = 24  # frames
_ARM_WORDS = re.compile(
    r"\b(arms?|hands?|fists?|wav\w+|punch\w*|box\w*|fight\w*|clap\w*|point\w*|throw\w*|reach\w*|grab\w*|drink\w*|"
    r"danc\w+|salsa\w*|sword\w*|dribbl\w*|basketball|signal\w*|catch\w*|shoot\w*|wash\w*|mop\w*|swim\w*|wing\w*|"
    r"pose|gestur\w+|stor\w+|karate|block\w*|playground|climb\w*|jungle|imitat\w+|pretend\w*|act\w*|cartwheel\w*|"
    r"exercis\w+|jacks?|carry\w*|lift\w*|pick\w*|hang\w*|balanc\w+|stretch\w*|ladder|frame|equipment)\b"
)
_BODY_WORDS = re.compile(
    r"\b(walk\w*|stroll\w*|jog\w*|run\w*|sprint\w*|step\w*|march\w*|stand\w*|sit\w*|seat\w*|turn\w*|jump\w*|hop\w*|"
    r"advanc\w+|mov\w+ (forward|ahead|backward|along)\w*|trudg\w+|stay\w*)\b"
)
_UNLIKE = re.compile(r"\b(snake|bear|fish|whale|dog|mouse|monkey|chicken|elephant|dinosaur|prairie|bird|teapot)\b")
_IDLE = re.compile(r"\b(hanging|relaxed|kept low|down)\b")
# What must be measurable in the part of the donor that is used: the first pattern that fits its words.
_PROOF = (
    (re.compile(r"wav"), "{}hand_waves", 2.5),
    (re.compile(r"punch|jab|box"), "{}hand_reach", 0.35),
    (re.compile(r"rais|up\b|upward|over|above|high|lift"), "{}hand_up_s", 0.5),
    (re.compile(r"front|forward"), "{}hand_reach", 0.3),
)
# What only the whole of a motion may show.
_COURSE = re.compile(r"\b(then|after|start\w*|stop\w*|turn\w*|curv\w+|circle|around|u-turn|veer\w*|sit\w*|down|up)\b")
_STATE = re.compile(r"^(held|kept|raised|lifted|stretched|up|out|folded|\w+ing)\b")


@dataclass(frozen=True)
class _Donor:
    sample: Sample
    lines: dict[str, str]  # "left_arm" → what it does


def trunk_lean(rotations: np.ndarray) -> np.ndarray:
    """Angle (T,) in degrees between the line pelvis–neck and the vertical."""
    joints = forward_kinematics(
        rotations.astype(np.float64), np.zeros((len(rotations), 3)), neutral_skeleton().offsets
    )[0]
    line = joints[:, INDEX["neck"]] - joints[:, 0]
    return np.degrees(np.arccos(np.clip(line[:, 1] / np.linalg.norm(line, axis=-1), -1, 1)))


def donors(samples: Sequence[Sample]) -> list[_Donor]:
    """Samples whose arms do something that their part lines name, on an upright trunk."""
    found = []
    for sample in samples:
        lines: dict[str, str] = {}
        for one in sample.parts:
            for part, text in one.items():
                if part.endswith("_arm") and not _IDLE.search(text):
                    lines.setdefault(part, text)
        if lines and len(sample) >= _SHORTEST and trunk_lean(sample.rotations).max() < _UPRIGHT_DEG:
            found.append(_Donor(sample, lines))
    return found


def receivers(samples: Sequence[Sample]) -> list[Sample]:
    """Samples on an upright trunk whose captions leave the arms open; captions that speak of arms go."""
    found = []
    for sample in samples:
        plain = [text for text in sample.captions if not _ARM_WORDS.search(text.lower())]
        texts = [text for text in plain if _BODY_WORDS.search(text.lower()) and not _UNLIKE.search(text.lower())]
        if 2 * len(texts) <= len(sample.captions) or len(sample) < _SHORTEST:
            continue
        if trunk_lean(sample.rotations).max() < _UPRIGHT_DEG:
            found.append(
                Sample(
                    sample.name,
                    sample.rotations,
                    sample.translation,
                    tuple(texts),
                    (),
                    sample.synthetic,
                    sample.split,
                )
            )
    return found


def proven(lines: dict[str, str], joints: np.ndarray) -> dict[str, str]:
    """The lines that the measured joints (T, 22, 3) bear out."""
    values, kept = measure(joints, 20.0), {}
    for part, text in lines.items():
        rule = next(((key, least) for pattern, key, least in _PROOF if pattern.search(text)), None)
        if rule is None or values[rule[0].format(part[0])] > rule[1]:
            kept[part] = text
    return kept


def compose(body: Sample, donor: _Donor, rng: np.random.Generator) -> Sample:
    """The body with the donor's named arms; as long as the shorter of both allows.

    Without captions where the piece of the donor that fits does not show what its words say.
    """
    frames = min(len(body), len(donor.sample)) // 4 * 4
    start, begin = (int(rng.integers(0, (len(one) - frames) // 4 + 1)) * 4 for one in (body, donor.sample))
    rotations = body.rotations[start : start + frames].copy()
    source = donor.sample.rotations[begin : begin + frames]
    parts = dict(donor.lines)
    if len(parts) == 2 and rng.random() < 0.3:
        parts.pop(str(rng.choice(list(parts))))
    for part in parts:
        joints = limb_joints(part.split("_")[0], ARM)
        rotations[:, joints] = source[:, joints]
    joints = forward_kinematics(
        rotations.astype(np.float64),
        body.translation[start : start + frames].astype(np.float64),
        neutral_skeleton().offsets,
    )[0]
    if proven(parts, joints) != parts:
        return Sample(body.name, rotations, body.translation[:frames], (), (), True, body.split)
    texts: list[tuple[str, dict[str, str]]] = []
    whole = frames > 0.9 * len(body)
    for caption in [text for text in body.captions if whole or not _COURSE.search(text.lower())][:5]:
        texts.append((caption, parts))
        joined = f"{caption} " + " and ".join(_joined(part, text) for part, text in parts.items())
        texts.append((joined, {}))
    kept = [
        (text, lines) for text, lines in texts if not is_held_out(text) and not any(map(is_held_out, lines.values()))
    ]
    return Sample(
        f"{body.name}+{'+'.join(sorted(parts))}_of_{donor.sample.name}",
        rotations,
        body.translation[start : start + frames].copy(),
        tuple(text for text, _ in kept),
        tuple(lines for _, lines in kept),
        True,
        body.split,
    )


def compose_samples(samples: Sequence[Sample], count: int, seed: int) -> Iterator[Sample]:
    """``count`` compositions of ``samples``, all of the training split and 20 fps; fewer where none fit."""
    samples = [sample for sample in samples if sample.split == "train"]
    arms, bodies = donors(samples), receivers(samples)
    if not arms or not bodies:
        return
    rng = np.random.default_rng(seed)
    # The same few actions fill most donors: draw the words first, so that rare ones are heard as often.
    by_words: dict[str, list[_Donor]] = {}
    for donor in arms:
        by_words.setdefault(" ".join(sorted(donor.lines.values())), []).append(donor)
    words = sorted(by_words)
    made = 0
    for _ in range(8 * count):
        if made == count:
            return
        same = by_words[words[rng.integers(len(words))]]
        sample = compose(bodies[rng.integers(len(bodies))], same[rng.integers(len(same))], rng)
        if sample.captions:
            made += 1
            yield sample


def _joined(part: str, text: str) -> str:
    limb = part.replace("_", " ")
    if _STATE.match(text):
        return f"with the {limb} {text}"
    verb, _, rest = text.partition(" ")
    doing = f"{gerund(verb)} {rest}".strip()
    return f"while {doing}" if limb in text else f"while {doing} with the {limb}"
