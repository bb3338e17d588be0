"""The open motion collection: bodies on the floor, cycles without seams, words for every clip."""

from __future__ import annotations

import csv
import re
import tarfile
from dataclasses import replace

import numpy as np
import pytest

from engine.body.skeleton import INDEX, neutral_skeleton
from engine.errors import MotionCtrlError
from engine.lab.choreography.wording import Said, captions
from engine.lab.collections.open_motion.clips import COMPARED, TABLE, WITHOUT_DATA_TERMS, dropped, read_clips
from engine.lab.collections.open_motion.ground import flight_heights, lowest_skin
from engine.lab.collections.open_motion.limbs import LEGS, hold_together, lift_middle, reach
from engine.lab.collections.open_motion.loops import closes, repeated, with_stance
from engine.lab.collections.open_motion.motions import build_cache, load_clip, variants
from engine.lab.collections.open_motion.samples import build_samples, read_list
from engine.lab.collections.open_motion.sides import side_of
from engine.lab.collections.open_motion.travel import SUPPORTS, travel_by_support
from engine.lab.collections.open_motion.wordings import wordings
from engine.lab.data.held_out import is_held_out
from engine.motion.hinges import bend_as_hinges
from engine.motion.kinematics import Motion, forward_kinematics
from engine.motion.rotations import about_axis, angle_between, matrix_from_axis_angle, matrix_to_axis_angle

FEW = (
    "manifest.csv",
    "quaternius_ual1/Walk_Loop.bvh",
    "quaternius_ual1/Punch_Jab.bvh",
    "quaternius_ual1/Idle_Loop.bvh",
    "kaykit_medium/Sit_Ups.bvh",
    "kaykit_medium/Lie_Idle.bvh",
    "kaykit_medium/Idle_A.bvh",
    "quaternius_packs/Knight2018_Jump.bvh",
    "uiprmd/m07_s01_e01.bvh",
    "deepmimic/backflip.bvh",
    "holosoma_climb/mocap_climb_seq_4.bvh",
)


def standing(frames: int = 40, fps: float = 20.0) -> Motion:
    """A body that stands at ease on the floor."""
    motion = Motion(np.tile(np.eye(3), (frames, 22, 1, 1)), np.zeros((frames, 3)), fps)
    motion.translation[:, 1] -= lowest_skin(motion)
    return motion


def marching(frames: int = 41, fps: float = 20.0) -> Motion:
    """A body that walks on the spot, the leg that comes forward bent: two cycles, closed."""
    motion = standing(frames, fps)
    phase = np.linspace(0, 4 * np.pi, frames)
    for side, sign in (("left", 1), ("right", -1)):
        lifted = np.maximum(0, -sign * np.cos(phase))
        motion.rotations[:, INDEX[f"{side}_hip"]] = about_axis("x", sign * 0.35 * np.sin(phase) - 0.5 * lifted)
        motion.rotations[:, INDEX[f"{side}_knee"]] = about_axis("x", 1.0 * lifted)
    motion.translation[:, 1] -= lowest_skin(motion)
    return motion


def test_a_cycle_is_repeated_without_a_seam():
    motion = marching()
    again = repeated(motion, 3)
    assert len(again) == 3 * (len(motion) - 1) + 1
    steps = angle_between(again.rotations[:-1], again.rotations[1:]).max(axis=1)
    within = angle_between(motion.rotations[:-1], motion.rotations[1:]).max()
    assert steps.max() < within + 1e-6


def test_a_cycle_that_travels_goes_on_from_where_it_ended():
    motion = marching()
    motion.translation[:, 2] += np.linspace(0, 1.0, len(motion))
    again = repeated(motion, 4)
    assert again.translation[-1, 2] - again.translation[0, 2] == pytest.approx(4.0, abs=1e-6)


def test_a_cycle_with_a_gap_is_closed_and_one_with_a_big_gap_is_no_cycle():
    motion = marching()
    motion.rotations[-1, INDEX["left_elbow"]] = about_axis("z", 0.15)
    assert closes(motion)
    again = repeated(motion, 2)
    seam = len(motion) - 1
    assert angle_between(again.rotations[seam], again.rotations[0]).max() < 1e-3
    motion.rotations[-1, 0] = about_axis("x", 1.2)
    assert not closes(motion)


