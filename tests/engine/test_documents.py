"""What the pages say exists: files, make targets, verbs, buttons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.cli.main import VERBS
from tests.engine.test_architecture import MAY_USE

ROOT = Path(__file__).resolve().parents[2]
TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
PAGES = [*(ROOT / page for page in TOP), *sorted((ROOT / "docs").glob("*.md"))]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_and_picture_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)\)", text) + re.findall(r'<img[^>]+src="([^"]+)"', text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_that_is_named_exists(page):
    text = page.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?m)(?:`|^)make ([a-z-]+)", text):
        assert re.search(rf"(?m)^{target}:", makefile), f"make {target}"
    for verb in re.findall(r"-m engine ([a-z]+)", text):
        assert verb in VERBS, verb
    options = (ROOT / "build_addon.py").read_text(encoding="utf-8")
    for line in re.findall(r"build_addon\.py (--.*)", text):
        for option in re.findall(r"--[a-z-]+", line):
            assert f'"{option}"' in options, option


def test_every_page_is_in_the_list_of_pages():
    listed = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in listed, page.name


def test_buttons_are_called_what_blender_shows():
    """Bold words that a page tells to click are labels of operators, panels or properties, or Blender's own."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "motionctrl_blender").rglob("*.py"))
    for page in PAGES:
        for button in re.findall(r"[Cc]lick \*\*([^*]+)\*\*", page.read_text(encoding="utf-8")):
            assert f'"{button}"' in sources, f"{name(page)}: {button}"


DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")


def test_the_design_page_lists_every_room():
    listed = re.findall(r"(?m)^\| ([^|]+) \|", DESIGN)
    assert set(MAY_USE) <= set(re.findall(r"`([^`]+)`", " ".join(listed)))


def test_files_that_pages_name_are_there():
    for page in PAGES:
        for path in re.findall(r"`((?:engine|motionctrl_blender|tests)/[\w/.]*)`", page.read_text(encoding="utf-8")):
            assert (ROOT / path).exists(), f"{name(page)}: {path}"


def test_what_the_code_cites_of_the_design_page_is_a_heading_of_it():
    headings = set(re.findall(r"(?m)^## (.+)$", DESIGN))
    for path in [*(ROOT / "engine").rglob("*.py"), *(ROOT / "motionctrl_blender").rglob("*.py")]:
        for cited in re.findall(r'docs/design\.md, "([^"]+)"', path.read_text(encoding="utf-8")):
            assert cited in headings, f"{path.name}: {cited}"
