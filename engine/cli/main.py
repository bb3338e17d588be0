"""The command line: ``python -m engine VERB``.

Bad input ends with one sentence on standard error and exit status 2, and leaves no file behind.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from ..errors import MotionCtrlError

VERBS = {
    "generate": "make a motion file from a sentence",
    "describe": "say in words what a motion file shows",
    "convert": "change a motion file from one kind into another",
    "train": "train a tokenizer or a model",
    "evaluate": "measure a tokenizer or a model",
    "bench": "measure speed and memory",
    "model": "list, inspect, verify and download models",
}


class Parser(argparse.ArgumentParser):
    """Argument errors become one sentence like all others."""

    def error(self, message: str) -> None:
        raise MotionCtrlError(f"{message[:1].upper()}{message[1:]}; see {self.prog} --help.")


def parser_for(verb: str | None) -> argparse.ArgumentParser:
    """The parser of all verbs; only the chosen one's module is imported, since some need torch."""
    parser = Parser(prog="python -m engine", description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, help_ in VERBS.items():
        child = verbs.add_parser(name, help=help_, description=f"{help_[0].upper()}{help_[1:]}.")
        if name == verb:
            command(name).add_arguments(child)
    return parser


def command(verb: str):
    """The module of a verb, with add_arguments(parser) and run(args)."""
    return importlib.import_module(f".{verb}", __package__)


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; returns the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        # Where output goes to a file, Windows writes in a code page that lacks most letters.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    verb = next((word for word in arguments if not word.startswith("-")), None)
    try:
        args = parser_for(verb if verb in VERBS else None).parse_args(arguments)
        return command(args.verb).run(args) or 0
    except MotionCtrlError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
