"""``python -m engine evaluate``: measure a tokenizer or a model."""

from __future__ import annotations

import argparse
import importlib
from importlib.util import find_spec

# Name on the command line, module in engine/lab/evaluation, what it does.
MEASUREMENTS = (
    ("tokenizer", "tokenizer", "how well the tokenizer gives real motion back"),
    ("tokenizers", "peers", "PRQ beside other tokenizers, all trained on the same trials"),
    ("obedience", "obedience", "whether generated motion does what its sentence says"),
    ("actions", "actions", "how much of what animators type the model knows"),
    ("coverage", "coverage", "which actions a classifier recognises in generated motion"),
    ("lengths", "lengths", "how long motions last when nobody says how long"),
    ("vocabulary", "vocabulary", "what the model knows: a page with a picture of each action"),
    ("parts", "parts", "whether the named limb moves and its twin does not"),
    ("edits", "edits", "whether known motion stays and generated motion joins it smoothly"),
    ("long", "long", "whether minutes in one stream stay as good as the first"),
    ("describe", "describe", "whether descriptions of motion name what it shows"),
    ("video", "video", "whether motion follows the video that it is made from"),
    ("generation", "generation", "how close generated motion is to real motion, and to its sentence"),
    ("retarget", "retarget_table", "how well retargeting keeps the source's motion"),
    ("roundtrip", "roundtrip", "whether HuMo263 gives every motion back"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-verb for every measurement that this installation has."""
    children = parser.add_subparsers(dest="measurement", required=True, metavar="WHAT")
    for name, module, help_ in MEASUREMENTS:
        place = f"{__package__.rpartition('.')[0]}.lab.evaluation.{module}"
        if find_spec(place) is not None:
            child = children.add_parser(name, help=help_, description=f"{help_[0].upper()}{help_[1:]}.")
            measurement = importlib.import_module(place)
            measurement.add_arguments(child)
            child.set_defaults(measure=measurement.run)


def run(args: argparse.Namespace) -> int:
    """Run the chosen measurement; its exit status, 0 where it has none."""
    return args.measure(args) or 0
