"""Models come from the hub whole or not at all, whatever the network does; over real HTTP on this machine."""

from __future__ import annotations

import errno
import json
import random
import signal
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.errors import MotionCtrlError
from engine.store import download as download_module
from engine.store.download import Paused, download
from engine.store.folder import MANIFEST, Description, read_folder, write_folder
from engine.store.hub import Offer, look_up
from engine.store.library import delete, folder_for, models_in, unfinished_in
from tests.engine.stand_in_hub import COMMIT, Hub, serve

ROOT = Path(__file__).resolve().parents[2]
GGUF = "vlmm.gguf"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.delenv("HF_ENDPOINT", raising=False)


@pytest.fixture
def hub(tmp_path):
    """The stand-in, with a model of 1.2 MB whose weights are noise."""
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
    (folder / "README.md").write_text("# noise\n")
    (folder / "pickle.bin").write_bytes(b"not wanted")
    write_folder(folder, Description(name="noise", licence="CC0-1.0", training={"data": "noise"}))
    with serve(Hub.of_folder(folder)) as running:
        yield running


@pytest.fixture
def offer(hub) -> Offer:
    return look_up("someone/model", endpoint=hub.address)


@pytest.fixture
def library(tmp_path) -> Path:
    return tmp_path / "models"


def ranges(hub: Hub, name: str) -> list[str]:
    return [asked for file, asked in hub.asked if file == name]


# Before anything large is fetched


def test_size_licence_and_commit_are_known_before_anything_large_is_fetched(hub, offer):
    assert offer.commit == COMMIT and offer.licence == "apache-2.0" and offer.name == "noise"
    names = {file.name for file in offer.files}
    assert names == {MANIFEST, "README.md", GGUF, "prq.safetensors", "depth.safetensors", "depth.gguf"}
    assert offer.bytes == sum(len(hub.files[name]) for name in names)
    assert "1.2 MB" in offer.sentence() and "apache-2.0" in offer.sentence()
    assert {name for name, _ in hub.asked} == {MANIFEST}
    assert Offer.from_json(offer.to_json()) == offer


def test_a_branch_is_pinned_to_its_commit_and_a_page_is_a_name(hub):
    offer = look_up(f"{hub.address}/someone/model/", "v1", endpoint=hub.address)
    assert offer.repository == "someone/model" and COMMIT in offer.page
    assert all(COMMIT in offer.address(file) for file in offer.files)


def test_without_a_card_the_licence_is_the_models_own(hub):
    hub.card = {}
    assert look_up("someone/model", endpoint=hub.address).licence == "CC0-1.0"


def test_nothing_is_asked_where_the_host_is_offline(hub, offer, library):
    hub.asked.clear()
    with pytest.raises(MotionCtrlError, match="Online access is switched off"):
        look_up("someone/model", online=False, endpoint=hub.address)
    with pytest.raises(MotionCtrlError, match="Online access is switched off"):
        download(offer, library / "noise", online=False)
    assert not hub.asked and not library.exists()


@pytest.mark.parametrize(
    ("name", "revision", "sentence"),
    [
        ("no name", None, "write it like owner/name"),
        ("someone/../other", None, "write it like owner/name"),
        ("someone/else", None, "no public repository someone/else"),
        ("someone/model", "v9", "no revision 'v9'"),
    ],
)
def test_what_is_not_there_is_one_sentence(hub, name, revision, sentence):
    with pytest.raises(MotionCtrlError, match=sentence) as caught:
        look_up(name, revision, endpoint=hub.address)
    assert "\n" not in str(caught.value)


def test_a_hub_that_is_not_there_or_answers_nonsense_is_one_sentence(hub):
    with pytest.raises(MotionCtrlError, match="can't be looked up"):
        look_up("someone/model", endpoint="http://127.0.0.1:9")
    hub.statuses["/revision/main"] = [(200, {})]
    with pytest.raises(MotionCtrlError, match="not understood"):
        look_up("someone/model", endpoint=hub.address)
    hub.statuses["/revision/main"] = [(403, {"X-Error-Code": "GatedRepo"})]
    with pytest.raises(MotionCtrlError, match="asks for an agreement first"):
        look_up("someone/model", endpoint=hub.address)