def test_feet_that_step_on_the_spot_move_the_body_forward():
    motion = marching(161, 60.0)
    travel_by_support(motion, SUPPORTS["feet"])
    assert abs(motion.translation[-1, 0]) < 0.02
    joints = motion.joints()
    feet = [INDEX["left_foot"], INDEX["right_foot"]]
    speed = np.linalg.norm(np.diff(joints[:, feet][..., [0, 2]], axis=0), axis=-1) * 60
    lower = joints[:-1, feet, 1].argmin(axis=1)
    stands = np.take_along_axis(speed, lower[:, None], axis=1)[:, 0]
    before = marching(161, 60.0).joints()[:, feet][..., [0, 2]]
    glided = np.linalg.norm(np.diff(before, axis=0), axis=-1) * 60
    assert np.median(stands) < 0.35 * np.median(np.take_along_axis(glided, lower[:, None], axis=1))


def test_lying_bodies_do_not_fly_and_flights_are_not_taller_than_people_jump():
    assert flight_heights(np.full(10, 0.06)).max() == 0
    arc = np.concatenate([np.zeros(5), 2.1 * np.sin(np.linspace(0, np.pi, 20)), np.zeros(5)])
    heights = flight_heights(arc)
    assert heights.max() == pytest.approx(0.7) and heights[0] == 0
    assert flight_heights(np.full(10, 1.14)).min() == pytest.approx(1.14)  # who hovers goes on hovering


def test_a_leg_reaches_its_target_and_its_knee_swings_out_of_the_floor():
    motion = standing(5)
    motion.rotations[:, INDEX["left_hip"]] = about_axis("x", -0.8)
    motion.rotations[:, INDEX["left_knee"]] = about_axis("x", 1.4)
    hip, knee, ankle = LEGS[0]
    target = motion.joints()[:, ankle] + (0.05, 0.1, 0.08)
    reach(motion, LEGS[0], target)
    assert np.abs(motion.joints()[:, ankle] - target).max() < 1e-6
    before = motion.joints()
    wanted = float(before[0, knee, 1]) + 0.01
    lift_middle(motion, LEGS[0], wanted)
    after = motion.joints()
    assert after[0, knee, 1] == pytest.approx(wanted, abs=1e-6)
    assert np.abs(after[:, [hip, ankle]] - before[:, [hip, ankle]]).max() < 1e-6


@pytest.mark.parametrize(("upper", "middle", "lower"), [("hip", "knee", "ankle"), ("shoulder", "elbow", "wrist")])
def test_limbs_bend_like_hinges_and_nothing_moves(upper, middle, lower):
    motion = marching()
    offsets = motion.skeleton.offsets
    for side, turn in (("left", 0.7), ("right", -0.9)):
        first, second, third = (INDEX[f"{side}_{name}"] for name in (upper, middle, lower))
        bend = about_axis("x", 0.8 + 0.5 * np.sin(np.arange(len(motion)) / 3))
        bend = about_axis("y", 0.9 if side == "right" else -0.9) if middle == "elbow" else bend
        twist = matrix_from_axis_angle(turn * offsets[second] / np.linalg.norm(offsets[second]))
        motion.rotations[:, first] = motion.rotations[:, first] @ twist
        motion.rotations[:, second] = twist.T @ bend @ about_axis("x", 0.3)
        motion.rotations[:, third] = about_axis("y", 0.2)
    before, turned = forward_kinematics(motion.rotations, motion.translation, offsets)
    bend_as_hinges(motion)
    after, kept = forward_kinematics(motion.rotations, motion.translation, offsets)
    assert np.abs(after - before).max() < 1e-6
    ends = [INDEX[f"{side}_{lower}"] for side in ("left", "right")]
    assert np.abs(kept[:, ends] - turned[:, ends]).max() < 1e-6
    for side in ("left", "right"):
        axes = matrix_to_axis_angle(motion.rotations[:, INDEX[f"{side}_{middle}"]])
        axes = axes / np.linalg.norm(axes, axis=-1, keepdims=True)
        assert np.abs(axes - axes[0]).max() < 0.15  # one hinge, nearly: bones are not quite along the axes


