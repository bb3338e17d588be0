"""Models found, refused, downloaded, paused and taken up again, by mouse and keyboard in the add-on's preferences.

    python tests/blender/gui/models.py [--suite trixie|sid] [--display N] [--pictures FOLDER]

The hub is a stand-in on this machine. The rest is as in scenario.py.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from checks import check  # noqa: E402
from PIL import Image  # noqa: E402
from window import TOOLS, Window  # noqa: E402

from engine.store.folder import BLOCKS, DEPTH, LANGUAGE, TOKENIZER, Description, write_folder  # noqa: E402
from tests.engine.stand_in_hub import Hub, serve  # noqa: E402

PLACE = (330, 10, 780, 980)  # of the preferences' window: left, top, width, height
REPOSITORY, LOOK_UP, DOWNLOAD, RESUME = (590, 570), (715, 599), (330, 725), (698, 494)  # in that window
LOOKED_AT = (174, 226, 776, 780)  # what the picture shows of it
EXTENSION = "bl_ext.user_default.motionctrl_blender"
OPEN = f"""
import bpy, os
bpy.ops.screen.userpref_show()
bpy.context.preferences.active_section = 'ADDONS'
bpy.context.window_manager.addon_search = 'MotionCtrl'
bpy.ops.preferences.addon_expand(module='{EXTENSION}')
"""
ONLINE = """
import bpy, os
os.environ.update(HF_ENDPOINT='{address}', no_proxy='*')
bpy.context.preferences.system.use_online_access = True
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", default="trixie", choices=["trixie", "sid"], help="which Blender (default: trixie)")
    parser.add_argument("--display", type=int, default=78, help="number of the X screen (default: 78)")
    parser.add_argument("--pictures", type=Path, help="folder for a picture")
    options = parser.parse_args()
    if not (TOOLS / "run_gui.sh").is_file():
        print(f"The scripts for a windowed Blender are not in {TOOLS}: put them there.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, Window(options.suite, options.display) as window:
        window.install()
        pictures = (options.pictures or Path(folder)).resolve()
        pictures.mkdir(parents=True, exist_ok=True)
        with serve(published(Path(folder) / "published")) as hub:
            download(window, hub, pictures)
    return 0


def published(folder: Path) -> Hub:
    """A hub with a model of 12 MB whose weights are noise, and that takes its time."""
    folder.mkdir()
    noise = random.Random(1)
    for name, megabytes in ((LANGUAGE, 8), (TOKENIZER, 2), (DEPTH, 1), (BLOCKS, 1)):
        (folder / name).write_bytes(noise.randbytes(megabytes * 1_000_000))
    write_folder(folder, Description(name="noise", licence="CC0-1.0"))
    hub = Hub.of_folder(folder)
    hub.slow = 0.1
    return hub


def download(window: Window, hub: Hub, pictures: Path) -> None:
    """Looks up what isn't there and what is, downloads, pauses, resumes."""
    window.start("Motion")
    window.do(OPEN)
    left, top, width, height = PLACE
    found = window.tool("x", "xdotool", "search", "--name", "Preferences").split()[-1]
    window.tool("x", "xdotool", "windowmove", found, left, top, "windowsize", found, width, height)
    check(window, "offline, nothing can be looked up", "not bpy.ops.motionctrl.look_up_model.poll()")
    window.do(ONLINE.format(address=hub.address))

    look_up(window, "someone/else")
    refused = "session.shelf.error.startswith('There is no public repository someone/else')"
    check(window, "what isn't there is refused in one sentence", refused)
    look_up(window, "someone/model")
    check(window, "what is there is offered", "session.shelf.offer.name == 'noise' and not session.shelf.error")

    click(window, DOWNLOAD)
    window.until("session.shelf.worker.progress is not None and session.shelf.worker.progress.done > 3e6")
    window.do("bpy.ops.motionctrl.pause_download()")
    window.until("session.shelf.worker is None")
    preferences = f"bpy.context.preferences.addons['{EXTENSION}'].preferences"
    unfinished = f"session.shelf.unfinished({preferences}.downloads_folder())"
    check(window, "a pause keeps what came", f"[item.done > 3e6 for item in {unfinished}] == [True]")
    picture(window, pictures / "10_models.png")

    hub.slow = 0.0
    click(window, RESUME)
    window.until("session.shelf.worker is None")
    here = f"[model.description.name for model in session.shelf.models({preferences}.downloads_folder())]"
    check(window, "it goes on, arrives and is listed", f"{here} == ['noise'] and not {unfinished}")


def look_up(window: Window, repository: str) -> None:
    click(window, REPOSITORY)
    window.tool("key", "ctrl+a")
    window.tool("type", repository)
    window.tool("key", "Return")
    click(window, LOOK_UP)
    window.until("session.shelf.worker is None and bool(session.shelf.offer or session.shelf.error)")


def click(window: Window, place: tuple[int, int]) -> None:
    """Presses what is at a place of the preferences' window."""
    _rest(window)
    window.tool("click", PLACE[0] + place[0], PLACE[1] + place[1])


def _rest(window: Window) -> None:
    """The pointer goes to an empty corner: Blender redraws a hovered button late."""
    window.tool("move", PLACE[0] + PLACE[2] - 100, PLACE[1] + PLACE[3] - 60)


def picture(window: Window, path: Path) -> None:
    """What the add-on has in the preferences, as a small PNG."""
    _rest(window)
    time.sleep(2.0)
    window.tool("shot", path)
    left, top, right, bottom = LOOKED_AT
    with Image.open(path) as whole:
        cropped = whole.convert("RGB").crop((PLACE[0] + left, PLACE[1] + top, PLACE[0] + right, PLACE[1] + bottom))
    cropped.quantize(200, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
