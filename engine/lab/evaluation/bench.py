"""``python -m engine bench``: speed, latency and memory of a model on this machine.

--shape measures a model that nobody has trained: one of that size is written with random weights and run like
any other.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from ...body.layout import STRIDE
from ...errors import MotionCtrlError
from ...store.folder import FRAME
from ..options import add_model, open_model, write_json

PROMPTS = (
    "a person walks forward and waves with the right hand",
    "someone turns around and sits down",
    "a person jumps three times",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_model(parser)
    parser.add_argument("--seconds", type=float, default=8.0, help="length of each motion (default 8)")
    parser.add_argument("--strength", type=float, help="guidance (default: the model's own)")
    shaped = parser.add_argument_group("a model of random weights, --model then says whose tokenizer it takes")
    shaped.add_argument("--shape", metavar="NAME", help="llama2-7b, tinyllama-1.1b or smollm2-135m")
    shaped.add_argument("--kind", default="Q4_0", help="its weights: F16, Q8_0 or Q4_0 (default Q4_0)")
    shaped.add_argument("--decoder", metavar="NAME", help="frame or flat (default: that of --model)")
    shaped.add_argument("--folder", type=Path, metavar="DIR", help="where it is kept (default: nowhere)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the figures to this file")


def run(args: argparse.Namespace) -> int:
    with _shaped(args) if args.shape else _asked(args):
        return _run(args)


def _run(args: argparse.Namespace) -> int:
    """Measure and print the model that ``args`` names."""
    from .stages import Stages, limits, work

    began = time.perf_counter()
    with open_model(args) as engine:
        load = time.perf_counter() - began
        rates, latencies = [], []
        for seed, prompt in enumerate(PROMPTS):
            rate, latency, _ = _measure(engine, prompt, args.seconds, seed, args.strength)
            rates.append(rate)
            latencies.append(latency)
        stages = Stages()
        with stages.watching(engine):
            latents = _measure(engine, PROMPTS[0], args.seconds, 0, args.strength)[2] // STRIDE
        strength = engine.description.sampling.get("strength", 1.0) if args.strength is None else args.strength
        figures = {
            "motion_fps": round(statistics.median(rates), 1),
            "first_frame_s": round(statistics.median(latencies), 3),
            "load_s": round(load, 3),
            "peak_memory_mb": round(peak_memory() / 2**20, 1),
            "threads": engine.threads,
            "decoder": engine.description.decoder,
            "model": engine.description.name,
            "strength": strength,
            "seconds": args.seconds,
            "gpu_layers": args.gpu_layers,
        }
        figures |= {f"ms_{name.replace(' ', '_')}": ms for name, ms in stages.per_latent(latents).items()}
        if engine.description.decoder == FRAME and not args.gpu_layers and find_spec("gguf"):
            figures |= limits(*work(engine, strength), engine.threads)
            least = min(figures["memory_limit_fps"], figures["arithmetic_limit_fps"])
            figures["share_of_limit"] = round(figures["motion_fps"] / least, 2)
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:<{width}}  {value}")
    if args.shape == "llama2-7b":
        from .shapes import PAPER

        figures["paper_motion_fps"] = PAPER[args.kind]
        theirs = ", ".join(f"{card} {fps:g}" for card, fps in PAPER[args.kind].items())
        print(f"The paper's 7B model with weights of this size, motion frames a second: {theirs}.")
    if args.json:
        write_json(args.json, figures)
    return 0


@contextmanager
def _asked(args: argparse.Namespace) -> Iterator[None]:
    """The model that --model names."""
    for option, value in (("--folder", args.folder), ("--decoder", args.decoder)):
        if value is not None:
            raise MotionCtrlError(f"{option} goes with --shape: give --model for a model that is there.")
    yield


@contextmanager
def _shaped(args: argparse.Namespace) -> Iterator[None]:
    """A model of the shape that --shape names, instead of the one that --model names."""
    from ...store.folder import FILES, default_model, read_description
    from .shapes import KINDS, SHAPES, shape_folder

    base = args.model or default_model()
    decoder = args.decoder or read_description(base).decoder
    for option, value, known in (
        ("--shape", args.shape, SHAPES),
        ("--kind", args.kind, KINDS),
        ("--decoder", decoder, FILES),
    ):
        if value not in known:
            raise MotionCtrlError(f"{option} {value} is not known: use {', '.join(known)}.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        args.model = shape_folder(folder, args.shape, args.kind, base, _say, decoder)
        yield


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _measure(engine, prompt: str, seconds: float, seed: int, strength: float | None) -> tuple[float, float, int]:
    """Motion frames a second of one request, seconds until the first of them, and how many there are."""
    from ...api import Request

    request = Request((prompt,), (seconds,), seed=seed, strength=strength)
    began = time.perf_counter()
    first, frames = None, 0
    for chunk in engine.stream(request):
        first = first or time.perf_counter() - began
        frames += len(chunk.rotations)
    return frames / (time.perf_counter() - began), first, frames


def peak_memory() -> int:
    """Most bytes that this process has had in memory at once."""
    if sys.platform == "win32":
        return _peak_memory_windows()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _peak_memory_windows() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            ("PeakWorkingSetSize", ctypes.c_size_t),
            ("rest", ctypes.c_size_t * 7),
        ]

    counters = Counters(cb=ctypes.sizeof(Counters))
    process = ctypes.windll.kernel32.GetCurrentProcess
    process.restype = wintypes.HANDLE
    read = ctypes.windll.psapi.GetProcessMemoryInfo
    read.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
    if not read(process(), ctypes.byref(counters), counters.cb):
        raise MotionCtrlError("Windows does not say how much memory was used: run bench on another machine.")
    return counters.PeakWorkingSetSize
