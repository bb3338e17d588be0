"""Gaits and styles: they go where they are told, on feet that stand still, and look as they are called."""

import numpy as np
import pytest

from engine.body.skeleton import INDEX
from engine.lab.choreography.action import joints_of
from engine.lab.choreography.carriage import STYLES, carry
from engine.lab.choreography.draw import Draw
from engine.lab.choreography.gait import crawl, hop, run, walk
from engine.lab.choreography.inspect_actions import slide_of
from engine.lab.choreography.limb_specs import foot
from engine.lab.choreography.sketch import Sketch
from engine.lab.choreography.solve import solve
from engine.lab.measures.actions import measure_all
from engine.motion.kinematics import Motion


def moved(build, start="stand", style=""):
    draw = Draw(np.random.default_rng(4))
    if style:
        draw.style = STYLES[style]
    sketch = Sketch(draw, start)
    build(sketch)
    carry(sketch, draw.style)
    motion = Motion(*solve(sketch))
    return motion, measure_all(joints_of(motion), motion.rotations, motion.fps), slide_of(motion, sketch)


@pytest.mark.parametrize(
    ("length", "left", "wanted"), [(0.6, 0.0, (3.0, 0.0)), (-0.4, 0.0, (-2.0, 0.0)), (0.0, 0.3, (0.0, 1.5))]
)
def test_a_walk_goes_its_way_on_feet_that_do_not_slide(length, left, wanted):
    _, values, slide = moved(lambda s: walk(s, 6, length, 0.5, left=left))
    assert values["forward_m"] == pytest.approx(wanted[0], abs=0.12)
    assert values["left_m"] == pytest.approx(wanted[1], abs=0.12)
    assert slide < 0.015


def test_a_path_turns_and_stairs_rise():
    assert moved(lambda s: walk(s, 8, 0.5, 0.5, turn=12))[1]["turn_deg"] == pytest.approx(96, abs=8)
    rise = moved(lambda s: walk(s, 7, 0.3, 0.6, climb=0.17, heel_strike=0))[1]["rise_m"]
    assert rise == pytest.approx(6 * 0.17, abs=0.08)


def test_a_limp_spares_one_leg():
    assert moved(lambda s: walk(s, 8, 0.45, 0.6, limp=1.0))[1]["stance_ratio"] > 1.25
    assert moved(lambda s: walk(s, 8, 0.45, 0.6))[1]["stance_ratio"] < 1.2


def test_a_run_leaves_the_floor_and_a_walk_does_not():
    def air(build):
        feet = joints_of(moved(build)[0])[:, [INDEX["left_foot"], INDEX["right_foot"]], 1]
        return (feet.min(axis=1) > 0.06).sum()

    assert air(lambda s: run(s, 8)) > 6
    assert air(lambda s: walk(s, 6)) == 0


def test_hops_are_counted_and_a_crawl_stays_low():
    assert moved(lambda s: hop(s, 3, 0.2, 0.15))[1]["hops"] == 3
    assert moved(lambda s: crawl(s, 6), "all_fours")[1]["height_m"] < 0.6


def test_a_style_slows_and_bends_a_walk():
    _, plain, _ = moved(lambda s: walk(s, 6))
    _, tired, _ = moved(lambda s: walk(s, 6), style="tired")
    assert tired["speed"] < 0.75 * plain["speed"]
    assert tired["bow_deg"] > plain["bow_deg"] + 2.5


def test_two_feet_that_move_step_one_after_the_other():
    motion, _, _ = moved(lambda s: s.to(1.0, "stand", legs=foot(0.3, 0.2)).hold(0.5))
    feet = joints_of(motion)[:, [INDEX["left_foot"], INDEX["right_foot"]], 1]
    assert feet.max(axis=0).min() > 0.05
    assert (feet.min(axis=1) < 0.03).mean() > 0.85