def test_hands_that_hold_one_thing_are_brought_together():
    motion = standing(5)
    motion.rotations[:, INDEX["left_shoulder"]] = about_axis("y", -1.2)
    motion.rotations[:, INDEX["right_shoulder"]] = about_axis("y", 1.2)
    wrists = [INDEX["left_wrist"], INDEX["right_wrist"]]
    before = motion.joints()[:, wrists]
    hold_together(motion, 0.18)
    after = motion.joints()[:, wrists]
    assert np.linalg.norm(before[:, 0] - before[:, 1], axis=-1).min() > 0.3
    assert np.linalg.norm(after[:, 0] - after[:, 1], axis=-1).max() == pytest.approx(0.18, abs=1e-3)
    assert np.abs(after.mean(axis=1) - before.mean(axis=1)).max() < 1e-3


def test_an_action_gets_quiet_moments_from_the_stance_that_it_resembles():
    stance = repeated(standing(21), 2)
    action = standing(20)
    action.rotations[5:15, INDEX["right_shoulder"]] = about_axis("z", 1.0)
    whole = with_stance(replace(action, text="a wave"), [stance], 12, 8)
    assert len(whole) == 12 + 20 + 8 and whole.text == "a wave"
    far = replace(action, rotations=action.rotations.copy())
    far.rotations[:, INDEX["left_hip"]] = about_axis("x", -1.5)
    assert len(with_stance(far, [stance], 12, 9)) == 20 + 4 + 3  # held only shortly


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_acting_side_is_measured_and_mirrored(side):
    motion = standing(40)
    swing = np.sin(np.linspace(0, 8, 40))
    motion.rotations[:, INDEX[f"{side}_shoulder"]] = about_axis("y", swing)
    motion.rotations[:, INDEX[f"{side}_hip"]] = about_axis("x", -np.abs(swing))
    other = "left" if side == "right" else "right"
    for limb in ("hand", "foot"):
        assert side_of(limb, motion.joints()) == side
        assert side_of(limb, motion.mirrored().joints()) == other
    assert side_of("hand", standing(20).joints()) == ""


def test_every_wording_gives_thirty_sentences_and_none_of_the_evaluation():
    rng = np.random.default_rng(0)
    for text, wording in wordings().items():
        values = {"side": "left", "other": "right"} if wording.limb else {}
        assert len(wording.words.verbs) >= 8, text
        said = captions(rng, wording.words, Said(values), 30)
        assert len(said) == 30, text
        assert not any(is_held_out(one) or re.search(r"[{}*]", one) for one in said), text


def test_every_text_of_the_table_of_clips_is_worded():
    with TABLE.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    texts = {row["text"] for row in rows if row["mode"] != "drop" and row["split"] != "compare"} - {""}
    assert texts and texts <= set(wordings())


def test_every_clip_of_the_collection_is_worded(shared_folder):
    archive = shared_folder / "data" / "open_motion.tar.xz"
    if not archive.is_file():
        pytest.skip("the open motion collection is not in the shared folder")
    with tarfile.open(archive) as tar:
        manifest = next(member for member in tar if member.name.endswith("manifest.csv"))
        lines = tar.extractfile(manifest).read().decode().splitlines()
    with TABLE.open(newline="", encoding="utf-8") as stream:
        table = {row["file"]: row for row in csv.DictReader(stream, delimiter="\t")}
    for row in csv.DictReader(lines):
        entry = table.get(row["file"], {"mode": "take", "text": "", "split": ""})
        left_out = entry["mode"] == "drop" or entry["split"] == "compare" or "not quite correctly" in row["text"]
        assert left_out or (entry["text"] or row["text"]) in wordings(), row["file"]


def test_wordings_without_a_measured_limb_name_no_side():
    for wording in wordings().values():
        own = [*wording.words.verbs, *wording.words.nouns]
        if not wording.limb:
            assert any("{side}" not in verb for verb in own), wording.name
        assert not any(re.search(r"\b(left|right) (hand|arm|foot|leg|fist|knee)\b", verb) for verb in own), wording.name


