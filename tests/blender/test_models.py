"""Choosing, opening and closing a model from the sidebar."""

from __future__ import annotations

import shutil

import pytest

from tests.blender.conftest import EXTENSION, MINI


@pytest.fixture
def preferences(blender, session):
    preferences = blender.context.preferences.addons[EXTENSION].preferences
    yield preferences
    preferences.model = preferences.library = ""
    session.close_engine()


def test_the_bundled_model_is_listed(blender, addon, preferences):
    known = addon.load("motionctrl_blender.preferences").known_models(blender.context)
    assert "mini" in [model.folder.name for model in known]


def test_a_model_in_a_folder_of_ones_own_is_listed_and_generates(
    blender, addon, preferences, hero, generate, session, tmp_path
):
    shutil.copytree(MINI, tmp_path / "mine")
    preferences.library = str(tmp_path)
    known = addon.load("motionctrl_blender.preferences").known_models(blender.context)
    (own,) = [model for model in known if model.folder.parent == tmp_path]
    blender.ops.motionctrl.choose_model(folder=str(own.folder))
    generate(seconds=1.0)
    assert session.engine.folder == own.folder
    session.reject()


def test_a_damaged_model_is_refused_in_one_sentence(blender, preferences, hero, generate, tmp_path):
    shutil.copytree(MINI, tmp_path / "damaged")
    weights = tmp_path / "damaged" / "depth.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    blender.ops.motionctrl.choose_model(folder=str(tmp_path / "damaged"))
    with pytest.raises(RuntimeError, match="depth.safetensors") as caught:
        generate(seconds=1.0)
    assert "Traceback" not in str(caught.value)
    assert not len(blender.data.actions)


def test_loading_and_unloading(blender, preferences, session):
    session.close_engine()
    blender.ops.motionctrl.load_model()
    assert session.engine is not None
    assert blender.ops.motionctrl.unload_model.poll()
    blender.ops.motionctrl.unload_model()
    assert session.engine is None
    assert not blender.ops.motionctrl.unload_model.poll()
