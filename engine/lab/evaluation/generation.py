"""Generated motion beside real motion: FID, R-precision and the like, in the space of an evaluator trained here.

Every model generates a motion for a caption of each test window, as long as that window. The first row is the windows
themselves. Its FID is that of their mirror images, which are real motion of the same kind and number: what is left to
a model that is perfect. All figures but skate, jitter and fps are distances between unit vectors.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from ...body.layout import FPS
from ...errors import MotionCtrlError
from ...motion import humo263
from ...motion.kinematics import Motion
from ...motion.measures import jitter, skate
from ...store.folder import default_model, read_folder
from ..data.split import NAMES
from ..options import add_model, open_model, write_json
from .frechet import frechet_distance

BATCH = 32  # motions among which a sentence has to find its own, as in HumanML3D
_SHUFFLES = 20
REAL = "real"
# Key of the figure, heading, format.
_COLUMNS = (
    ("fid", "FID", ".3f"),
    ("r1", "R@1", ".3f"),
    ("r2", "R@2", ".3f"),
    ("r3", "R@3", ".3f"),
    ("matching", "MM-Dist", ".3f"),
    ("diversity", "Diversity", ".3f"),
    ("multimodality", "MultiModality", ".3f"),
    ("skate", "skate m/s", ".3f"),
    ("jitter", "jitter m/s^3", ".0f"),
    ("fps", "fps", ".0f"),
)

# generate(caption, seconds, seed) -> a motion at 20 fps
Generate = Callable[[str, float, int], Motion]


@dataclass(frozen=True)
class Asked:
    """A test window: one of its captions, and what was recorded at 20 fps."""

    caption: str
    truth: Motion


@dataclass(frozen=True)
class Made:
    """What a model made of the captions.

    motions: one for each caption, in their order.
    groups: several for the same caption, of some captions.
    fps: motion frames a second, None where nothing was generated.
    """

    motions: list[Motion]
    groups: list[list[Motion]]
    fps: float | None


class Space:
    """The evaluator's space: unit vectors (N, d) of motions at 20 fps, and of sentences."""

    def __init__(self, evaluator) -> None:
        self.evaluator = evaluator

    def motions(self, motions: list[Motion]) -> np.ndarray:
        from .evaluator import motion_embeddings

        return motion_embeddings(self.evaluator, [humo263.encode(motion)[0] for motion in motions])

    def texts(self, texts: list[str]) -> np.ndarray:
        from .evaluator import text_embeddings

        return text_embeddings(self.evaluator, texts)


def r_precision(texts: np.ndarray, motions: np.ndarray, top: int = 3, seed: int = 0) -> np.ndarray:
    """Share of sentences (N, d) whose own motion (N, d) is the nearest, of the nearest two, ... among 32: (top,).

    Mean over 20 draws of batches; the rest that fills no batch is left out, as in HumanML3D. N >= 32. A motion that
    is as far away as another is not nearer.
    """
    random = np.random.default_rng(seed)
    whole = len(texts) // BATCH * BATCH
    hits = []
    for _ in range(_SHUFFLES):
        for batch in random.permutation(len(texts))[:whole].reshape(-1, BATCH):
            distances = np.linalg.norm(texts[batch][:, None] - motions[batch], axis=-1)
            rank = (distances <= distances.diagonal()[:, None]).sum(axis=1)  # from 1 on
            hits.append(rank[:, None] <= np.arange(1, top + 1))
    return np.concatenate(hits).mean(axis=0)


def matching_score(texts: np.ndarray, motions: np.ndarray) -> float:
    """Mean distance of sentences (N, d) from their own motions (N, d): "MM-Dist"."""
    return float(np.linalg.norm(texts - motions, axis=-1).mean())


def diversity(motions: np.ndarray) -> float:
    """Mean distance of two different motions of (N, d): of all pairs, where HumanML3D draws 300."""
    first, second = np.triu_indices(len(motions), 1)
    return float(np.linalg.norm(motions[first] - motions[second], axis=-1).mean())