@pytest.fixture(scope="session")
def open_folder(shared_folder, tmp_path_factory):
    """Some clips of the collection; skips where the archive is not to be had."""
    archive = shared_folder / "data" / "open_motion.tar.xz"
    if not archive.is_file():
        pytest.skip("the open motion collection is not in the shared folder")
    target = tmp_path_factory.mktemp("open_motion")
    with tarfile.open(archive) as tar:
        for member in tar:
            name = member.name.partition("/")[2] if member.name.startswith("open_motion") else member.name
            if name in FEW:
                member.name = name
                tar.extract(member, target, filter="data")
    manifest = target / "manifest.csv"
    head, *rows = manifest.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if row.partition(",")[0] in FEW]
    manifest.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    return target


@pytest.fixture(scope="session")
def cache(open_folder, tmp_path_factory):
    target = tmp_path_factory.mktemp("cache")
    assert len(list(build_cache(open_folder, target))) > 10
    return target


def clip(folder, name):
    return next(clip for clip in read_clips(folder) if clip.name == name)


def test_what_may_not_be_learned_from_is_only_compared_with(open_folder):
    clips = read_clips(open_folder)
    assert all(clip.split == "compare" for clip in clips if clip.source in COMPARED)
    left = read_clips(open_folder, WITHOUT_DATA_TERMS)
    assert {clip.source for clip in clips} - {clip.source for clip in left} == {"holosoma_climb"}
    with pytest.raises(MotionCtrlError, match="no source nothing"):
        read_clips(open_folder, ["nothing"])
    assert all(reason for reason in dropped().values())


def test_floor_poses_of_small_bodies_lie_on_the_floor(open_folder):
    for name in ("kaykit_medium-Sit_Ups", "kaykit_medium-Lie_Idle"):
        motion = load_clip(clip(open_folder, name))
        joints = motion.joints()
        trunk = joints[:, [INDEX[joint] for joint in ("pelvis", "left_hip", "right_hip")], 1]
        assert trunk.min() < 0.25, name  # the chibi body lies in a thick skin
        assert joints[..., 1].min() > -0.02, name


def test_walks_on_the_spot_travel_and_jumps_fly(open_folder):
    walk = next(variants(clip(open_folder, "quaternius_ual1-Walk_Loop"), *loaded(open_folder, "Walk_Loop")))
    seconds = len(walk.motion) / 20
    way = walk.motion.translation[-1] - walk.motion.translation[0]
    assert seconds > 3 and 0.5 < way[2] / seconds < 2.0
    jump = next(
        variants(clip(open_folder, "quaternius_packs-Knight2018_Jump"), *loaded(open_folder, "Knight2018_Jump"))
    )
    lowest = lowest_skin(jump.motion)
    assert 0.3 < lowest.max() < 0.75 and abs(lowest[0]) < 0.03 and abs(lowest[-1]) < 0.03


def loaded(folder, stem):
    found = next(clip for clip in read_clips(folder) if clip.name.endswith(stem))
    return load_clip(found), []


def test_variants_of_a_clip_stay_on_one_side_and_say_how_often(cache):
    rows = read_list(cache)
    sides = {}
    for row in rows:
        sides.setdefault((row.source, row.group), set()).add(row.split)
    assert all(len(found) == 1 for found in sides.values())
    several = [row for row in rows if row.count > 1]
    assert several
    names = {row.name for row in several}
    times = re.compile(r"twice|three times|four times", re.I)
    heard = [
        bool(times.search(text))
        for split in ("train", "validation", "test")
        for sample in build_samples(cache, split)
        if sample.name.split("_0_")[0] in names
        for text in sample.captions
    ]
    assert len(heard) > 20 and np.mean(heard) > 0.6


def test_samples_are_whole_and_their_mirrors_exchange_sides(cache):
    samples = {sample.name: sample for sample in build_samples(cache, "train")}
    assert samples and not any(name.startswith(COMPARED) for name in samples)
    for sample in samples.values():
        assert len(sample) % 4 == 0 and sample.captions and sample.kind
        assert sample.rotations.shape == (len(sample), 22, 3, 3)
    name = next(name for name in samples if name.startswith("uiprmd-m07") and not name.endswith("_m"))
    said, mirrored = (" ".join(samples[one].captions).lower() for one in (name, f"{name}_m"))
    assert ("right" in said, "left" in said) == ("left" in mirrored, "right" in mirrored) == (True, False)


def test_the_neutral_body_stands_on_its_soles():
    motion = standing(2)
    assert motion.joints()[0, INDEX["left_foot"], 1] < 0.05
    assert len(neutral_skeleton().offsets) == 22
