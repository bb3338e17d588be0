"""Models in the sidebar and in the preferences: choosing, opening, downloading and deleting one."""

from __future__ import annotations

import json
import random
import shutil
import time
from types import SimpleNamespace

import pytest

from tests.blender.conftest import EXTENSION, MINI
from tests.engine.stand_in_hub import COMMIT, Hub, serve

GGUF = "vlmm.gguf"


@pytest.fixture
def preferences(blender, session):
    yield blender.context.preferences.addons[EXTENSION].preferences
    preferences = blender.context.preferences.addons[EXTENSION].preferences  # others, once it was off and on again
    preferences.model = preferences.library = preferences.downloads = ""
    preferences.repository = preferences.revision = ""
    session.close_engine()


@pytest.fixture
def shelf(blender, session, preferences, tmp_path, monkeypatch):
    """What follows look-ups and downloads; they go into a folder of the test's own."""
    monkeypatch.setenv("no_proxy", "*")
    preferences.downloads = str(tmp_path / "downloads")
    blender.context.preferences.system.use_online_access = True
    yield session.shelf
    session.shelf.stop()
    session.shelf.offer, session.shelf.error = None, ""
    session.shelf.forget()
    blender.context.preferences.system.use_online_access = False


@pytest.fixture
def hub(addon, tmp_path, monkeypatch):
    """A hub on this machine with a model of 1.2 MB whose weights are noise."""
    folder = tmp_path / "published"
    folder.mkdir()
    noise = random.Random(1)
    for name, size in (
        (GGUF, 900_000),
        ("prq.safetensors", 200_000),
        ("depth.safetensors", 50_000),
        ("depth.gguf", 50_000),
    ):
        (folder / name).write_bytes(noise.randbytes(size))
    models = addon.load("engine.store.folder")
    models.write_folder(folder, models.Description(name="noise", licence="CC0-1.0"))
    with serve(Hub.of_folder(folder)) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.address)
        yield running


@pytest.fixture
def look_up(blender, hub, shelf):
    """Looks the hub's model up, as the button does, but returns when the answer is there."""

    def call(repository: str = "someone/model"):
        blender.ops.motionctrl.look_up_model(repository=repository, wait=True)
        return shelf.offer

    return call


def pump(shelf, until) -> None:
    """Lets the download go on until ``until()`` holds."""
    limit = time.monotonic() + 60
    while shelf.drain() and not until() and time.monotonic() < limit:
        time.sleep(0.01)


def test_the_bundled_model_is_listed(blender, addon, preferences):
    known = addon.load("motionctrl_blender.work.chosen").known_models(blender.context)
    assert "mini" in [model.folder.name for model in known]


def test_a_model_in_a_folder_of_ones_own_is_listed_and_generates(
    blender, addon, preferences, hero, generate, session, tmp_path
):
    shutil.copytree(MINI, tmp_path / "mine")
    preferences.library = str(tmp_path)
    known = addon.load("motionctrl_blender.work.chosen").known_models(blender.context)
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


def test_a_model_of_another_format_version_is_refused_in_one_sentence(blender, preferences, hero, generate, tmp_path):
    shutil.copytree(MINI, tmp_path / "newer")
    manifest = tmp_path / "newer" / "motionctrl.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99}))
    blender.ops.motionctrl.choose_model(folder=str(tmp_path / "newer"))
    with pytest.raises(RuntimeError, match="has format version 99, this program reads 2: update MotionCtrl"):
        generate(seconds=1.0)


def test_the_bundled_model_is_chosen_as_the_default(blender, addon, preferences, tmp_path):
    preferences.model = str(tmp_path)
    bundled = addon.load("engine.store.folder").default_model()
    blender.ops.motionctrl.choose_model(folder=str(bundled))
    assert preferences.model == "" and preferences.chosen_folder() == bundled


def test_the_files_of_known_models_are_read_once_and_again_when_a_folder_changes(
    blender, addon, preferences, shelf, tmp_path, monkeypatch
):
    module = addon.load("motionctrl_blender.models.manager")
    read, counted = module.models_in, []
    monkeypatch.setattr(module, "models_in", lambda library: counted.append(library) or read(library))
    library = tmp_path / "mine"
    shutil.copytree(MINI, library / "one")
    assert [model.folder.name for model in shelf.models(library)] == ["one"]
    for _ in range(3):
        shelf.models(library)
    assert len(counted) == 1
    (library / "one").rename(library / "two")
    assert [model.folder.name for model in shelf.models(library)] == ["two"]
    assert len(counted) == 2