def rewrite(hub: Hub, **changes) -> None:
    values = json.loads(hub.files[MANIFEST])
    values.update(changes)
    hub.files[MANIFEST] = json.dumps(values).encode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": 99}, "The model in someone/model has format version 99"),
        ({"decoder": "magic"}, "someone/model's motionctrl.json is incomplete"),
        ({"files": {}}, "lacks vlmm.gguf"),
    ],
)
def test_a_model_that_this_program_cannot_run_is_not_offered(hub, changes, sentence):
    rewrite(hub, **changes)
    with pytest.raises(MotionCtrlError, match=sentence):
        look_up("someone/model", endpoint=hub.address)


def test_what_is_no_model_lacks_a_file_or_is_a_pickle_is_not_offered(hub):
    files = json.loads(hub.files[MANIFEST])["files"]
    rewrite(hub, files={**files, "pickle.bin": {"bytes": 10, "sha256": ""}})
    with pytest.raises(MotionCtrlError, match="no safe weight format"):
        look_up("someone/model", endpoint=hub.address)
    rewrite(hub, files={**files, GGUF: {"bytes": 900_000, "sha256": "0" * 64}})
    with pytest.raises(MotionCtrlError, match="contradicts itself about vlmm.gguf"):
        look_up("someone/model", endpoint=hub.address)
    rewrite(hub, files=files)
    del hub.files["prq.safetensors"]
    with pytest.raises(MotionCtrlError, match="lacks prq.safetensors"):
        look_up("someone/model", endpoint=hub.address)
    del hub.files[MANIFEST]
    with pytest.raises(MotionCtrlError, match="not a MotionCtrl model"):
        look_up("someone/model", endpoint=hub.address)


# The way here


def test_a_download_is_the_published_folder_and_says_how_far_it_is(hub, offer, library):
    seen = []
    out = download(offer, folder_for(offer, library), progress=seen.append)
    assert read_folder(out, contents=True).name == "noise"
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        name: data for name, data in hub.files.items() if name != "pickle.bin"
    }
    done = [progress.done for progress in seen]
    assert done == sorted(done) and done[-1] == offer.bytes == seen[0].total
    assert {progress.state for progress in seen} == {"downloading", "checking"}
    assert [path.name for path in library.iterdir()] == [out.name]
    with pytest.raises(MotionCtrlError, match="exists already"):
        download(offer, out)


def test_cut_connections_go_on_where_they_were_cut(hub, offer, library):
    hub.cuts[GGUF] = [100_000, 0, 300_000]
    out = download(offer, library / "noise", wait=0.01)
    assert (out / GGUF).read_bytes() == hub.files[GGUF]
    asked = ranges(hub, GGUF)
    assert len(asked) == 4 and asked[0] == "" and asked[-1] == "bytes=400000-"


def test_a_server_without_ranges_sends_it_all_again(hub, offer, library):
    hub.ranges = False
    hub.cuts[GGUF] = [500_000]
    seen = []
    out = download(offer, library / "noise", wait=0.01, progress=seen.append)
    assert (out / GGUF).read_bytes() == hub.files[GGUF]
    assert max(progress.done for progress in seen) == offer.bytes


def test_a_network_that_stays_away_is_one_sentence_and_keeps_what_came(hub, offer, library):
    hub.cuts[GGUF] = [300_000] + [0] * 20
    with pytest.raises(MotionCtrlError, match="the connection was cut.*what has come is kept"):
        download(offer, library / "noise", tries=3, wait=0.01)
    assert not (library / "noise").exists()
    (item,) = unfinished_in(library)
    assert item.offer == offer and 300_000 <= item.done < offer.bytes
    hub.cuts.clear()
    download(item.offer, item.folder)
    assert ranges(hub, GGUF)[-1] == "bytes=300000-"
    assert not unfinished_in(library)


def test_pause_and_resume(hub, offer, library):
    came = []
    with pytest.raises(Paused):
        download(offer, library / "noise", progress=came.append, stopped=lambda: came[-1].done > 600_000)
    assert came[-1].done < offer.bytes
    (item,) = unfinished_in(library)
    assert item.done == came[-1].done
    seen = []
    download(item.offer, item.folder, progress=seen.append)
    assert seen[0].done == item.done
    assert read_folder(item.folder, contents=True).name == "noise"


