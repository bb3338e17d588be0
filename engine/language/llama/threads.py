"""How many threads a small model is computed with: measured when it is opened, watched while it generates.

Threads wait for each other after every operation. On an idle machine more of them are quicker, up to a point that
differs from one machine to the next. Where other programs keep the cores busy each wait can take milliseconds, so that
fewer threads are quicker. The number changes no result. What was measured is not kept on disk, because a number from
a busy moment would stay.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence

MOST = 4  # threads of a small model
SMALL = 256 << 20  # bytes of a small model's file; a larger one takes seconds to be measured
_REPEATS = 2
_ENOUGH = 1.1  # fewer threads are taken where they need at most so many times as long as the quickest number
_WINDOW = 8  # steps from whose median the pace is judged
_SLOW = 1.5  # so many times as long as measured is slow
_STALL = 4.0  # so many times as long as with fewer threads is a stall
_GAIN = 0.9  # more threads stay where they need at most this share of the time of fewer
_PATIENCE, _LONGEST = 64, 1024  # steps until more threads are tried again


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def default_threads() -> int:
    """All cores but one: with every core busy, spinning barriers stall for seconds."""
    return max(1, cores() - 1)


def choices(limit: int | None = None) -> tuple[int, ...]:
    """Numbers of threads that are worth a try for a small model, rising; limit: cores, by default this machine's."""
    most = min(MOST, limit or cores())
    return tuple(sorted({1, min(2, most), most}))


def measured(step: Callable[[], object], set_threads: Callable[[int], None], counts: Sequence[int]) -> dict[int, float]:
    """Seconds that ``step`` takes with each of the ``counts`` of threads, rising; the best of some after a first one.

    Stops where other programs keep this one waiting, and at a number that is much slower than fewer: more would be
    slower still.
    """
    found: dict[int, float] = {}
    for count in counts:
        set_threads(count)
        step()
        taken, computed = min(_timed(step) for _ in range(_REPEATS))
        found[count] = taken
        if taken > _SLOW * (computed if count == 1 else min(found.values())):
            break
    return found


def best(seconds: Mapping[int, float]) -> int:
    """The fewest threads that are nearly as quick as any."""
    quickest = min(seconds.values())
    return min(count for count, taken in seconds.items() if taken <= _ENOUGH * quickest)


class Pace:
    """Watches how long steps take, and changes the number of threads where another is quicker.

    More threads are tried only while no other program keeps this one waiting.

    counts: numbers to choose from, rising.
    seconds: what ``measured`` found for some of them; it starts with the best, and others that were measured and are
        larger are not tried.
    set_threads: changes the number.
    kind: what kind of step was measured; only steps of the same kind are compared.
    """

    def __init__(
        self,
        counts: Sequence[int],
        seconds: Mapping[int, float],
        set_threads: Callable[[int], None],
        kind: object = None,
    ) -> None:
        first = best(seconds)
        self._seconds = seconds
        # Where measuring stopped because the machine was busy, more may be of use later.
        self._counts = [count for count in counts if count <= first or len(seconds) == 1]
        self._set_threads = set_threads
        self._measured = self._kind = kind
        self._patience = [_PATIENCE] * len(self._counts)  # steps until each number is tried again
        self._medians: dict[tuple[object, int], float] = {}
        self._move(self._counts.index(first))

    @property
    def threads(self) -> int:
        """The present number."""
        return self._counts[self._at]

    def note(self, seconds: float, computed: float, kind: object = None) -> None:
        """What the last step took, and the seconds of it in which the thread that waits for it computed."""
        if kind != self._kind:
            self._kind = kind
            self._recent.clear()
            self._computed = 0.0
        self._waited += 1
        self._recent.append(seconds)
        self._computed += computed
        if len(self._recent) < _WINDOW and not self._stalled(seconds):
            return
        median = statistics.median(self._recent)
        alone = sum(self._recent) <= _SLOW * self._computed
        self._recent.clear()
        self._computed = 0.0
        self._medians[kind, self.threads] = median
        if self._at > 0 and self._too_slow(median):
            # What was of no use again and again is tried less often.
            self._patience[self._at] = min(_LONGEST, 2 * self._patience[self._at])
            self._move(self._at - 1)
            return
        self._patience[self._at] = _PATIENCE
        if alone and self._at + 1 < len(self._counts) and self._waited >= self._patience[self._at + 1]:
            self._move(self._at + 1)

    def _too_slow(self, median: float) -> bool:
        """Whether fewer threads have been quicker, or are likely to be."""
        fewer = self._medians.get((self._kind, self._counts[self._at - 1]))
        if fewer is not None:
            return median > _GAIN * fewer
        usual = self._seconds.get(self.threads, self._seconds[1])
        return self._kind == self._measured and median > _SLOW * usual

    def _stalled(self, seconds: float) -> bool:
        """Whether one step alone says that threads wait for each other."""
        fewer = self._medians.get((self._kind, self._counts[self._at - 1]), self._seconds[1])
        return self._at > 0 and self._kind == self._measured and seconds > _STALL * fewer

    def _move(self, at: int) -> None:
        self._at = at
        self._waited = 0
        self._recent: list[float] = []
        self._computed = 0.0
        self._set_threads(self._counts[at])


class Watch:
    """Seconds that passed while it ran, and those in which the thread that started it computed."""

    def __init__(self) -> None:
        self.seconds = self.computed = 0.0
        self.start()

    def start(self) -> None:
        """Run on."""
        self._began = time.perf_counter(), time.thread_time()

    def stop(self) -> None:
        """Stand still."""
        self.seconds += time.perf_counter() - self._began[0]
        self.computed += time.thread_time() - self._began[1]


def _timed(step: Callable[[], object]) -> tuple[float, float]:
    """Seconds that a step took, and those in which this thread computed."""
    watch = Watch()
    step()
    watch.stop()
    return watch.seconds, watch.computed
