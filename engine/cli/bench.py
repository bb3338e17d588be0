"""``python -m engine bench``: speed, latency and memory of a model on this machine."""

from __future__ import annotations

from ..lab.evaluation.bench import add_arguments, run

__all__ = ["add_arguments", "run"]