# Downloading


def test_where_online_access_is_off_it_says_where_to_switch_it_on(blender, hub, shelf):
    blender.context.preferences.system.use_online_access = False
    assert not blender.ops.motionctrl.look_up_model.poll()
    with pytest.raises(RuntimeError, match="Online access is switched off: allow it in Preferences, System, Network"):
        blender.ops.motionctrl.look_up_model(repository="someone/model", wait=True)
    assert not hub.asked


def test_size_licence_and_commit_are_shown_before_anything_large_is_fetched(hub, look_up, drawn):
    look_up()
    said = drawn()
    assert f"noise of someone/model, commit {COMMIT[:10]}" in said
    assert "1.2 MB in 5 files" in said and "Licence: apache-2.0" in said and hub.address in said
    assert "motionctrl.download_model Download 1.2 MB" in said
    assert {name for name, _ in hub.asked} == {"motionctrl.json"}


def test_a_repository_that_is_not_there_is_one_sentence(look_up, drawn):
    with pytest.raises(RuntimeError, match="There is no public repository someone/else") as caught:
        look_up("someone/else")
    assert "Traceback" not in str(caught.value)
    assert "There is no public repository someone/else" in drawn()


def test_a_downloaded_model_is_listed_and_generates(
    blender, addon, preferences, hub, shelf, look_up, hero, generate, session, drawn
):
    hub.files = {path.name: path.read_bytes() for path in MINI.iterdir()}
    look_up()
    blender.ops.motionctrl.download_model(wait=True)
    assert shelf.offer is None and not shelf.error
    folder = preferences.downloads_folder() / f"someone--model--{COMMIT[:10]}"
    known = addon.load("motionctrl_blender.work.chosen").known_models(blender.context)
    assert folder in [model.folder for model in known]
    assert f"motionctrl.choose_model Use {folder}" in drawn()
    blender.ops.motionctrl.choose_model(folder=str(folder))
    assert f"motionctrl.choose_model In Use {folder}" in drawn()
    generate(seconds=1.0)
    assert session.engine.folder == folder
    session.reject()


def test_a_download_shows_how_far_it_is_and_goes_on_after_a_pause(blender, preferences, hub, shelf, look_up, drawn):
    hub.slow = 0.05
    look_up()
    blender.ops.motionctrl.download_model()
    pump(shelf, lambda: shelf.worker.progress and shelf.worker.progress.done > 400_000)
    said = drawn()
    assert "of 1.2 MB" in said and "motionctrl.pause_download" in said and "Resume" not in said
    assert not blender.ops.motionctrl.download_model.poll()
    blender.ops.motionctrl.pause_download()
    shelf.wait()
    (item,) = shelf.unfinished(preferences.downloads_folder())
    assert 400_000 < item.done < item.offer.bytes
    assert not shelf.models(preferences.downloads_folder())
    assert f"{100 * item.done // item.offer.bytes} % of 1.2 MB" in drawn()
    hub.slow = 0.0
    hub.asked.clear()
    blender.ops.motionctrl.download_model(folder=str(item.folder), wait=True)
    assert [asked for name, asked in hub.asked if name == GGUF][0].startswith("bytes=")
    assert [model.folder for model in shelf.models(preferences.downloads_folder())] == [item.folder]


def test_a_download_that_blender_was_closed_over_is_found_again(blender, addon, preferences, hub, shelf, look_up):
    hub.cuts[GGUF] = [300_000] + [0] * 20
    offer = look_up()
    module = addon.load("engine.store.download")
    folder = preferences.downloads_folder() / "killed"
    with pytest.raises(addon.errors.MotionCtrlError):  # what a killed Blender leaves lies there as after this
        module.download(offer, folder, tries=2, wait=0.01)
    hub.cuts.clear()
    (item,) = shelf.unfinished(preferences.downloads_folder())
    blender.ops.motionctrl.download_model(folder=str(item.folder), wait=True)
    assert folder.is_dir()


def test_cancelling_a_download_leaves_nothing(blender, preferences, hub, shelf, look_up):
    hub.slow = 0.05
    look_up()
    blender.ops.motionctrl.download_model()
    pump(shelf, lambda: shelf.worker.progress and shelf.worker.progress.done > 200_000)
    blender.ops.motionctrl.cancel_download()
    shelf.wait()
    assert not shelf.error
    assert not list(preferences.downloads_folder().iterdir())


