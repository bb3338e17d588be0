"""The projector: torch and numpy agree, and a model without one says so."""

from __future__ import annotations

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.errors import MotionCtrlError
from engine.language.condition import Embedded
from engine.pose.encoder import PoseEncoder
from engine.pose.features import WIDTH
from engine.pose.projector import FILE, NAMES, Projector


def test_torch_and_numpy_project_alike(tmp_path):
    torch = pytest.importorskip("torch")
    from engine.lab.nets.projector import PoseProjector, save

    torch.manual_seed(0)
    module = PoseProjector(hidden=64, inner=96)
    torch.nn.init.normal_(module.aligned.weight, std=0.05)
    save(module, tmp_path / FILE, torch.float32)
    features = np.random.default_rng(0).normal(size=(7, WIDTH)).astype(np.float32)
    with torch.no_grad():
        shown, aligned = module(torch.from_numpy(features))
    made = Projector.load(tmp_path)(features)
    assert np.abs(made.shown - shown.numpy()).max() <= 1e-4
    assert np.abs(made.aligned - aligned.numpy()).max() <= 1e-4


def test_a_stretch_before_and_beyond_the_video_shows_nothing_there():
    rows = np.arange(1.0, 5.0)[:, None]
    part = Embedded(rows, rows).between(-1, 7)
    assert part.aligned[:, 0].tolist() == [0, 1, 2, 3, 4, 0, 0]
    assert part.shown[:, 0].tolist() == [1, 2, 3, 4]
    assert len(Embedded(rows[:2], rows).between(1, 2).shown) == 2  # pictures have their own number


def test_a_new_projector_leaves_hidden_states_as_they_were():
    torch = pytest.importorskip("torch")
    from engine.lab.nets.projector import PoseProjector

    assert not PoseProjector(32, 32)(torch.randn(3, WIDTH))[1].any()


def test_a_model_without_a_projector_says_so_in_one_sentence(tmp_path):
    with pytest.raises(MotionCtrlError, match="no projector for video.*leave the video out"):
        PoseEncoder(tmp_path)


@pytest.mark.parametrize("damage", ["other", "short", "bytes"])
def test_a_damaged_or_foreign_projector_is_refused(tmp_path, damage):
    tensors = {name: np.zeros((8, WIDTH) if name == "inner.weight" else (8, 8), np.float32) for name in NAMES}
    metadata = {"encoder": "pose", "features": str(WIDTH)}
    if damage == "other":
        metadata["features"] = "12"
    if damage == "short":
        del tensors["aligned.bias"]
    save_file(tensors, tmp_path / FILE, metadata=metadata)
    if damage == "bytes":
        (tmp_path / FILE).write_bytes(b"\xff" * 40)
    with pytest.raises(MotionCtrlError) as raised:
        Projector.load(tmp_path)
    assert str(raised.value).endswith("download the model again.")
