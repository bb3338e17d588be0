"""Work on a thread of its own, and the queue that carries its messages to Blender's main thread."""

from __future__ import annotations

import queue
import threading
import traceback
from dataclasses import dataclass

from ..engine.errors import Cancelled, MotionCtrlError


@dataclass(frozen=True)
class Ended:
    """The worker is done: finished, cancelled or failed (an error sentence and its details)."""

    cancelled: bool = False
    error: str = ""
    details: str = ""


class Worker:
    """Work on a thread of its own. Create, start, then poll on the main thread."""

    doing = "Working"  # prefix of the message for an unexpected exception

    def __init__(self) -> None:
        self.ended: Ended | None = None
        self._messages: queue.SimpleQueue = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="MotionCtrl", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """Stops the work soon; what has come so far can still be polled."""
        self._stop.set()

    def cancelling(self) -> bool:
        return self._stop.is_set()

    def join(self, timeout: float) -> bool:
        """Waits for the worker; whether it has ended."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def poll(self) -> object | None:
        """The next message, or None where none is waiting."""
        try:
            message = self._messages.get_nowait()
        except queue.Empty:
            return None
        if isinstance(message, Ended):
            self.ended = message
        return message

    def send(self, message: object) -> None:
        """For the work itself, on its thread."""
        self._messages.put(message)

    def run(self) -> None:
        """The work itself, on its thread; it looks at ``cancelling`` often."""

    def _work(self) -> None:
        try:
            self.run()
            self.send(Ended(cancelled=self.cancelling()))
        except Cancelled:
            self.send(Ended(cancelled=True))
        except MotionCtrlError as error:
            self.send(Ended(error=str(error)))
        except Exception as error:  # a worker must always say that it ended
            sentence = f"{self.doing} stopped with an error ({error}): try again, or report it with its details."
            self.send(Ended(error=sentence, details=traceback.format_exc()))
