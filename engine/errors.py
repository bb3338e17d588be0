"""What every part of the engine raises: for bad input, and when it is stopped."""

from __future__ import annotations

from collections.abc import Callable

Cancel = Callable[[], bool]  # returns True to stop; called often


class MotionCtrlError(Exception):
    """A problem that the user can mend: one sentence that says what and where, and a next step."""


class Cancelled(Exception):
    """Raised inside the engine when ``cancelled()`` is True. It is no error, because the caller asked for it."""
