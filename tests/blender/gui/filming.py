"""The panel Video, with mouse and keyboard: a film of somebody who waves becomes motion."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
from checks import BONE, CURVES, HELPERS, check, look, report
from PIL import Image
from window import ROOT, Window

# Headers in pixels below the sidebar's top, the ones above each of them closed; one part is switched on.
PROMPT_HEADER, RESULT_HEADER, PARTS_HEADER, VIDEO_HEADER = 107, 135, 163, 219
PARTS_BELOW_RESULT, VIDEO_BELOW_PARTS = 278, 495
# Rows of the panel with all others closed; the last two with thumbnails.
FILE, RANGE, LOOK = 276, 302, 354
GENERATE, DECIDE = 701, 757
# Across the sidebar.
HEADER, MIDDLE, ACCEPT = 0.25, 0.45, 0.14
FILE_NAME, START, END = 0.3, 0.24, 0.66

RATE, FIRST, LAST = 24, 0.5, 2.5


def film(folder: Path) -> Path:
    """A movie of three seconds, made by the demo: somebody waves with the right hand."""
    command = [sys.executable, "-m", "motionctrl_blender.tools.demo", "--prompt", "a person waves with the right hand"]
    command += ["--seconds", "3", "--fps", str(RATE), "--out-dir", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder / "preview.mp4"


def follow_video(window: Window, movie: str, pictures: Path) -> None:
    """Look at a range of a movie, generate from it, accept, undo. The panels are afterwards as they were.

    movie: its name inside the window's folder. Prompt, Result and Parts are open at first.
    """
    before, kept = window.ask(CURVES), window.ask("len(motion.history)")
    for header in (PROMPT_HEADER, VIDEO_BELOW_PARTS, PARTS_BELOW_RESULT, RESULT_HEADER):
        window.click(HEADER, header)
    window.fill(FILE_NAME, FILE, movie)
    window.fill(START, RANGE, str(FIRST))
    window.fill(END, RANGE, str(LAST))
    typed = [movie, FIRST, LAST]
    check(window, "movie and range are typed", f"[motion.video.file, motion.video.start, motion.video.end] == {typed}")
    window.click(MIDDLE, LOOK)
    window.until("session.job is None or session.job.task.done > 1")
    check(window, "the panel counts the pictures", "session.job is not None and session.job.task.feed.total == 41")
    window.picture(pictures / "video_looking.png")
    window.until("not session.busy()")
    found = "[person.found.tolist() for person in session.video.seen.people]"
    check(window, "one person is seen, all the time", f"{found} == [[True] * 41]")
    seconds = "session.video.seen.times[-1].item()"
    check(window, "the range is what was looked at", f"abs({seconds} - {LAST - FIRST}) < 0.05")

    window.click(MIDDLE, GENERATE)
    window.until("session.pending() or bool(session.error)")
    check(window, "the preview follows the video", "session.pending() and session.preview.task.video is not None")
    middle = round((LAST - FIRST) / 2 * RATE)
    raised = f"{BONE}('right_wrist', {middle})[2] - {BONE}('left_wrist', {middle})[2] > 0.3"
    check(window, "the right hand is raised, as in the video", raised)
    look(window, middle)
    window.picture(pictures / "9_video.png")
    report("both sides' limbs are drawn on the thumbnails", limbs(pictures / "9_video.png", window))
    window.click(ACCEPT, DECIDE)
    check(window, "it is accepted", f"not session.previews and len(motion.history) == {kept + 1}")
    after = window.ask(CURVES)
    last, seconds = max(max(keys[::2]) for keys in after.values()), LAST - FIRST
    report("it has keys as long as the video", after != before and seconds - 0.1 <= last / RATE <= seconds + 0.3)
    window.key("ctrl+z")
    window.do(HELPERS)
    report("undo takes it back", window.ask(CURVES) == before)
    for header in (VIDEO_HEADER, PARTS_HEADER, RESULT_HEADER, PROMPT_HEADER):
        window.click(HEADER, header)


def limbs(picture: Path, window: Window) -> bool:
    """Whether the sidebar in a picture shows the blue of left and the red of right limbs."""
    with Image.open(picture) as image:
        red, green, blue = np.asarray(image.convert("RGB"), dtype=int)[:, -window.sidebar["w"] :].transpose(2, 0, 1)
    return min((blue - np.maximum(red, green) > 70).sum(), (red - np.maximum(green, blue) > 90).sum()) > 300
