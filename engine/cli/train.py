"""``python -m engine train``: from motion files to a model folder, one step after the other."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import MotionCtrlError
from ..language.patterns import PATTERNS
from ..store.folder import TOKENIZER


def add_arguments(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")

    data = steps.add_parser("data", help="retarget a collection of motion files to SMPL at 20 fps")
    kind = data.add_mutually_exclusive_group(required=True)
    kind.add_argument("--cmu-dir", type=Path, help="folder of the CMU trials, with manifest.csv")
    kind.add_argument("--open-motion", type=Path, help="folder of the open motion collection, with manifest.csv")
    kind.add_argument("--folder", type=Path, help="folder of BVH, AMC, AMASS .npz or HumanML3D .npy files")
    data.add_argument(
        "--captions", type=Path, help="what is said of the --folder: a table (file,text[,split]) or HumanML3D's texts"
    )
    data.add_argument("--without", nargs="+", default=[], metavar="SOURCE", help="leave out these of --open-motion")
    data.add_argument("--out", type=Path, required=True, help="folder for the motions")

    prq = steps.add_parser("prq", help="train the motion tokenizer")
    prq.add_argument("--motions", type=Path, required=True, help="folder that `train data` made")
    prq.add_argument("--cmu-dir", type=Path, required=True, help="folder with manifest.csv")
    prq.add_argument("--synthetic", type=int, default=700, help="add this many procedural gestures")
    prq.add_argument("--frames", type=int, default=2048, help="motion frames a batch")
    prq.add_argument("--refine", type=Path, help="train this prq.safetensors further; what its codes mean stays")
    prq.add_argument(
        "--weigh", type=Path, help="choose this prq.safetensors's codes by what errors do, measured in --steps batches"
    )
    add_further(prq)
    add_budget(prq, None, "4e-4, with --refine 2.5e-5")

    corpus = steps.add_parser("corpus", help="write captions and encode all samples with the tokenizer")
    corpus.add_argument("--cmu-dir", type=Path, required=True, help="folder with manifest.csv")
    corpus.add_argument("--motions", type=Path, required=True, help="folder that `train data` made")
    corpus.add_argument("--prq", type=Path, required=True, help="prq.safetensors")
    corpus.add_argument("--synthetic", type=int, default=4000, help="how many procedural gestures")
    corpus.add_argument("--composed", type=int, default=500, help="how many arms of one trial on another's body")
    corpus.add_argument("--chained", type=int, default=1500, help="how many motions that follow from another's end")
    add_further(corpus)
    corpus.add_argument("--seed", type=int, default=0)
    corpus.add_argument("--out", type=Path, required=True)

    vlmm = steps.add_parser("vlmm", help="train the vision-language-motion model")
    vlmm.add_argument(
        "--corpus",
        type=Path,
        nargs="+",
        required=True,
        help="folders that `train corpus` made; of all but the first, the synthetic samples only",
    )
    vlmm.add_argument("--prq", type=Path, required=True, help="prq.safetensors")
    vlmm.add_argument("--start", type=Path, help="training or model folder whose weights to start from")
    vlmm.add_argument("--positions", type=int, default=3072, help="sequence positions a batch")
    vlmm.add_argument(
        "--decoder",
        choices=("frame", "flat"),
        default="frame",
        help="frame: one position a latent frame and a depth decoder (default); flat: a token for each of its 20 codes",
    )
    vlmm.add_argument(
        "--pattern",
        choices=PATTERNS,
        default=PATTERNS[0],
        help="order in which the depth decoder samples a latent frame's codes (default: one after the other)",
    )
    add_budget(vlmm, 1e-3)

    distill = steps.add_parser("distill", help="train a model to give by one branch what guidance gives by four")
    distill.add_argument("--corpus", type=Path, nargs="+", required=True, help="as for vlmm")
    distill.add_argument("--prq", type=Path, required=True, help="prq.safetensors")
    distill.add_argument("--teacher", type=Path, required=True, help="training or model folder to learn from")
    distill.add_argument("--blind", type=float, default=0.2, help="as in the model's sampling (default %(default)s)")
    distill.add_argument("--positions", type=int, default=2048, help="sequence positions a batch")
    add_budget(distill, 3e-4)

    export = steps.add_parser("export", help="write a model folder")
    export.add_argument("--vlmm", type=Path, required=True, help="folder that `train vlmm` wrote")
    export.add_argument("--prq", type=Path, required=True, help="prq.safetensors")
    export.add_argument("--facts", type=Path, help="JSON about the training for motionctrl.json")
    export.add_argument("--kind", default="Q8_0", help="GGUF type of the language model's matrices")
    export.add_argument("--out", type=Path, required=True)


def add_further(parser: argparse.ArgumentParser) -> None:
    """The option for further collections."""
    parser.add_argument(
        "--further", type=Path, nargs="+", default=[], help="folders that `train data` made from other collections"
    )


def add_budget(parser: argparse.ArgumentParser, rate: float | None, said: str = "%(default)s") -> None:
    """Options that every training has."""
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints; training resumes from it")
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--steps", type=int, help="optimisation steps in all")
    budget.add_argument("--minutes", type=float, help="minutes of training in all")
    parser.add_argument("--rate", type=float, default=rate, help=f"peak learning rate (default {said})")
    parser.add_argument("--seed", type=int, default=0)


def run(args: argparse.Namespace) -> int:
    known = {"data": _data, "prq": _prq, "corpus": _corpus, "vlmm": _vlmm, "distill": _distill, "export": _export}
    return known[args.step](args)


def _options(args: argparse.Namespace):
    from ..lab.training.loop import LoopOptions

    return LoopOptions(out=args.out, steps=args.steps, minutes=args.minutes, rate=args.rate)


def _data(args: argparse.Namespace) -> int:
    from tqdm import tqdm

    if (args.captions is None) == (args.folder is not None):
        raise MotionCtrlError("--folder and --captions go together: give both, or neither.")
    if args.without and not args.open_motion:
        raise MotionCtrlError("--without leaves out sources of --open-motion: give that folder too.")
    if args.folder:
        return _data_of_folder(args)
    if args.open_motion:
        from ..lab.collections.open_motion.motions import build_cache

        for _ in tqdm(build_cache(args.open_motion, args.out, args.without), unit=" motions"):
            pass
        return 0
    from ..lab.data.cmu import build_cache, trials

    for _ in tqdm(build_cache(args.cmu_dir, args.out), total=len(trials(args.cmu_dir)), unit=" trials"):
        pass
    return 0


def _data_of_folder(args: argparse.Namespace) -> int:
    """Motions of any folder; files that cannot be read are counted, and the first reason is said."""
    from tqdm import tqdm

    from ..lab.collections.folder.motions import build_cache
    from ..lab.collections.folder.tables import read_entries

    entries = read_entries(args.folder, args.captions)
    reasons = [reason for _, reason in tqdm(build_cache(entries, args.out), total=len(entries), unit=" files")]
    left_out = [reason for reason in reasons if reason]
    if len(left_out) == len(entries):
        raise MotionCtrlError(f"No file of {args.folder} could be read. The first: {left_out[0]}")
    print(f"{len(entries) - len(left_out)} motions" + (f", {len(left_out)} files left out" if left_out else ""))
    if left_out:
        print(f"The first of them: {left_out[0]}")
    return 0


def _prq(args: argparse.Namespace) -> int:
    from ..lab.collections.further import split_motions as further_motions
    from ..lab.training.motions import gesture_motions, split_motions
    from ..lab.training.prq import load_prq, save_prq, train_prq
    from ..lab.training.refine import refine_prq
    from ..lab.training.sensitivity import weigh_prq

    if args.weigh and not args.steps:
        raise MotionCtrlError("--weigh measures a number of batches: give --steps, for example --steps 40.")
    gestures = gesture_motions(args.synthetic, args.motions, args.cmu_dir, args.seed)
    further = [motion for folder in args.further for motion in further_motions(folder, "train")]
    motions = [*split_motions(args.motions, args.cmu_dir, "train"), *further, *gestures]
    print(f"{len(motions)} motions, {sum(map(len, motions)) / 20 / 60:.1f} minutes before augmentation")
    if args.rate is None:
        args.rate = 2.5e-5 if args.refine else 4e-4
    if args.weigh:
        args.out.mkdir(parents=True, exist_ok=True)
        save_prq(weigh_prq(load_prq(args.weigh), motions, args.steps, args.frames, args.seed), args.out / TOKENIZER)
    elif args.refine:
        refine_prq(load_prq(args.refine), motions, _options(args), args.frames, args.seed)
    else:
        train_prq(motions, _options(args), frames=args.frames, seed=args.seed)
    return 0


def _corpus(args: argparse.Namespace) -> int:
    from ..lab.training.corpus import write_corpus
    from ..lab.training.motions import corpus_samples
    from ..lab.training.prq import load_prq

    counts = args.synthetic, args.composed, args.chained
    samples = corpus_samples(args.cmu_dir, args.motions, *counts, args.seed, args.further)
    print(f"{write_corpus(samples, load_prq(args.prq), args.out)} samples")
    return 0


def _vlmm(args: argparse.Namespace) -> int:
    from ..lab.training.corpus import read_corpus
    from ..lab.training.flat import train_flat
    from ..lab.training.flat_sequences import FlatSampler
    from ..lab.training.loop import rank
    from ..lab.training.prq import load_prq
    from ..lab.training.sequences import SequenceSampler
    from ..lab.training.vlmm import train_vlmm, validation_loss

    codebook = load_prq(args.prq).codebook().detach().numpy()
    items = _items(args)
    first = rank() == 0
    train, sampler = (train_flat, FlatSampler) if args.decoder == "flat" else (train_vlmm, SequenceSampler)
    options = {} if args.decoder == "flat" else {"pattern": args.pattern}
    trained = train(items, codebook, _options(args), args.positions, args.seed, args.start, **options)
    if first:
        print("validation:", validation_loss(trained, read_corpus(args.corpus[0], "validation"), sampler=sampler))
    return 0


def _distill(args: argparse.Namespace) -> int:
    from ..lab.training.distill import distill
    from ..lab.training.prq import load_prq

    codebook = load_prq(args.prq).codebook().detach().numpy()
    distill(_items(args), codebook, _options(args), args.teacher, args.positions, args.seed, args.blind)
    return 0


def _items(args: argparse.Namespace) -> list:
    """The samples of --corpus; the first process counts them and writes down their words."""
    from ..lab.training.corpus import read_corpus
    from ..lab.training.loop import rank
    from ..lab.training.words import FILE, learned_words

    items = read_corpus(args.corpus[0])
    items += [item for folder in args.corpus[1:] for item in read_corpus(folder) if item.synthetic]
    if rank() == 0:
        print(f"{len(items)} samples, of which {sum(item.synthetic for item in items)} are synthetic")
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / FILE).write_text(learned_words(items) + "\n", encoding="utf-8")
    return items


def _export(args: argparse.Namespace) -> int:
    from ..lab.training.export import export_model

    export_model(args.vlmm, args.prq, args.out, args.kind, args.facts)
    return 0
