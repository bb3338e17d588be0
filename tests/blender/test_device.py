"""What the language model computes on is the animator's choice, and never another one's."""

from __future__ import annotations

import pytest

from tests.blender.conftest import EXTENSION


@pytest.fixture
def preferences(blender, session):
    preferences = blender.context.preferences.addons[EXTENSION].preferences
    yield preferences
    preferences.device = "CPU"
    session.close_engine()


def test_a_graphics_card_that_the_build_cannot_use_is_refused(blender, addon, preferences, hero, generate):
    if addon.load("engine.language.llama.library").load_library().llama_supports_gpu_offload():
        pytest.skip("llama.cpp is built for a graphics card here")
    preferences.device = "GPU"
    with pytest.raises(RuntimeError, match="for the processor only: choose the processor"):
        generate(seconds=1.0)
    assert not len(blender.data.actions)


def test_another_device_opens_the_model_anew(blender, preferences, hero, generate, session):
    generate(seconds=1.0)
    opened = session.engine
    preferences.device = "GPU"
    with pytest.raises(RuntimeError):
        generate(seconds=1.0)
    preferences.device = "CPU"
    generate(seconds=1.0)
    assert session.engine is not opened
