"""What an animator does on the first morning, with mouse and keyboard in a real Blender's window.

    python tests/blender/gui/scenario.py [--suite trixie|sid] [--display N] [--pictures FOLDER]

trixie is Blender 4.3, sid is 5.2 or later. Needs root, Linux and the scripts in ../shared/gui. Exit
status 0 only if every click did its work, as the values in the scene show.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from checks import BONE, CURVES, HELPERS, check, look, report  # noqa: E402
from filming import film, follow_video  # noqa: E402
from window import TOOLS, Window  # noqa: E402

# Rows of the sidebar in pixels below its top, without and with a character.
ADD_CHARACTER = 72
PROMPT, SECONDS, GENERATE, CONTINUE = 137, 163, 320, 350
DECIDE, ARMS = 467, 585
PART_TEXT, REGENERATE_ONE_PART = 632, 683
# Headers; those below Prompt with it closed, and with one part switched on.
PROMPT_HEADER, STYLE_HEADER = 107, 383
MODEL_HEADER, SEQUENCE_HEADER, HISTORY_HEADER = 523, 467, 249
# Across the sidebar.
HEADER = 0.25
MIDDLE, LEFT_FIELD = 0.45, 0.3
ACCEPT, REJECT = 0.14, 0.42
LEFT_ARM = 0.73


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", default="trixie", choices=["trixie", "sid"], help="which Blender (default: trixie)")
    parser.add_argument("--display", type=int, default=77, help="number of the X screen (default: 77)")
    parser.add_argument("--pictures", type=Path, help="folder for a picture of each step")
    options = parser.parse_args()
    if not (TOOLS / "run_gui.sh").is_file():
        print(f"The scripts for a windowed Blender are not in {TOOLS}: put them there.", file=sys.stderr)
        return 2
    if os.geteuid():
        print("A Debian is set up in a folder of its own, which needs root: run this as root.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, Window(options.suite, options.display) as window:
        window.install()
        movie = film(window.run / "film").relative_to(window.root)
        pictures = (options.pictures or Path(folder)).resolve()
        pictures.mkdir(parents=True, exist_ok=True)
        morning(window, f"/{movie}", pictures)
    return 0


def morning(window: Window, movie: str, pictures: Path) -> None:
    """Add a character, generate, regenerate an arm, continue, undo, cancel, follow a video."""
    window.start("Motion")
    window.do(HELPERS)
    window.do("bpy.data.objects.remove(bpy.data.objects['Cube'])")
    window.picture(pictures / "1_start.png")

    window.click(MIDDLE, ADD_CHARACTER)
    check(window, "a character is there", "motion.character is not None and motion.character.name == 'SMPL'")
    look(window, 1)

    window.fill(LEFT_FIELD, PROMPT, "a person walks forward")
    window.fill(LEFT_FIELD, SECONDS, "3")
    check(window, "the prompt is typed", "motion.prompt == 'a person walks forward' and motion.seconds == 3.0")
    window.click(MIDDLE, GENERATE)
    window.until("bool(session.preview and session.preview.written) or bool(session.error)")
    check(window, "keys stream in while it is generated", "session.job is not None and not session.error")
    window.picture(pictures / "2_generating.png")
    window.until("session.pending()")
    moved = f"zip({BONE}('pelvis', 60), {BONE}('pelvis', 1))"
    check(window, "the character moves", f"sum(abs(a - b) for a, b in {moved}) > 0.3")
    look(window, 30)
    window.picture(pictures / "3_preview.png")
    window.click(ACCEPT, DECIDE)
    check(window, "it is accepted", "not session.previews and len(motion.history) == 1")

    before = window.ask(CURVES)
    window.click(LEFT_ARM, ARMS)
    check(window, "the left arm's toggle is on", "motion.left_arm.enabled and not motion.right_arm.enabled")
    window.fill(0.7, PART_TEXT, "waves")
    check(window, "the arm's text is typed", "motion.left_arm.text == 'waves'")
    window.click(MIDDLE, REGENERATE_ONE_PART)
    window.until("session.pending() or bool(session.error)")
    window.picture(pictures / "4_left_arm.png")
    window.click(ACCEPT, DECIDE)
    after = window.ask(CURVES)
    changed = {path.split('"')[1] for path in after if after[path] != before[path]}
    arm = {"left_collar", "left_shoulder", "left_elbow", "left_wrist", "left_hand"}
    report("only the left arm's keys have changed", bool(changed) and changed <= arm)

    window.fill(LEFT_FIELD, PROMPT, "a person jumps up and down")
    window.click(MIDDLE, CONTINUE)
    window.until("session.pending() or bool(session.error)")
    look(window, 100)
    window.picture(pictures / "5_continued.png")
    window.click(ACCEPT, DECIDE)
    longer = window.ask(CURVES)
    kept = all(longer[path][: len(keys)] == keys for path, keys in after.items())
    report("continuing adds keys and moves none", kept and len(max(longer.values(), key=len)) > 200)
    window.key("ctrl+z")
    window.do(HELPERS)
    report("undo takes the continuation back", window.ask(CURVES) == after)

    window.fill(LEFT_FIELD, SECONDS, "60")
    window.click(MIDDLE, GENERATE)
    window.until("bool(session.preview and session.preview.written) or bool(session.error)")
    window.key("Escape")
    window.until("not session.busy()")
    look(window, 5)
    check(window, "Esc stops it and keeps what is there", "session.pending() and session.preview.written[1] < 1000")
    window.picture(pictures / "6_cancelled.png")
    window.click(REJECT, DECIDE)
    check(window, "it is rejected", "not session.previews")
    report("the animation is as it was", window.ask(CURVES) == after)

    follow_video(window, movie, pictures)

    # What is closed at first, from the bottom up; then what an error looks like.
    for header in (PROMPT_HEADER, MODEL_HEADER, SEQUENCE_HEADER, HISTORY_HEADER):
        window.click(HEADER, header)
    window.picture(pictures / "7_other_panels.png")
    window.click(HEADER, PROMPT_HEADER)
    window.click(HEADER, STYLE_HEADER)
    window.do("bpy.context.scene.motionctrl.prompt = ' '")
    window.click(MIDDLE, GENERATE)
    check(window, "an empty prompt is refused in one sentence", "session.error.startswith('The prompt is empty; say')")
    window.picture(pictures / "8_error.png")
    print(window.ask("'Blender ' + bpy.app.version_string"))


if __name__ == "__main__":
    sys.exit(main())
