"""The number of threads is measured, falls while other programs need the cores, and changes no motion."""

from __future__ import annotations

import multiprocessing
import os

import numpy as np
import pytest

from engine.api import Engine, Request
from engine.language.llama.library import SPIN, short_spins
from engine.language.llama.threads import Pace, best, choices, measured


class Machine:
    """A stand-in processor: what a step takes with some threads, idle or busy."""

    def __init__(self, idle: dict[int, float], busy: dict[int, float]) -> None:
        self.times = {False: idle, True: busy}
        self.busy = False
        self.threads = 0
        self.honest = True  # whether time without computing shows

    def set_threads(self, count: int) -> None:
        self.threads = count

    def step(self) -> float:
        return self.times[self.busy][self.threads]


@pytest.fixture
def machine() -> Machine:
    return Machine({1: 10.0, 2: 6.0, 4: 4.0}, {1: 20.0, 2: 60.0, 4: 200.0})


def run(machine: Machine, pace: Pace, steps: int) -> list[int]:
    """The number of threads at each of some steps."""
    used = []
    for _ in range(steps):
        used.append(machine.threads)
        pace.note(machine.step(), machine.times[False][machine.threads] if machine.honest else machine.step())
    return used


def test_the_fewest_threads_that_are_nearly_the_quickest_are_taken():
    assert best({1: 10.0, 2: 6.0, 3: 5.8, 4: 5.7}) == 2
    assert best({1: 10.0, 2: 14.0}) == 1


def test_a_small_model_has_four_threads_at_most():
    assert [choices(cores) for cores in (1, 2, 3, 4, 64)] == [(1,), (1, 2), (1, 2, 3), (1, 2, 4), (1, 2, 4)]


def test_more_threads_are_not_tried_where_two_are_much_slower(monkeypatch):
    tried = []
    times = iter([(1.0, 1.0), (1.0, 1.0), (3.0, 1.0), (3.0, 1.0)])
    monkeypatch.setattr("engine.language.llama.threads._timed", lambda step: next(times))
    found = measured(lambda: None, tried.append, (1, 2, 4))
    assert tried == [1, 2]
    assert best(found) == 1


def test_a_busy_machine_is_not_measured_further_and_gets_more_threads_once_it_is_idle(monkeypatch, machine):
    times = iter([(9.0, 1.0), (8.0, 1.0)])
    monkeypatch.setattr("engine.language.llama.threads._timed", lambda step: next(times))
    found = measured(lambda: None, machine.set_threads, (1, 2, 4))
    assert found == {1: 8.0}
    pace = Pace((1, 2, 4), found, machine.set_threads)
    assert pace.threads == 1
    assert run(machine, pace, 1000)[-1] == 4


def test_one_step_that_stalls_is_enough(machine):
    pace = Pace((1, 2, 4), machine.times[False], machine.set_threads)
    pace.note(200.0, 200.0)
    assert pace.threads == 2


def test_an_idle_machine_keeps_its_threads(machine):
    pace = Pace((1, 2, 4), machine.times[False], machine.set_threads)
    assert set(run(machine, pace, 500)) == {4}


def test_a_busy_machine_gets_fewer_threads_and_an_idle_one_more_again(machine):
    pace = Pace((1, 2, 4), machine.times[False], machine.set_threads)
    machine.busy = True
    assert run(machine, pace, 40)[-1] == 1
    assert set(run(machine, pace, 2000)) == {1}
    machine.busy = False
    assert run(machine, pace, 3000)[-1] == 4


def test_where_a_busy_machine_does_not_show_more_threads_are_tried_less_and_less_often(machine):
    pace = Pace((1, 2, 4), machine.times[False], machine.set_threads)
    machine.busy, machine.honest = True, False
    used = run(machine, pace, 2000)
    assert used.count(1) > 1900
    assert set(used) > {1}
    machine.busy = False
    assert run(machine, pace, 3000)[-1] == 4


def test_steps_of_different_kinds_are_not_compared(machine):
    pace = Pace((1, 2, 4), machine.times[False], machine.set_threads, kind="four branches")
    for _ in range(50):
        pace.note(100.0, 100.0, "one branch")
    assert pace.threads == 4
    for _ in range(8):
        pace.note(30.0, 30.0, "four branches")
    assert pace.threads == 2


def spin() -> None:
    while True:
        pass


def test_beside_a_competing_load_the_motion_is_the_same(tiny_model):
    """Two processes keep the cores busy while it is opened and generates, whatever number of threads that leads to."""
    request = Request(("walk",), (4.0,), seed=3, strength=2.0)
    with Engine(tiny_model.folder, threads=1) as engine:
        alone = engine.fill(request).codes
    spinning = [multiprocessing.get_context("spawn").Process(target=spin, daemon=True) for _ in range(2)]
    for process in spinning:
        process.start()
    try:
        with Engine(tiny_model.folder) as engine:
            assert 1 <= engine.threads <= 4
            beside = engine.fill(request).codes
    finally:
        for process in spinning:
            process.kill()
    np.testing.assert_array_equal(alone, beside)


def test_waiting_threads_soon_sleep_and_nobody_else_s_settings_change(monkeypatch):
    monkeypatch.delenv(SPIN, raising=False)
    with short_spins():
        assert int(os.environ[SPIN]) < 1000
    assert SPIN not in os.environ
    monkeypatch.setenv(SPIN, "5")
    with short_spins():
        assert os.environ[SPIN] == "5"


def test_a_number_that_somebody_asks_for_is_kept(tiny_model):
    with Engine(tiny_model.folder, threads=2) as engine:
        assert engine.threads == 2
        assert engine._decoder._pace is None
