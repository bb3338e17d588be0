"""A tiny model with random weights for all tests of the engine."""

from __future__ import annotations

import pytest

from tests.engine.tiny_model import TinyModel, build


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory) -> TinyModel:
    """A model folder in F32 and the torch modules behind it."""
    return build(tmp_path_factory.mktemp("model") / "tiny")


@pytest.fixture(scope="session")
def tiny_engine(tiny_model):
    """The tiny model, opened on one thread."""
    from engine.api import Engine

    with Engine(tiny_model.folder, threads=1) as engine:
        yield engine
