"""``python -m engine bench``: speed, latency and memory of a model on this machine."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

from ..errors import MotionCtrlError
from .options import add_model, open_model, write_json

PROMPTS = (
    "a person walks forward and waves with the right hand",
    "someone turns around and sits down",
    "a person jumps three times",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_model(parser)
    parser.add_argument("--seconds", type=float, default=8.0, help="length of each motion (default 8)")
    parser.add_argument("--strength", type=float, help="guidance (default: the model's own)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the figures to this file")


def run(args: argparse.Namespace) -> int:
    began = time.perf_counter()
    with open_model(args) as engine:
        load = time.perf_counter() - began
        rates, latencies = [], []
        for seed, prompt in enumerate(PROMPTS):
            rate, latency = _measure(engine, prompt, args.seconds, seed, args.strength)
            rates.append(rate)
            latencies.append(latency)
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
        }
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:<{width}}  {value}")
    if args.json:
        write_json(args.json, figures)
    return 0


def _measure(engine, prompt: str, seconds: float, seed: int, strength: float | None) -> tuple[float, float]:
    """Motion frames a second, and seconds until the first of them, of one request."""
    from ..api import Request

    request = Request((prompt,), (seconds,), seed=seed, strength=strength)
    began = time.perf_counter()
    first, frames = None, 0
    for chunk in engine.stream(request):
        first = first or time.perf_counter() - began
        frames += len(chunk.rotations)
    return frames / (time.perf_counter() - began), first


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
