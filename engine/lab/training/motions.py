"""The motions and captioned samples that training draws on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tqdm import tqdm

from ...errors import MotionCtrlError
from ...files import is_companion
from ...motion.kinematics import Motion
from ..collections.further import build_samples as build_further
from ..data.chain import chain_samples
from ..data.cmu import load_cached, trials
from ..data.compose import compose_samples
from ..data.gestures import gesture_samples, load_bodies
from ..data.retime import takes
from ..data.sample import Sample
from ..data.samples import build_samples
from ..data.split import read_split, split_of


def read_motions(folder: Path) -> dict[str, Motion]:
    """All motions of a folder that `train data` made, by name."""
    files = sorted(path for path in Path(folder).glob("*.npz") if not is_companion(path.name))
    if not files:
        raise MotionCtrlError(f"{folder} holds no motions; make them with `python -m engine train data`.")
    return {file.stem: load_cached(folder, file.stem) for file in files}


def split_motions(folder: Path, cmu: Path, split: str) -> list[Motion]:
    """The motions of one split, in natural time and without the copies that the data has."""
    table = read_split()
    rows = [row for row in trials(cmu) if split_of(row.cmu_id, table) == split]
    return [take.motion for take in takes(read_motions(folder), rows)]


def gesture_motions(count: int, folder: Path, cmu: Path, seed: int) -> list[Motion]:
    """``count`` procedural gestures as plain motions, laid over training trials."""
    bodies = load_bodies(folder, cmu) if count else ()
    return [Motion(s.rotations, s.translation) for s in gesture_samples(count, seed, bodies)]


def corpus_samples(
    cmu: Path, folder: Path, synthetic: int, composed: int, chained: int, seed: int, further: Iterable[Path] = ()
) -> Iterator[Sample]:
    """Real samples of all splits, the arms of some on the bodies of others, procedural gestures, and chains.

    Composed, procedural and chained samples draw on training trials only. further: folders that ``train data`` made
    from other collections.
    """
    motions = read_motions(folder)
    rows = trials(cmu)
    real = {
        split: list(tqdm(build_samples(motions, rows, split, seed), desc=f"{split} samples", unit=""))
        for split in ("train", "validation", "test")
    }
    for samples in real.values():
        yield from samples
    for other in further:
        for split in real:
            yield from tqdm(build_further(other, split, seed), desc=f"{other.name}, {split}", unit="")
    made = list(tqdm(compose_samples(real["train"], composed, seed), desc="composed", unit="", total=composed))
    gestures = gesture_samples(synthetic, seed, load_bodies(folder, cmu))
    made += tqdm(gestures, desc="gestures", unit="", total=synthetic)
    yield from made
    yield from tqdm(chain_samples(real["train"] + made, chained, seed), desc="chained", unit="", total=chained)
