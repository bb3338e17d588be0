"""Motion files of text as programs of many kinds write them: encodings, line ends, commas and comments made plain."""

from __future__ import annotations

import codecs
import os
import re

from ..errors import MotionCtrlError
from ..files import refuse_companion

MOST_BYTES = 600_000_000
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_PLAIN_LINE_END = re.compile("\r\n?")
_PADDING = "\x1a\0 \t\n"  # DOS ended text files with Ctrl-Z
_COMMENT = re.compile(r"^[ \t]*(?:#|//|;).*$", re.MULTILINE)


def read_text(path: str | os.PathLike, kind: str, most_bytes: int = MOST_BYTES, *, prose: bool = False) -> str:
    r"""The text of a motion file with ``\n`` at its line ends, or a :class:`MotionCtrlError` that says why not.

    UTF-8, UTF-16 and UTF-32 are told by their mark or their zero bytes; in other encodings only the letters
    beyond ASCII are lost. ``prose``: separators of lines that stand in sentences stay.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as problem:
        raise MotionCtrlError(f"{path} cannot be read ({problem.strerror or problem}): check the path.") from problem
    if len(data) > most_bytes:
        raise MotionCtrlError(f"{path} is larger than {most_bytes // 1_000_000} MB: cut it into shorter takes.")
    refuse_companion(path, data)
    text = _decoded(data)
    if text is None:
        raise MotionCtrlError(f"{path} is not a {kind} text file: give a {kind} file.")
    text = (_PLAIN_LINE_END if prose else _LINE_END).sub("\n", text).replace("\ufeff", "").rstrip(_PADDING)
    if not text.strip():
        raise MotionCtrlError(f"{path} is empty: give a {kind} file that holds something.")
    return text


def _decoded(data: bytes) -> str | None:
    """The text, None where the bytes are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    start = data[:4096]
    if b"\0" in start.rstrip(b"\0\x1a"):
        # Latin letters in UTF-16 have every other byte zero.
        even, odd = start[0::2].count(0), start[1::2].count(0)
        if len(start) > 3 and max(even, odd) > 0.9 * (len(start) // 2) and min(even, odd) == 0:
            return data.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace")
        return None
    return data.decode("utf-8", errors="replace")


def without_comments(text: str) -> str:
    """The text with lines that are comments (#, // or ;) made empty."""
    return _COMMENT.sub("", text)


def comma_meaning(numbers: str) -> str:
    """What a comma stands for among ``numbers``, the part of a file that holds them.

    "." where it is a decimal point (German, French and other settings), " " where it parts numbers, "" where
    there is none. Commas are decimal where no number has a point and each number has at most one.
    """
    if "," not in numbers and ";" not in numbers:
        return ""
    pointed = re.search(r"\d\.|\.\d", numbers)
    alone = re.search(r"(?<![\d,])\d+,\d+(?![\d,])", numbers)
    return "." if alone and not pointed else " "


def with_points(text: str, meaning: str) -> str:
    """The text with its commas, semicolons and typographic minus signs as :func:`comma_meaning` says."""
    text = text.replace("\u2212", "-")
    if meaning == ".":
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return text.translate({ord(","): " ", ord(";"): " "}) if meaning else text
