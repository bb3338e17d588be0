"""Actions: how much of what animators type does the model know?

Six kinds of actions: moving, fighting, on the floor, sport, daily life, gestures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from .judging import add_judging, run_judging

# Twenty requests of each kind; training never sees them.
REQUESTS = Path(__file__).with_name("actions.jsonl")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate actions``."""
    add_judging(parser, REQUESTS, "120 of our own")


def run(args: argparse.Namespace) -> int:
    """Generate and judge all requests."""
    return run_judging(args, "actions")
