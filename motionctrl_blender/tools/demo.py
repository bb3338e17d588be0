"""``python -m motionctrl_blender.tools.demo``: three sentences become a Blender file, pictures and a film.

Runs on bpy from PyPI, without a window. With --motions it shows motion files instead of generating.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

PROMPTS = (
    "a person walks forward",
    "a person waves with the right hand",
    "a person jumps up and down",
)
_ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m motionctrl_blender.tools.demo", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--out-dir", type=Path, default=Path("demo"), help="folder for what is made (default: demo)")
    parser.add_argument("--prompt", action="append", default=[], help="a sentence; may be repeated")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each motion lasts (default: 4)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same motions")
    parser.add_argument("--model", type=Path, help="model folder (default: the bundled one)")
    parser.add_argument("--motions", type=Path, nargs="+", help="motion files to show instead of generating")
    parser.add_argument("--fps", type=int, default=24, help="frames a second of the scene (default: 24)")
    options = parser.parse_args(arguments)
    options.prompt = options.prompt or list(PROMPTS)
    root = load_extension()
    from importlib import import_module

    show = import_module(f"{root}.motionctrl_blender.tools.show")
    errors = import_module(f"{root}.engine.errors")
    try:
        show.run(options)
    except errors.MotionCtrlError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def load_extension(name: str = "motionctrl") -> str:
    """Imports the repository's root as a package, as Blender does with the installed extension."""
    spec = importlib.util.spec_from_file_location(name, _ROOT / "__init__.py", submodule_search_locations=[str(_ROOT)])
    package = importlib.util.module_from_spec(spec)
    sys.modules[name] = package
    spec.loader.exec_module(package)
    return name


if __name__ == "__main__":
    sys.exit(main())
