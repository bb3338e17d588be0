"""A second installed copy of the add-on stands aside, and leaves the first one alone."""

from __future__ import annotations

import pytest

from tests.blender.conftest import EXTENSION

OTHER = "bl_ext.studio.motionctrl_blender"


@pytest.fixture
def other_copy(blender, session, addon_zip, tmp_path):
    """The same zip, installed into a repository of its own."""
    repositories = blender.context.preferences.extensions.repos
    repository = repositories.new(name="Studio", module="studio", custom_directory=str(tmp_path))
    blender.ops.extensions.package_install_files(
        filepath=str(addon_zip), repo="studio", enable_on_install=True, overwrite=True
    )
    yield OTHER
    blender.ops.preferences.addon_disable(module=OTHER)
    repositories.remove(repository)
    blender.ops.preferences.addon_disable(module=EXTENSION)
    blender.ops.preferences.addon_enable(module=EXTENSION)


def test_the_first_copy_works_on_beside_a_second_one_and_without_it(blender, hero, generate, other_copy):
    generate(seconds=0.4)
    blender.ops.motionctrl.accept()
    blender.ops.preferences.addon_disable(module=other_copy)
    generate(seconds=0.4)
    blender.ops.motionctrl.accept()
    assert hero.animation_data.action is not None


def test_switched_off_and_on_the_second_copy_takes_over_without_a_restart(blender, hero, generate, other_copy):
    blender.ops.preferences.addon_disable(module=EXTENSION)
    blender.ops.preferences.addon_disable(module=other_copy)
    blender.ops.preferences.addon_enable(module=other_copy)
    blender.ops.motionctrl.add_character()
    generate(seconds=0.4)
    blender.ops.motionctrl.accept()
    blender.ops.preferences.addon_enable(module=EXTENSION)  # and now that one stands aside
    assert blender.types.WindowManager.motionctrl_owner.startswith(OTHER)