def test_a_pause_does_not_wait_for_a_server_that_asks_to_wait(hub, offer, library):
    hub.statuses[GGUF] = [(429, {"Retry-After": "100"})]
    states = []
    began = time.monotonic()
    with pytest.raises(Paused):
        out, stopped = library / "noise", lambda: "waiting" in states
        download(offer, out, progress=lambda seen: states.append(seen.state), stopped=stopped)
    assert time.monotonic() - began < 50


def test_resumes_after_a_kill(hub, offer, library):
    hub.slow = 0.1
    code = (
        "import sys; from pathlib import Path; from engine.store.hub import Offer; "
        "from engine.store.download import download; "
        "download(Offer.from_json(sys.stdin.read()), Path(sys.argv[1]))"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code, str(library / "noise")], cwd=ROOT, stdin=subprocess.PIPE, text=True
    )
    running.stdin.write(offer.to_json())
    running.stdin.close()
    part = library / "noise.partial" / f"{GGUF}.part"
    until = time.monotonic() + 60
    while not (part.is_file() and part.stat().st_size > 200_000) and time.monotonic() < until:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    hub.slow = 0.0
    size = part.stat().st_size
    assert 200_000 < size < 900_000 and not (library / "noise").exists()
    (item,) = unfinished_in(library)
    download(item.offer, item.folder)
    assert ranges(hub, GGUF)[-1] == f"bytes={size}-"
    assert read_folder(library / "noise", contents=True).name == "noise"


def test_a_busy_hub_is_waited_for_as_long_as_it_asks(hub, offer, library):
    hub.statuses[GGUF] = [(429, {"Retry-After": "0"}), (503, {}), (429, {"ratelimit": '"resolvers";r=0;t=0'})]
    states = []
    download(offer, library / "noise", wait=0.01, progress=lambda seen: states.append(seen.state))
    assert states.count("waiting") == 3
    hub.statuses[GGUF] = [(429, {"Retry-After": "900"})]
    with pytest.raises(MotionCtrlError, match=r"it answers 429.*in 15 minutes"):
        download(offer, library / "other")


def test_a_file_that_has_gone_is_one_sentence(hub, offer, library):
    del hub.files[GGUF]
    with pytest.raises(MotionCtrlError, match="lacks a file that it lists"):
        download(offer, library / "noise")


@pytest.mark.parametrize("name", [GGUF, "README.md"])
def test_wrong_bytes_are_removed_and_said(hub, offer, library, name):
    hub.corrupt = {name}
    with pytest.raises(MotionCtrlError, match=f"{name} of someone/model arrived damaged"):
        download(offer, library / "noise")
    partial = library / "noise.partial"
    assert not (partial / name).exists() and not (partial / f"{name}.part").exists()
    hub.corrupt = set()
    assert read_folder(download(offer, library / "noise"), contents=True).name == "noise"


def test_what_another_commit_left_is_not_mixed_in(hub, offer, library):
    hub.cuts[GGUF] = [300_000] + [0] * 9
    with pytest.raises(MotionCtrlError):
        download(offer, library / "noise", tries=2, wait=0.01)
    hub.cuts.clear()
    hub.commit = "f" * 40
    download(look_up("someone/model", endpoint=hub.address), library / "noise")
    assert ranges(hub, GGUF)[-1] == ""


def test_a_part_longer_than_the_file_starts_again(hub, offer, library):
    hub.cuts[GGUF] = [300_000] + [0] * 9
    with pytest.raises(MotionCtrlError):
        download(offer, library / "noise", tries=2, wait=0.01)
    hub.cuts.clear()
    (library / "noise.partial" / f"{GGUF}.part").write_bytes(bytes(2_000_000))
    assert read_folder(download(offer, library / "noise"), contents=True).name == "noise"


def test_a_disk_without_room_is_said_before_anything_comes(hub, offer, library, monkeypatch):
    usage = namedtuple("usage", "total used free")(10**9, 10**9 - 10**6, 10**6)
    monkeypatch.setattr(download_module.shutil, "disk_usage", lambda _: usage)
    hub.asked.clear()
    with pytest.raises(MotionCtrlError, match="needs 68 MB more and .* has 1 MB free"):
        download(offer, library / "noise")
    assert not hub.asked and not library.exists()


