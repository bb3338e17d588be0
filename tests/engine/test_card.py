"""The rehearsal of what a lent machine runs: every part, at tiny size, on the processor."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.body.skeleton import neutral_skeleton
from engine.errors import MotionCtrlError
from engine.lab.data.sample import Sample
from engine.motion import humo263
from engine.motion.kinematics import Motion, forward_kinematics
from engine.motion.resample import resample
from engine.motion.rotations import about_axis
from tests.engine.tiny_model import build, needed

pytest.importorskip("torch")

_DEVICE = ["--device", "cpu"]


def swaying(frames: int, seed: int) -> Motion:
    """All joints swing smoothly, the pelvis turns all the way round and walks."""
    random = np.random.default_rng(seed)
    times = np.arange(frames)[:, None] / 20
    angles = random.uniform(-0.9, 0.9, 22) * np.sin(times * random.uniform(1, 5, 22) + random.uniform(0, 6, 22))
    rotations = about_axis("x", angles) @ about_axis("z", angles[:, ::-1] * 0.5)
    rotations[:, 0] = about_axis("y", 1.3 * times[:, 0]) @ about_axis("x", 0.2 * np.sin(times[:, 0]))
    return Motion(rotations, np.stack([0.7 * times[:, 0], 0.9 + 0.02 * np.sin(times[:, 0]), times[:, 0]], 1))


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    found = []
    for n in range(10):
        motion = swaying(64 + 4 * (n % 4), n)
        split = "validation" if n % 5 == 4 else "train"
        values = (f"m{n}", motion.rotations.astype(np.float32), motion.translation.astype(np.float32))
        found.append(Sample(*values, (f"sway {n} times", "sway"), (), n % 2 == 0, split, "sway", 4 * (n == 2)))
    return found


@pytest.fixture(scope="module")
def packed(samples, tmp_path_factory) -> Path:
    """A folder with samples as they are kept for a lent machine."""
    from engine.lab.training.card.samples import write_samples

    folder = tmp_path_factory.mktemp("samples") / "swaying"
    assert write_samples(samples, folder, "made") == len(samples)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    return build(tmp_path_factory.mktemp("tiny")).folder


@pytest.fixture(scope="module")
def lent(packed, model, tmp_path_factory) -> Path:
    """What `language` is sent: a pool, a check of it, weights to start from, codes made there."""
    folder = tmp_path_factory.mktemp("lent")
    card("start", "--model", model, "--prq", model / "prq.safetensors", "--out", folder)
    for name, split, count in (("pool.bin", "train", 30), ("check.bin", "validation", 8)):
        card("pool", "--samples", packed, "--count", count, "--films", 4, "--split", split, "--out", folder / name)
    (folder / "data").mkdir()
    (folder / "data" / "swaying.pack").write_bytes((packed / "samples.pack").read_bytes())
    card("encode", *_DEVICE, "--in", folder / "data", "--prq", model / "prq.safetensors", "--out", folder / "codes")
    return folder


def card(*arguments) -> None:
    from engine.lab.training.card.__main__ import main

    assert main([str(argument) for argument in arguments]) == 0


def test_a_packed_motion_is_off_by_less_than_two_millimetres(samples, packed):
    from engine.lab.training.card.pack import read_pack

    pack = read_pack(packed / "samples.pack")
    offsets = neutral_skeleton().offsets
    for index, sample in enumerate(samples):
        wanted = forward_kinematics(sample.rotations.astype(float), sample.translation.astype(float), offsets)[0]
        assert np.abs(pack.motion(index).joints() - wanted).max() < 0.002
    assert (packed / "samples.pack").stat().st_size < 60 * sum(map(len, samples))


def test_a_pack_that_is_cut_short_is_said_to_be(packed, tmp_path):
    from engine.lab.training.card.pack import read_pack

    (tmp_path / "short.pack").write_bytes((packed / "samples.pack").read_bytes()[:-900])
    with pytest.raises(MotionCtrlError, match="pack them again"):
        read_pack(tmp_path / "short.pack")


def test_samples_come_back_with_all_that_is_said_of_them(samples, packed):
    from engine.lab.training.card.samples import read_samples

    for wanted, found in zip(samples, read_samples(packed), strict=True):
        assert replace(found, rotations=0, translation=0) == replace(wanted, rotations=0, translation=0)


@pytest.mark.parametrize(("mirror", "stretch"), [(False, 1.0), (True, 0.87), (False, 1.15)])
def test_features_made_on_the_card_are_those_of_the_processor(packed, mirror, stretch):
    import torch

    from engine.lab.training.card.features import pack_features
    from engine.lab.training.card.pack import read_pack

    pack = read_pack(packed / "samples.pack")
    found, lengths = pack_features(pack, torch.device("cpu"), mirror, stretch)
    for index, part in enumerate(found.split(lengths.tolist())):
        motion = pack.motion(index)
        motion = motion.mirrored() if mirror else motion
        played = replace(resample(motion, motion.fps * stretch), fps=humo263.FPS)
        wanted = humo263.encode(played)[0]
        assert np.abs(wanted[:, :259] - part[:, :259].numpy()).max() < 2e-3
        assert (wanted[:, 259:] != part[:, 259:].numpy()).mean() < 0.02


def test_codes_made_on_the_card_are_those_of_the_processor(samples, packed, model, lent):
    from engine.codec.prq import PRQ
    from engine.lab.training.card.pack import read_pack

    prq, pack = PRQ.load(model / "prq.safetensors"), read_pack(packed / "samples.pack")
    with np.load(lent / "codes" / "codes.npz") as found:
        codes = np.split(found["codes"], np.cumsum(found["lengths"])[:-1])
    wanted = [prq.encode(humo263.encode(pack.motion(index))[0]) for index in range(len(samples))]
    same = [(a == b).mean() for a, b in zip(codes, wanted, strict=True)]
    assert np.mean(same) > 0.98


def test_the_tokenizer_is_trained_and_read_at_run_time(packed, model, tmp_path):
    from engine.codec.prq import PRQ

    for name in ("motions.pack", "prq.safetensors"):
        source = packed / "samples.pack" if name == "motions.pack" else model / name
        (tmp_path / name).write_bytes(source.read_bytes())
    (tmp_path / "shares.json").write_text('{"made": 1.0}')
    budget = ["--seconds", 60, "--room-seconds", 60, "--steps", 3, "--frames", 256, "--rate", 1e-3]
    card("tokenizer", *_DEVICE, "--in", tmp_path, "--out", tmp_path / "out", *budget)
    before, after = PRQ.load(model / "prq.safetensors"), PRQ.load(tmp_path / "out" / "prq.safetensors")
    assert not np.allclose(before.codebook, after.codebook)
    report = json.loads((tmp_path / "out" / "tokenizer.json").read_text())
    assert report["whole"]["loss"] > 0 and report["after_room"]["made"]["own_mm"] > 0


def test_the_language_model_is_trained_and_comes_back_whole(lent, model, tmp_path):
    import torch

    from engine.lab.training.weights import read_weights

    budget = ["--seconds", 60, "--steps", 4, "--positions", 400]
    card("language", *_DEVICE, "--in", lent, "--codes", lent / "codes", "--out", tmp_path / "out", *budget)
    card("collect", "--in", tmp_path / "out", "--out", tmp_path / "vlmm")
    report = json.loads((tmp_path / "out" / "language.json").read_text())
    assert report["after"]["loss"] < report["before"]["loss"]
    before, after = read_weights(model), read_weights(tmp_path / "vlmm")
    assert before.keys() <= after.keys()
    name = "vlmm.llama.layers.0.mlp.up_proj.weight"
    assert torch.allclose(before[name], after[name], atol=0.05)
    assert not torch.equal(before[name], after[name])


def test_patterns_are_compared_and_come_back_as_changes(lent, tmp_path):
    import torch

    from engine.lab.nets.frame import depth_config_of
    from engine.lab.training.card.encode import coded
    from engine.lab.training.card.pool import read_pool, write_pool
    from engine.lab.training.card.weights import read_weights_of
    from engine.lab.training.weights import part

    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("pool.bin", "check.bin"):
        write_pool(coded(read_pool(lent / name), lent / "codes"), folder / name)
    for file in lent.glob("start.*"):
        (folder / file.name).write_bytes(file.read_bytes())
    budget = ["--seconds", 60, "--steps", 2, "--positions", 400, "--every", 1, "--names", "sequential", "delay"]
    card("patterns", *_DEVICE, "--in", folder, "--out", tmp_path / "out", *budget)
    found = json.loads((tmp_path / "out" / "patterns.json").read_text())
    assert [len(entry["history"]) for entry in found.values()] == [2, 2]
    card("collect", "--in", tmp_path / "out", "--name", "delay", "--start", folder, "--out", tmp_path / "delay")
    state = torch.load(tmp_path / "delay" / "checkpoint.pt", weights_only=True)["model"]
    assert depth_config_of(part(state, "vlmm.depth."), 2).pattern == "delay"
    before = read_weights_of(folder, "start")[0]
    changed = state["vlmm.llama.layers.0.mlp.up_proj.weight"] - before["vlmm.llama.layers.0.mlp.up_proj.weight"]
    assert 0 < changed.abs().max() < 0.01
    (tmp_path / "out" / "delay.0.safetensors").unlink()
    with pytest.raises(MotionCtrlError, match="fetch them again"):
        read_weights_of(tmp_path / "out", "delay", before)


def test_eight_bits_that_come_back_are_eight_bits_again():
    import torch

    from engine.lab.training.card.weights import quantized, restored

    value = torch.randn(64, 96)
    once = restored(*quantized(value))
    assert torch.equal(once, restored(*quantized(once)))
    assert (once - value).abs().max() < value.abs().max() / 200


def test_sources_weigh_as_asked():
    from engine.lab.training.card.pack import Pack
    from engine.lab.training.card.windows import source_weights

    lengths = np.array([100, 300, 500, 80])
    empty = np.zeros((980, 22, 4), np.float32), np.zeros((980, 3), np.float32)
    pack = Pack(
        ("a", "b", "c", "d"), ("cmu/walk", "cmu/run", "open", "open"), ("train",) * 3 + ("test",), lengths, *empty
    )
    shares = source_weights(pack, {"cmu": 0.4}) * lengths
    assert shares.sum() == pytest.approx(1) and shares[:2].sum() == pytest.approx(0.4) and shares[3] == 0
    assert shares[1] / shares[0] == pytest.approx(3**0.5)


def test_without_a_card_it_says_how_to_rehearse(tmp_path, capsys):
    torch = needed()
    from engine.lab.training.card.__main__ import main

    if torch.cuda.is_available():
        pytest.skip("there is a card")
    assert main(["encode", "--in", str(tmp_path), "--prq", "x", "--out", str(tmp_path)]) == 1
    assert "--device cpu" in capsys.readouterr().err
