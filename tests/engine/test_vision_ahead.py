"""Reading ahead changes nothing but the time it takes."""

from __future__ import annotations

import threading

import pytest

from engine.ahead import read_ahead
from engine.errors import MotionCtrlError


def readers() -> int:
    return sum(thread.name == "video" for thread in threading.enumerate())


def test_everything_comes_in_order():
    assert list(read_ahead(iter(range(100)), most=3)) == list(range(100))
    assert readers() == 0


def test_an_error_while_reading_arrives_after_what_was_read_before_it():
    def broken():
        yield 1
        raise MotionCtrlError("The file ends here: choose another file.")

    items = read_ahead(broken())
    assert next(items) == 1
    with pytest.raises(MotionCtrlError, match="ends here"):
        next(items)
    assert readers() == 0


def test_who_stops_early_leaves_no_thread_and_no_open_file():
    closed = []

    def endless():
        try:
            while True:
                yield 0
        finally:
            closed.append(True)

    items = read_ahead(endless(), most=2)
    next(items)
    items.close()
    assert readers() == 0
    assert closed == [True]
