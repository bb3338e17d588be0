"""Look at actions and check them: ``python -m engine.lab.choreography sheet|check|list NAME...``."""

from __future__ import annotations

import argparse
import sys

from ...errors import MotionCtrlError
from .inspect_actions import check, sheet
from .registry import all_actions, select


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m engine.lab.choreography", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    look = commands.add_parser("sheet", help="a picture of stick figures of some samples of each action")
    look.add_argument("names", nargs="+", help="actions, kinds or all")
    look.add_argument("--out", required=True, help="PNG file to write")
    look.add_argument("--count", type=int, default=2, help="samples of each action (default 2)")
    look.add_argument("--frames", type=int, default=12, help="moments of each sample (default 12)")
    look.add_argument("--seed", type=int, default=0)
    look.add_argument("--style", help="name of a style to lay over them")
    test = commands.add_parser("check", help="pass rate, penetration, sliding, speed and wordings of each action")
    test.add_argument("names", nargs="+", help="actions, kinds or all")
    test.add_argument("--count", type=int, default=20, help="samples of each action (default 20)")
    test.add_argument("--seed", type=int, default=0)
    test.add_argument("--words", type=int, default=0, help="print this many captions of each action")
    commands.add_parser("list", help="names of the actions by kind")
    options = parser.parse_args(arguments)
    try:
        if options.command == "list":
            for action in all_actions().values():
                print(f"{action.kind:8} {action.name}")
        elif options.command == "sheet":
            sheet(select(options.names), options.out, options.count, options.frames, options.seed, options.style)
        else:
            check(select(options.names), options.count, options.seed, options.words)
    except MotionCtrlError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
