"""Obedience: does the motion do what the sentence says?"""

from __future__ import annotations

import argparse
from pathlib import Path

from .judging import add_judging, run_judging

# Fifty requests in words that no caption has; what sampling is tuned on.
REQUESTS = Path(__file__).with_name("requests.jsonl")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate obedience``."""
    add_judging(parser, REQUESTS, "fifty of our own")


def run(args: argparse.Namespace) -> int:
    """Generate and judge all requests."""
    return run_judging(args, "obedience")
