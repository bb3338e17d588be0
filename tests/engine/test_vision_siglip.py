"""The path of pixels through llama.cpp, tried with a tower of random weights."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import MotionCtrlError
from engine.lab.nets.siglip import FAST, SLOW, SiglipEncoder, pooled, squared
from engine.language.llama.model import GgufModel


@pytest.fixture(scope="module")
def model(tiny_model):
    with GgufModel(tiny_model.folder / "vlmm.gguf", threads=1) as opened:
        yield opened


@pytest.fixture(scope="module")
def tower(tmp_path_factory, model):
    pytest.importorskip("gguf")
    from engine.lab.nets.siglip_random import write

    path = tmp_path_factory.mktemp("tower") / "vision.gguf"
    write(path, model.width, width=32, blocks=2, heads=2, feed_forward=64)
    return path


def pictures(count: int) -> list[tuple[float, np.ndarray]]:
    random = np.random.default_rng(0)
    return [(index * 0.2, random.integers(0, 255, (60, 90, 3)).astype(np.uint8)) for index in range(count)]


def test_few_pictures_in_detail_and_many_coarsely(tower, model):
    with SiglipEncoder(tower, model, threads=1) as encoder:
        video = encoder.look(pictures(20))
    assert video.embedded.shown.shape == (8 * SLOW**2 + 12 * FAST**2, model.width)
    assert len(video) == 20 and not video.embedded.aligned.any()
    assert np.isfinite(video.embedded.shown).all()


def test_another_picture_gives_other_embeddings_and_the_same_one_the_same(tower, model):
    (_, one), (_, other) = pictures(2)
    with SiglipEncoder(tower, model, threads=1) as encoder:
        first, again, second = (encoder.patches(picture) for picture in (one, one, other))
    assert first.shape == (16, 16, model.width)
    assert np.array_equal(first, again)
    assert not np.allclose(first, second)


def test_pooling_keeps_the_mean_and_the_place():
    grid = np.zeros((16, 16, 1))
    grid[:8, 8:] = 1.0
    assert pooled(grid, 2)[:, :, 0].tolist() == [[0, 1], [0, 0]]


def test_a_wide_picture_is_shown_whole():
    square = squared(np.full((10, 40, 3), 255, np.uint8))
    assert square.shape == (224, 224, 3)
    assert (square == 255).all(axis=-1).sum() == 224 * 56


def test_a_missing_a_damaged_and_a_foreign_tower_are_one_sentence(tower, model, tmp_path):
    from engine.lab.nets.siglip_random import write

    with pytest.raises(MotionCtrlError, match="no vision tower"):
        SiglipEncoder(tmp_path / "none.gguf", model)
    (tmp_path / "damaged.gguf").write_bytes(tower.read_bytes()[:3000])
    with pytest.raises(MotionCtrlError, match="download the model again"):
        SiglipEncoder(tmp_path / "damaged.gguf", model)
    write(tmp_path / "foreign.gguf", model.width * 2, width=32, blocks=1, heads=2, feed_forward=64)
    with pytest.raises(MotionCtrlError, match="download the model again"):
        SiglipEncoder(tmp_path / "foreign.gguf", model)
