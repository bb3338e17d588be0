"""What authors look at: contact sheets and figures of their actions."""

from __future__ import annotations

import time
from collections import Counter

import numpy as np

from ...body.layout import FPS
from ...body.skeleton import INDEX, JOINTS
from ...motion.rotations import angle_between
from ..measures.sheet import contact_sheet
from .action import Action, attempt, joints_of
from .body import SIDES, lowest
from .sketch import Sketch
from .solve import lowest_floor
from .wording import captions


def sheet(actions: list[Action], path: str, count: int, frames: int, seed: int, style: str | None = None) -> None:
    """Draw ``count`` samples of each action, those that fail their checks included and named."""
    motions, titles = [], []
    for action in actions:
        for number in range(count):
            rng = np.random.default_rng([seed, number])
            made = attempt(action, rng, style=style)
            text = (captions(rng, action.words, made.said, 1) or ("",))[0]
            motions.append(joints_of(made.motion))
            failed = f"   FAILS {'; '.join(made.failed)}" if made.failed else ""
            titles.append(f"{action.name}: {text}{failed}")
    contact_sheet(motions, path, titles, frames)


def check(actions: list[Action], count: int, seed: int, words: int = 0) -> None:
    """Print a line of figures for each action, and what failed."""
    print(f"{'action':22} kept  below floor  slide  deg/s (joint)        s      ms   wordings")
    for action in actions:
        figures, failed, texts = _figures(action, count, seed)
        kept, below, slide, speed, joint, seconds, took = figures
        print(
            f"{action.name:22} {kept:4.2f}  {below * 100:6.1f} cm  {slide * 100:4.1f} cm {speed:6.0f} ({joint:14})"
            f" {seconds:4.1f} {took * 1000:5.0f} {len(texts):6}"
        )
        for reason, times in failed.most_common(4):
            print(f"    {times} x {reason}")
        for text in list(texts)[:words]:
            print(f"    {text}")


def _figures(action: Action, count: int, seed: int):
    failed, texts = Counter(), {}
    kept, below, slide, fastest, joint, seconds, took = 0, 0.0, 0.0, 0.0, "", 0.0, 0.0
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        start = time.perf_counter()
        made = attempt(action, rng)
        took += (time.perf_counter() - start) / count
        kept += not made.failed
        failed.update(made.failed)
        failed.update(f"unknown metric {name}" for name in made.unknown)
        for text in captions(rng, action.words, made.said, 40):
            texts.setdefault(text)
        joints = joints_of(made.motion)
        floor = lowest_floor(made.sketch.keys) if made.sketch else 0.0
        below = max(below, floor - float(lowest(joints).min()))
        slide = max(slide, slide_of(made.motion, made.sketch))
        speeds = angle_between(made.motion.rotations[:-1], made.motion.rotations[1:]) * FPS
        top = int(speeds.max(axis=0).argmax())
        if speeds[:, top].max() > fastest:
            fastest, joint = float(speeds[:, top].max()), JOINTS[top]
        seconds += len(made.motion) / FPS / count
    return (kept / count, below, slide, fastest, joint, seconds, took), failed, texts


def slide_of(motion, sketch: Sketch | None) -> float:
    """Largest distance that the ball of a planted foot or a planted wrist moves while it is there, metres."""
    if sketch is None:
        return 0.0
    joints = joints_of(motion)
    worst = 0.0
    swap = {"left": "right", "right": "left"} if sketch.draw.side == "left" else {side: side for side in SIDES}
    for side in SIDES:
        track = joints[:, INDEX[f"{swap[side]}_foot"]]
        legs = [(key.time, key.legs[side]) for key in sketch.keys if not key.legs[side].way]
        for (start, first), (end, second) in zip(legs, legs[1:], strict=False):
            if first.ball is None or second.ball is None or np.linalg.norm(first.ball - second.ball) > 0.012:
                continue
            inside = track[int(np.ceil(start * FPS)) : int(end * FPS) + 1]
            if len(inside) > 1 and min(first.pitch, second.pitch) >= 0 and first.knee is None:
                worst = max(worst, float(np.linalg.norm(inside - inside[0], axis=-1).max()))
        wrist = joints[:, INDEX[f"{swap[side]}_wrist"]]
        hands = [(key.time, key.world.get(side)) for key in sketch.keys if not key.arms[side].on_way]
        for (start, first), (end, second) in zip(hands, hands[1:], strict=False):
            if first is None or second is None or np.linalg.norm(first - second) > 0.012:
                continue
            inside = wrist[int(np.ceil(start * FPS)) : int(end * FPS) + 1]
            if len(inside) > 1:
                worst = max(worst, float(np.linalg.norm(inside - inside[0], axis=-1).max()))
    return worst
