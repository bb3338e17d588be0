"""Training in two processes that torchrun starts, and going on in one."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.engine.tiny_model import random_codes

torch = pytest.importorskip("torch")

from engine.pose.features import WIDTH  # noqa: E402

if not (torch.distributed.is_available() and torch.distributed.is_gloo_available()):
    pytest.skip("this PyTorch is built without Gloo, by which processes on CPUs talk", allow_module_level=True)
pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("distributed_training.py")
TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1", "--nproc-per-node", "2")


def start(folder: Path, steps: int, launcher: tuple[str, ...] = ()) -> str:
    """Train in ``folder`` up to ``steps``; what was printed."""
    loopback = next(name for _, name in socket.if_nameindex() if name.startswith("lo"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": loopback}
    environment["CUDA_VISIBLE_DEVICES"] = ""
    done = subprocess.run(
        [sys.executable, *launcher, str(SCRIPT), str(folder), str(steps)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def folder(tiny_model, tmp_path_factory) -> Path:
    """A corpus of a few captioned motions and the tokenizer that they are coded by."""
    place = tmp_path_factory.mktemp("distributed")
    shutil.copyfile(tiny_model.folder / "prq.safetensors", place / "prq.safetensors")
    (place / "corpus").mkdir()
    rows = [
        {
            "name": f"m{n}",
            "frames": 8 + n,
            "captions": [f"walk {n} steps"],
            "parts": [],
            "synthetic": n % 2 == 0,
            "split": "validation" if n == 11 else "train",
            "kind": "walk",
            "given": 0,
            "filmed": False,
        }
        for n in range(12)
    ]
    (place / "corpus" / "samples.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    np.save(place / "corpus" / "codes.npy", random_codes(sum(row["frames"] for row in rows)).astype(np.int16))
    np.save(place / "corpus" / "footage.npy", np.zeros((0, WIDTH), np.float16))
    return place


@pytest.fixture(scope="module")
def printed(folder) -> str:
    """What two processes printed that took three steps together."""
    return start(folder, 3, TORCHRUN)


def reports(folder: Path, steps: int) -> list[dict]:
    return [json.loads(path.read_text()) for path in sorted(folder.glob(f"{steps}-*.json"))]


def test_two_processes_end_with_the_same_weights_though_they_saw_different_motions(folder, printed):
    first, second = reports(folder, 3)
    assert first["status"] == second["status"] == 0
    assert len(first["batches"]) == len(second["batches"]) == 3
    assert not set(first["batches"]) & set(second["batches"])
    assert first["weights"] == second["weights"]


def test_one_of_them_writes_the_checkpoint_and_speaks(folder, printed):
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["checkpoint.pt", "words.txt"]
    assert torch.load(folder / "out" / "checkpoint.pt", weights_only=True)["step"] == 3
    assert printed.count("samples, of which") == printed.count("validation:") == 1


def test_by_the_clock_they_stop_at_the_same_step_though_one_clock_runs_fast(folder, printed):
    first, second = reports(folder, 3)
    assert first["steps"] == second["steps"] > 0


def test_one_process_goes_on_where_two_have_stopped(folder, printed):
    start(folder, 4)
    (alone,) = reports(folder, 4)
    assert len(alone["batches"]) == 1
    assert alone["weights"] != reports(folder, 3)[0]["weights"]
    assert torch.load(folder / "out" / "checkpoint.pt", weights_only=True)["step"] == 4
