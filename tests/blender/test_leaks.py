"""Generating and cancelling over and over leaves nothing behind."""

from __future__ import annotations

import gc
import threading
import time

import pytest

CYCLES, WARM_UP = 200, 20


@pytest.mark.slow
def test_200_cancelled_generations_leave_no_memory_threads_or_actions(blender, hero, session, addon, generate):
    megabytes = addon.load("motionctrl_blender.work.memory").megabytes
    if megabytes() is None:
        pytest.skip("this system doesn't tell how much memory a process holds")
    for cycle in range(CYCLES + WARM_UP):
        if cycle == WARM_UP:  # by then the model is open and Python's pools have their size
            gc.collect()
            memory, threads = megabytes(), threading.active_count()
        generate(seconds=10.0, seed=cycle, wait=False)
        while cycle % 2 and session.preview.written is None:  # every other one is cancelled when keys are there
            session.drain()
            time.sleep(0.005)  # as Blender's own event loop does: the generating thread gets its turn
        blender.ops.motionctrl.cancel()
        session.reject()
    gc.collect()
    assert threading.active_count() == threads
    assert not len(blender.data.actions)
    assert megabytes() - memory <= 30