def test_switching_online_access_off_pauses_the_download(blender, preferences, hub, shelf, look_up):
    hub.slow = 0.05
    look_up()
    blender.ops.motionctrl.download_model()
    pump(shelf, lambda: shelf.worker.progress and shelf.worker.progress.done > 200_000)
    blender.context.preferences.system.use_online_access = False
    shelf.wait()
    assert "Online access is switched off" in shelf.error
    assert shelf.unfinished(preferences.downloads_folder())


def test_switching_the_extension_off_pauses_the_download(blender, addon, preferences, hub, shelf, look_up):
    hub.slow = 0.05
    look_up()
    blender.ops.motionctrl.download_model()
    pump(shelf, lambda: shelf.worker.progress and shelf.worker.progress.done > 200_000)
    library, worker = preferences.downloads_folder(), shelf.worker
    blender.ops.preferences.addon_disable(module=EXTENSION)
    try:
        assert worker.join(0)
        assert len(addon.load("engine.store.library").unfinished_in(library)) == 1
    finally:
        blender.ops.preferences.addon_enable(module=EXTENSION)


def test_the_model_in_use_can_be_deleted_and_the_bundled_one_takes_over(blender, preferences, shelf, session, tmp_path):
    folder = tmp_path / "downloads" / "mine"
    shutil.copytree(MINI, folder)
    blender.ops.motionctrl.choose_model(folder=str(folder))
    blender.ops.motionctrl.load_model()
    blender.ops.motionctrl.delete_model(folder=str(folder))
    assert not folder.exists() and session.engine is None and preferences.model == ""


def test_only_downloaded_models_are_deleted(blender, preferences, shelf, tmp_path, drawn):
    shutil.copytree(MINI, tmp_path / "mine" / "own")
    preferences.library = str(tmp_path / "mine")
    said = drawn()
    assert str(tmp_path / "mine" / "own") in said and "motionctrl.delete_model" not in said
    with pytest.raises(RuntimeError, match="no downloaded model"):
        blender.ops.motionctrl.delete_model(folder=str(tmp_path / "mine" / "own"))
    assert (tmp_path / "mine" / "own").is_dir()


def test_a_download_folder_that_cannot_be_written_is_one_sentence(blender, preferences, shelf, look_up, tmp_path):
    (tmp_path / "file").write_text("")
    preferences.downloads = str(tmp_path / "file" / "downloads")
    look_up()
    with pytest.raises(RuntimeError, match="can't be written .*choose another folder") as caught:
        blender.ops.motionctrl.download_model(wait=True)
    assert "Traceback" not in str(caught.value)


def test_a_full_disk_is_one_sentence(blender, addon, preferences, shelf, look_up, monkeypatch):
    module = addon.load("engine.store.download")
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**6))
    look_up()
    with pytest.raises(RuntimeError, match="needs 68 MB more and .* has 1 MB free: make room"):
        blender.ops.motionctrl.download_model(wait=True)


class Paper:
    """A layout that only notes what is written on it."""

    def __init__(self, said: list[str] | None = None) -> None:
        self.said = [] if said is None else said

    def box(self, **_):
        return Paper(self.said)

    row = column = split = box

    def label(self, text: str = "", icon: str = "NONE") -> None:
        self.said.append(text)

    def prop(self, data, name: str, **_) -> None:
        assert hasattr(data, name)

    def progress(self, factor: float = 0.0, text: str = "") -> None:
        assert 0 <= factor <= 1
        self.said.append(text)

    def operator(self, name: str, text: str = "", icon: str = "NONE", depress: bool = False):
        said = self.said

        class Button:
            def __setattr__(self, _name, value) -> None:
                said.append(f"{name} {text} {value}")

        said.append(f"{name} {text}")
        return Button()


@pytest.fixture
def drawn(blender, addon, preferences):
    """All that stands in the preferences' model manager, one line each."""

    def read() -> str:
        paper = Paper()
        system = SimpleNamespace(ui_scale=1.0)  # 0 where there is no window
        context = SimpleNamespace(region=SimpleNamespace(width=10_000), preferences=SimpleNamespace(system=system))
        addon.load("motionctrl_blender.panels.models").draw_shelf(paper, context, preferences)
        return "\n".join(paper.said)

    return read
