"""Making items while the ones before them are used: two stages each keep one core busy.

Pictures are read while the ones before them are looked at; the language model makes a latent frame while those before
it become motion.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def read_ahead(items: Iterable[T], most: int = 8, name: str = "video") -> Iterator[T]:
    """The same items, at most so many of them read in advance in a thread of their own, called ``name``.

    What is raised while reading is raised here; the thread ends when the reader of this gives up.
    """
    waiting: queue.Queue = queue.Queue(most)
    given_up = threading.Event()

    def put(entry: tuple[str, object]) -> bool:
        while not given_up.is_set():
            try:
                waiting.put(entry, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def read() -> None:
        try:
            for item in items:
                if not put(("item", item)):
                    return
            put(("end", None))
        except BaseException as error:  # whatever it is, it belongs to the reader
            put(("error", error))
        finally:
            close = getattr(items, "close", None)
            if close is not None:
                close()

    thread = threading.Thread(target=read, name=name, daemon=True)
    thread.start()
    try:
        while True:
            kind, value = waiting.get()
            if kind == "error":
                raise value
            if kind == "end":
                return
            yield value
    finally:
        given_up.set()
        thread.join()