def test_a_disk_that_fills_up_or_may_not_be_written_is_one_sentence(offer, library, monkeypatch, tmp_path):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(download_module, "get_rest", full)
    with pytest.raises(MotionCtrlError, match="No space left on device.*make room"):
        download(offer, library / "noise")
    (tmp_path / "file").write_text("")
    with pytest.raises(MotionCtrlError, match="can't be written .*: choose another folder"):
        download(offer, tmp_path / "file" / "noise")


def test_a_user_folder_that_may_only_be_read_is_one_sentence(offer, library, monkeypatch):
    def forbidden(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", forbidden)
    with pytest.raises(MotionCtrlError, match="can't be written .Permission denied.: choose another folder"):
        download(offer, library / "noise")


# The library


def test_downloaded_models_are_listed_and_deleted(hub, offer, library, tmp_path):
    out = download(offer, folder_for(offer, library))
    (model,) = models_in(library)
    assert model.folder == out and model.bytes == offer.bytes and model.description.name == "noise"
    with pytest.raises(MotionCtrlError, match="no downloaded model"):
        delete(tmp_path / "published", library)
    with pytest.raises(MotionCtrlError, match="no downloaded model"):
        delete(library / "..", library)
    assert delete(out, library) == offer.bytes
    assert not models_in(library) and (tmp_path / "published").is_dir()


def test_an_unfinished_download_can_be_dropped_too(hub, offer, library):
    with pytest.raises(Paused):
        download(offer, library / "noise", stopped=lambda: True)
    (item,) = unfinished_in(library)
    assert delete(item.folder, library) > 0
    assert not unfinished_in(library) and not list(library.iterdir())


def test_a_damaged_model_in_the_library_is_listed_with_its_fault(offer, library):
    out = download(offer, library / "noise")
    (out / MANIFEST).write_text("{")
    (model,) = models_in(library)
    assert model.description is None and "can't be read" in model.error


def test_a_model_in_the_library_that_was_copied_in_part_is_listed_with_its_fault(offer, library):
    out = download(offer, library / "noise")
    (out / GGUF).unlink()
    (model,) = models_in(library)
    assert model.description is None and f"lacks {GGUF}" in model.error


def test_the_command_line_downloads_lists_and_deletes(hub, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HF_ENDPOINT", hub.address)
    monkeypatch.setenv("MOTIONCTRL_MODELS", str(tmp_path / "library"))
    assert main(["model", "download", "someone/model", "--look"]) == 0
    assert "apache-2.0" in capsys.readouterr().out and not (tmp_path / "library").exists()
    assert main(["model", "download", "someone/model", "--yes"]) == 0
    assert main(["model", "list"]) == 0
    name = f"someone--model--{COMMIT[:10]}"
    assert "noise" in capsys.readouterr().out
    assert main(["model", "verify", str(tmp_path / "library" / name)]) == 0
    assert main(["model", "delete", name]) == 0
    assert not list((tmp_path / "library").iterdir())
    assert main(["model", "delete", name]) == 2
    assert main(["model", "delete", str(ROOT / "assets" / "models" / "mini")]) == 2


def test_the_stand_in_answers_as_the_hubs_own_client_expects(hub, tmp_path):
    """What is tested against is the hub's way of speaking: its own client gets the same files from it."""
    huggingface_hub = pytest.importorskip("huggingface_hub")
    hub.cuts[GGUF] = [100_000]
    api = huggingface_hub.HfApi(endpoint=hub.address)
    info = api.model_info("someone/model", revision="main", files_metadata=True)
    theirs = {sibling.rfilename: sibling for sibling in info.siblings}
    for file in look_up("someone/model", endpoint=hub.address).files:
        got = api.hf_hub_download("someone/model", file.name, local_dir=tmp_path / "theirs")
        assert Path(got).read_bytes() == hub.files[file.name]
        assert theirs[file.name].size == file.bytes
        if theirs[file.name].lfs:
            assert theirs[file.name].lfs.sha256 == file.sha256
    assert info.sha == COMMIT and info.card_data.license == "apache-2.0"
