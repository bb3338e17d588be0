"""What a lent machine is, and the two rates that bound everything on it."""

from __future__ import annotations

import platform
import time

import numpy as np
import torch
import transformers

from ....errors import MotionCtrlError


def device(name: str) -> torch.device:
    """``cuda`` or ``cpu``; raises MotionCtrlError where there is no card."""
    if name == "cuda" and not torch.cuda.is_available():
        raise MotionCtrlError("PyTorch finds no card here: give --device cpu to rehearse on the processor.")
    return torch.device(name)


def smoke(where: torch.device, size: int = 8192) -> dict[str, float | str]:
    """Versions, and measured rates: bfloat16 products in TFLOP/s and copies in TB/s (bytes read and written)."""
    found: dict[str, float | str] = {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "numpy": np.__version__,
        "device": torch.cuda.get_device_name(where) if where.type == "cuda" else platform.machine(),
    }
    torch.manual_seed(0)
    a, b = (torch.randn(size, size, device=where, dtype=torch.bfloat16) for _ in range(2))
    seconds = _median_seconds(lambda: a @ b, where)
    found["product_tflops"] = 2 * size**3 / seconds / 1e12
    source = torch.randn(size * size // 2, device=where)
    target = torch.empty_like(source)
    found["copy_tbytes"] = 2 * source.nbytes / _median_seconds(lambda: target.copy_(source), where) / 1e12
    print("smoke: " + ", ".join(f"{k} {v:.2f}" if isinstance(v, float) else f"{k} {v}" for k, v in found.items()),
          flush=True)  # fmt: skip
    return found


def _median_seconds(work, where: torch.device, repeats: int = 9) -> float:
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        if where.type == "cuda":
            torch.cuda.synchronize(where)
        times.append(time.perf_counter() - began)
    return float(np.median(times[1:]))
