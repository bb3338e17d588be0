"""Reference video: does generated motion do what the video shows?

Clips of test trials are filmed: in numbers, by random cameras and with the landmark network's errors, or by
Blender, whose rendered pictures then go through the real network. Each clip is generated from the video,
from video and caption, and from the caption alone. All are compared with the truth on the same twelve points at the
moments of the pictures in which the person is seen; beside them stand the landmarks themselves.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...body.layout import FPS, JOINT_COUNT
from ...errors import MotionCtrlError
from ...motion.kinematics import Motion
from ...motion.measures import forward_axis, left_axis
from ...motion.rotations import procrustes
from ...pose.landmarks import Landmarks
from ...pose.points import landmark_points
from ...pose.topology import INDEX
from ..filming.simulate import at_times
from ..options import add_model, open_model, write_json

WAYS = ("video", "video and text", "text alone")
_NAMES = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
LIMBS = [INDEX[f"{side}_{name}"] for side in ("left", "right") for name in _NAMES]
EXCHANGED = [*range(len(_NAMES), 2 * len(_NAMES)), *range(len(_NAMES))]  # of LIMBS: left for right
TRAVEL = 0.5  # metres between a clip's ends from which it has a direction
_START = 5  # frames over which the first heading is averaged
_DECISIVE = 0.06  # metres between a pose and itself with sides exchanged, from which one can tell
_WITHIN = 30.0  # degrees

# generate(clip, way) -> the motion at 20 fps
Generate = Callable[["Clip", str], Motion]


@dataclass(frozen=True)
class Clip:
    """A stretch of true motion at 20 fps, what it is called, and what was seen of it."""

    name: str
    text: str
    truth: Motion
    landmarks: Landmarks


@dataclass(frozen=True)
class Row:
    """One clip.

    landmarks_mm, mm: PA-MPJPE against the truth, of the landmarks and of the generated motion.
    direction: degrees between the ways that both go, only where the truth goes anywhere.
    exchanged: frames with left and right exchanged, among ``decisive`` ones, where the landmarks have them right and
        one can tell.
    """

    name: str
    text: str
    landmarks_mm: float
    decisive: int
    mm: dict[str, float] = field(default_factory=dict)
    direction: dict[str, float] = field(default_factory=dict)
    exchanged: dict[str, int] = field(default_factory=dict)


def aligned(points: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Points (n, k, 3) moved, turned and scaled in each frame so that they fit ``target`` best (Umeyama 1991)."""
    middle, goal = points.mean(axis=1, keepdims=True), target.mean(axis=1, keepdims=True)
    centred, wanted = points - middle, target - goal
    # Turned, never mirrored: a mirror image is not the same pose.
    turned = np.matmul(centred, procrustes(centred, wanted).transpose(0, 2, 1))
    scale = (turned * wanted).sum(axis=(1, 2)) / np.maximum((centred**2).sum(axis=(1, 2)), 1e-12)
    return turned * scale[:, None, None] + goal