def multimodality(groups: np.ndarray) -> float | None:
    """Mean distance of two motions for the same sentence, (G, K, d); None where no sentence has two."""
    if not len(groups) or groups.shape[1] < 2:
        return None
    return float(np.mean([diversity(group) for group in groups]))


def figures(space: Space, captions: list[str], real: list[Motion], made: Made) -> dict[str, float | None]:
    """A row of the table: what was ``made`` of ``captions``, beside ``real`` motion."""
    texts, motions = space.texts(captions), space.motions(made.motions)
    precision = r_precision(texts, motions)
    return {
        "fid": frechet_distance(space.motions(real), motions),
        **{f"r{place}": float(share) for place, share in enumerate(precision, 1)},
        "matching": matching_score(texts, motions),
        "diversity": diversity(motions),
        "multimodality": multimodality(np.array([space.motions(group) for group in made.groups])),
        "skate": float(np.mean([skate(motion.joints(), motion.fps) for motion in made.motions])),
        "jitter": float(np.mean([jitter(motion.joints(), motion.fps) for motion in made.motions])),
        "fps": made.fps,
    }


def real_figures(space: Space, asked: list[Asked]) -> dict[str, float | None]:
    """The table's first row: the recorded motion itself."""
    real = [item.truth for item in asked]
    mirrored = [motion.mirrored() for motion in real]
    return figures(space, [item.caption for item in asked], mirrored, Made(real, [], None))


def make_all(asked: list[Asked], generate: Generate, groups: int, repeats: int, seed: int) -> Made:
    """A motion for every caption, and ``repeats`` in all for ``groups`` of them, evenly chosen."""
    spent, frames = 0.0, 0

    def timed(number: int, repeat: int) -> Motion:
        nonlocal spent, frames
        item, start = asked[number], perf_counter()
        motion = generate(item.caption, len(item.truth) / FPS, seed + number + repeat * len(asked))
        spent, frames = spent + perf_counter() - start, frames + len(motion)
        return motion

    motions = [timed(number, 0) for number in range(len(asked))]
    chosen = evenly(len(asked), groups) if repeats > 1 else []
    several = [[motions[number], *(timed(number, repeat) for repeat in range(1, repeats))] for number in chosen]
    return Made(motions, several, frames / spent)


def evenly(count: int, wanted: int) -> list[int]:
    """At most ``wanted`` different numbers below ``count``, evenly spread."""
    return [int(place) for place in np.unique(np.linspace(0, count - 1, min(wanted, count)).round())]


def windows(motions: Path, cmu: Path, split: str) -> Iterator[Asked]:
    """Captioned windows of a split's trials."""
    from ..data.cmu import trials
    from ..data.samples import build_samples
    from ..training.motions import read_motions

    for sample in build_samples(read_motions(motions), trials(cmu), split, mirror=False):
        truth = Motion(sample.rotations.astype(np.float64), sample.translation.astype(np.float64), FPS)
        yield Asked(sample.captions[0], truth)


def format_table(rows: dict[str, dict]) -> str:
    """All rows, by name, for the terminal; a dash where there is no figure."""
    width = max(map(len, rows))
    lines = [" " * width + "".join(f"  {head:>6}" for _, head, _ in _COLUMNS)]
    for name, row in rows.items():
        cells = (("-" if row[key] is None else format(row[key], how), head) for key, head, how in _COLUMNS)
        lines.append(f"{name:{width}}" + "".join(f"  {cell:>{max(6, len(head))}}" for cell, head in cells))
    return "\n".join(lines)


