"""The one exception that every part of the engine raises for bad input."""


class MotionCtrlError(Exception):
    """A problem that the user can mend: one sentence that says what and where, and a next step."""