def pose_error(points: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Mean distance (n,) of points (n, k, 3) from ``target`` once they are aligned with it."""
    return np.linalg.norm(aligned(points, target) - target, axis=-1).mean(axis=1)


def sides(points: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """How much nearer (n,) points (n, 12, 3) are to the truth than to the truth with left and right exchanged."""
    return pose_error(points, truth[:, EXCHANGED]) - pose_error(points, truth)


def decisive_frames(seen: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Frames (n,) in which the sides matter for the pose, and what was seen (n, 12, 3) has them right."""
    return (pose_error(truth[:, EXCHANGED], truth) > _DECISIVE) & (sides(seen, truth) > 0)


def way_gone(joints: np.ndarray) -> tuple[float, float]:
    """Metres to the left and forward, as the body first faces, between first and last pelvis of joints (T, 22, 3)."""
    shift = joints[-1, 0] - joints[0, 0]
    left, forward = (axis(joints[:_START]).mean(axis=0) for axis in (left_axis, forward_axis))
    return float(shift @ left / np.linalg.norm(left)), float(shift @ forward / np.linalg.norm(forward))


def direction_error(joints: np.ndarray, truth: np.ndarray) -> float | None:
    """Degrees between the ways that two motions (T, 22, 3) go; None where the truth goes nowhere."""
    (left, forward), (true_left, true_forward) = way_gone(joints), way_gone(truth)
    if np.hypot(true_left, true_forward) < TRAVEL:
        return None
    difference = np.arctan2(left, forward) - np.arctan2(true_left, true_forward)
    return float(abs(np.degrees((difference + np.pi) % (2 * np.pi) - np.pi)))


def judge(clip: Clip, generate: Generate) -> Row:
    """Generate a clip in all ways and compare."""
    seen = clip.landmarks.found & (clip.landmarks.times <= (len(clip.truth) - 1) / FPS + 1e-6)
    if not seen.any():
        raise MotionCtrlError(f"Nobody is seen in {clip.name}: leave it out.")
    times = clip.landmarks.times[seen]
    world, truth = clip.landmarks.world[seen][:, LIMBS], _points(clip.truth, times)
    decisive = decisive_frames(world, truth)
    row = Row(clip.name, clip.text, 1000 * float(pose_error(world, truth).mean()), int(decisive.sum()))
    for way in WAYS:
        if way != "video" and not clip.text:
            continue
        made = generate(clip, way)
        points = _points(made, times)
        row.mm[way] = 1000 * float(pose_error(points, truth).mean())
        row.exchanged[way] = int((sides(points, truth)[decisive] < 0).sum())
        degrees = direction_error(made.joints(), clip.truth.joints())
        if degrees is not None:
            row.direction[way] = degrees
    return row


def _points(motion: Motion, times: np.ndarray) -> np.ndarray:
    """The twelve points (n, 12, 3) of a motion at 20 fps; beyond its end the last pose holds."""
    points = landmark_points(motion)[:, LIMBS]
    return at_times(points, np.minimum(times, (len(points) - 1) / FPS))


def summary(rows: list[Row]) -> dict:
    """JSON-ready figures: means over clips; ratios of these means."""
    landmarks = float(np.mean([row.landmarks_mm for row in rows]))
    text = [row.mm["text alone"] for row in rows if "text alone" in row.mm]
    ways = {}
    for way in WAYS:
        done = [row for row in rows if way in row.mm]
        if not done:
            continue
        mm = float(np.mean([row.mm[way] for row in done]))
        degrees = np.array([row.direction[way] for row in done if way in row.direction])
        frames = sum(row.decisive for row in done)
        ways[way] = {
            "mm": mm,
            "to_landmarks": mm / landmarks,
            "to_text": mm / float(np.mean(text)) if text else None,
            "direction_deg": float(np.median(degrees)) if len(degrees) else None,
            "direction_within": float((degrees <= _WITHIN).mean()) if len(degrees) else None,
            "exchanged": sum(row.exchanged[way] for row in done) / frames if frames else None,
        }
    return {"clips": len(rows), "landmarks_mm": landmarks, "ways": ways, "rows": [vars(row) for row in rows]}


def format_row(row: Row) -> str:
    """One line for the terminal."""
    made = "  ".join(f"{way} {mm:4.0f}" for way, mm in row.mm.items())
    return f"{row.name:<28} mm: landmarks {row.landmarks_mm:4.0f}  {made}  {row.text}"


def format_table(figures: dict) -> str:
    """All figures for the terminal."""
    head = f"{'':16}{'PA-MPJPE mm':>12}{'to landmarks':>14}{'to text':>9}{'direction':>11}{'in 30 deg':>11}"
    lines = [f"{head}{'exchanged':>11}", f"{'landmarks':16}{figures['landmarks_mm']:12.1f}"]
    for way, values in figures["ways"].items():
        line = f"{way:16}{values['mm']:12.1f}{values['to_landmarks']:14.2f}"
        for name, width, form in (
            ("to_text", 9, ".2f"),
            ("direction_deg", 11, ".1f"),
            ("direction_within", 11, ".0%"),
            ("exchanged", 11, ".1%"),
        ):
            line += f"{'-':>{width}}" if values[name] is None else f"{values[name]:>{width}{form}}"
        lines.append(line)
    return "\n".join(lines)


def simulated_clips(cmu: Path, folder: Path, split: str, limit: int, seed: int) -> Iterator[Clip]:
    """Captioned windows of a split's trials, evenly spread over it, each filmed once by a random camera."""
    from ..data.cmu import trials
    from ..data.samples import build_samples
    from ..filming.simulate import simulated
    from ..training.motions import read_motions

    samples = list(build_samples(read_motions(folder), trials(cmu), split, mirror=False))
    if not samples:
        raise MotionCtrlError(f"{cmu} holds no {split} trial: choose another folder or split.")
    chosen = np.unique(np.linspace(0, len(samples) - 1, min(limit, len(samples))).round().astype(int))
    for number in chosen:
        sample = samples[number]
        truth = Motion(sample.rotations.astype(np.float64), sample.translation.astype(np.float64), FPS)
        random = np.random.default_rng([seed, number])
        yield Clip(sample.name, sample.captions[0], truth, simulated(truth, random))


def rendered_clips(folder: Path, networks: Path | None = None) -> Iterator[Clip]:
    """Every camera of every motion that tests/blender/render_motion.py left below ``folder``, seen by BlazePose."""
    from ...ahead import read_ahead
    from ...pose.blazepose import BlazePose
    from ...pose.landmarks import see
    from ...pose.networks import landmark_networks
    from ...pose.sides import consistent
    from ...video.pictures import in_order, read_pictures

    files = sorted(folder.glob("*/truth.json"))
    if not files:
        raise MotionCtrlError(f"{folder} holds no rendered motion: render some with tests/blender/render_motion.py.")
    pose = BlazePose(networks or landmark_networks())
    for file in files:
        truth, text, rate, cameras = read_truth(file)
        for camera in cameras:
            pictures = in_order((file.parent / camera).glob("*.png"))
            landmarks = consistent(see(read_ahead(read_pictures(pictures, rate=rate)), pose))
            yield Clip(f"{file.parent.name}/{camera}", text, truth, landmarks)


def read_truth(path: Path) -> tuple[Motion, str, float, list[str]]:
    """Motion at 20 fps, caption, pictures a second and cameras' folders of a rendered motion."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        rotations, translation = (np.array(values[name], dtype=np.float64) for name in ("rotations", "translation"))
        if rotations.shape != (len(translation), JOINT_COUNT, 3, 3) or translation.shape[1:] != (3,):
            raise ValueError(f"rotations have the shape {rotations.shape}")
        motion = Motion(rotations, translation, FPS, text=str(values["text"]))
        return motion, motion.text, float(values["rate"]), [Path(name).name for name in values["cameras"]]
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise MotionCtrlError(f"{path} is no truth of a rendered motion ({error}): render it again.") from error


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate video``."""
    parser.add_argument("--cmu-dir", type=Path, metavar="D", help="folder with manifest.csv")
    parser.add_argument("--motions", type=Path, metavar="M", help="folder that `train data` made")
    parser.add_argument("--split", choices=("train", "validation", "test"), default="test", help="which trials")
    parser.add_argument("--limit", type=int, default=60, metavar="N", help="most clips of these (default 60)")
    parser.add_argument("--renders", type=Path, metavar="R", help="rendered motions, instead or as well")
    parser.add_argument("--seed", type=int, default=0, help="of cameras and generation (default 0)")
    add_model(parser)
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write figures and rows to this file")


def run(args: argparse.Namespace) -> int:
    """Generate and compare; prints a line for each clip and a table for each kind of footage."""
    from ...api import Request
    from ...pose.projector import Projector

    if (args.cmu_dir is None) != (args.motions is None) or (args.cmu_dir is None and args.renders is None):
        raise MotionCtrlError("There is nothing to film: give --cmu-dir and --motions, or --renders.")
    if args.limit < 1 or args.seed < 0:
        raise MotionCtrlError("--limit must be at least 1 and --seed at least 0: give other numbers.")
    kinds: dict[str, Iterator[Clip]] = {}
    if args.cmu_dir is not None:
        kinds["simulated"] = simulated_clips(args.cmu_dir, args.motions, args.split, args.limit, args.seed)
    if args.renders is not None:
        kinds["rendered"] = rendered_clips(args.renders)
    results = {}
    with open_model(args) as engine:
        projector = Projector.load(engine.folder)

        def generate(clip: Clip, way: str) -> Motion:
            latents = -(-len(clip.truth) // 4)
            video = None if way == "text alone" else projector.embed(clip.landmarks, latents)
            text = "" if way == "video" else clip.text
            return engine.fill(Request((text,), (len(clip.truth) / FPS,), seed=args.seed, video=video)).motion

        for kind, clips in kinds.items():
            rows = []
            for clip in clips:
                rows.append(judge(clip, generate))
                print(format_row(rows[-1]).rstrip(), flush=True)
            results[kind] = summary(rows)
            print(f"\n{kind} footage, {len(rows)} clips\n{format_table(results[kind])}\n")
    if args.json:
        write_json(args.json, results)
    return 0