def row_names(folders: list[Path]) -> list[str]:
    """Names of the models' folders where these tell them apart, else their paths."""
    names = [folder.resolve().name for folder in folders]
    if len({*names, REAL}) > len(names):
        return names
    paths = [str(folder) for folder in folders]
    if len(set(paths)) < len(paths):
        raise MotionCtrlError("A model is named twice: name each --model once.")
    return paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate generation``."""
    parser.add_argument("--cmu-dir", type=Path, required=True, metavar="D", help="folder with manifest.csv")
    parser.add_argument("--motions", type=Path, required=True, metavar="M", help="folder that `train data` made")
    parser.add_argument("--out", type=Path, required=True, metavar="O", help="folder of the evaluator")
    parser.add_argument("--steps", type=int, default=800, help="that a new evaluator is trained (default 800)")
    parser.add_argument("--split", choices=NAMES, default="test", help="which trials (default: test)")
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many windows of them, evenly chosen")
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="motions of the same caption (default 5)")
    parser.add_argument("--groups", type=int, default=20, metavar="N", help="captions that have them (default 20)")
    parser.add_argument("--seed", type=int, default=0, help="of the first motion (default 0)")
    add_model(parser, several=True)
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write all figures to this file")


def run(args: argparse.Namespace) -> int:
    """Train the evaluator unless that is done, generate with every model, and print the table."""
    models = check(args)
    asked = list(windows(args.motions, args.cmu_dir, args.split))
    check_count(len(asked), f"the {args.split} trials of {args.cmu_dir} give", "choose another folder or split")
    asked = [asked[number] for number in evenly(len(asked), args.limit or len(asked))]
    space = Space(trained_evaluator(args))
    rows = {REAL: real_figures(space, asked)}
    for name, folder in models.items():
        made = made_by(folder, asked, args)
        rows[name] = figures(space, [item.caption for item in asked], [item.truth for item in asked], made)
    print(f"\n{len(asked)} windows of {args.split} trials\n{format_table(rows)}")
    if args.json:
        write_json(args.json, {"windows": len(asked), "split": args.split, "rows": rows})
    return 0


def check(args: argparse.Namespace) -> dict[str, Path]:
    """The models by their rows' names. What is wrong is said before minutes of training."""
    for name, least in (("steps", 1), ("repeats", 1), ("groups", 1), ("seed", 0)):
        if getattr(args, name) < least:
            raise MotionCtrlError(f"--{name} must be at least {least}, not {getattr(args, name)}.")
    if args.limit is not None:
        check_count(args.limit, "--limit asks for", "give a larger one")
    folders = args.model or [default_model()]
    for folder in folders:
        read_folder(folder)
    return dict(zip(row_names(folders), folders, strict=True))


def check_count(count: int, what: str, advice: str) -> None:
    """Raise MotionCtrlError where so few motions have no FID."""
    from .evaluator import SIZE

    if count <= SIZE:
        raise MotionCtrlError(f"An FID needs more than {SIZE} motions, {what} {count}: {advice}.")


def trained_evaluator(args: argparse.Namespace):
    """The evaluator in ``--out``, trained first where there is none; an interrupted training goes on."""
    from ..training.loop import LoopOptions
    from .evaluator import load_evaluator, train_evaluator, training_pairs

    folder = args.out / "evaluator"
    found = load_evaluator(folder)
    if found is None:
        pairs = list(training_pairs(args.motions, args.cmu_dir))
        print(f"training the evaluator on {len(pairs)} captioned motions", flush=True)
        found = train_evaluator(pairs, LoopOptions(folder, steps=args.steps))
    return found


def made_by(folder: Path, asked: list[Asked], args: argparse.Namespace) -> Made:
    """What the model in ``folder`` makes of the captions."""
    from tqdm import tqdm

    from ...api import Request  # judging alone works without llama.cpp

    count = len(asked) + min(args.groups, len(asked)) * (args.repeats - 1)
    model = argparse.Namespace(**{**vars(args), "model": folder})
    with open_model(model) as engine, tqdm(desc=folder.name, total=count, unit=" motions", mininterval=5) as bar:

        def generate(caption: str, seconds: float, seed: int) -> Motion:
            motion = engine.fill(Request((caption,), (seconds,), seed=seed)).motion
            bar.update()
            return motion

        return make_all(asked, generate, args.groups, args.repeats, args.seed)
