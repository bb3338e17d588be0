"""What a Hugging Face repository offers: which files of which commit, how big, under which licence.

The hub's two addresses that this needs are /api/models/NAME/revision/REVISION?blobs=true and
/NAME/resolve/COMMIT/FILE; see https://huggingface.co/docs/hub/api.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from ..errors import MotionCtrlError
from .folder import FILES, MANIFEST, Description, read_description
from .transfer import Refused, Unreachable, get_bytes, get_json

HUB = "https://huggingface.co"
# Nothing but safe weight formats, their description and their terms is ever fetched.
_WEIGHTS = (".gguf", ".safetensors")
OFFLINE = (
    "Online access is switched off: allow it in Preferences, System, Network, "
    "or choose a model folder that is on this machine."
)
_PAPERS = re.compile(r"README\.md|(LICENSE|LICENCE|NOTICE)[\w.-]*", re.IGNORECASE)


@dataclass(frozen=True)
class RemoteFile:
    """A file of the offer: its bytes, and what its content is known by: sha256, or git's own sha1."""

    name: str
    bytes: int
    sha256: str = ""
    blob: str = ""


@dataclass(frozen=True)
class Offer:
    """A model that could be downloaded, pinned to one commit; shown before anything large is fetched.

    licence: what the repository's card says, or else its motionctrl.json.
    about: what that says of the training.
    """

    repository: str
    commit: str
    endpoint: str
    name: str
    decoder: str
    licence: str
    about: dict
    files: tuple[RemoteFile, ...]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    @property
    def page(self) -> str:
        """Where a person can read about it."""
        return f"{self.endpoint}/{self.repository}/tree/{self.commit}"

    def address(self, file: RemoteFile) -> str:
        return _address(self.endpoint, self.repository, self.commit, file.name)

    def sentence(self) -> str:
        """Source, size and licence in one line."""
        licence = self.licence or "no licence named"
        return f"{self.repository} at {self.commit[:10]}: {self.bytes / 1e6:.1f} MB, {licence}, from {self.endpoint}"

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Offer:
        """Raises ValueError, KeyError or TypeError for anything else than ``to_json`` wrote."""
        values = json.loads(text)
        files = tuple(RemoteFile(**entry) for entry in values["files"])
        if any(not _plain(file.name) for file in files):
            raise ValueError("a file's name is no name")
        return cls(**{**values, "files": files})


def look_up(repository: str, revision: str | None = None, *, online: bool = True, endpoint: str = "") -> Offer:
    """What ``repository`` (owner/name, or the address of its page) offers at ``revision``, now.

    online: whether the host allows the network; in Blender, ``bpy.app.online_access``. revision: a
    branch, tag or commit; the offer always names the commit. endpoint: another hub than HF_ENDPOINT's
    or Hugging Face. Raises MotionCtrlError when it can't be reached, is no model, or is one that this
    program can't run.
    """
    check_online(online)
    endpoint = (endpoint or os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")
    repository = _repository(repository, endpoint)
    revision = revision or "main"
    try:
        listing = get_json(f"{endpoint}/api/models/{repository}/revision/{quote(revision, safe='')}?blobs=true")
        commit, files = _listed(listing)
        if MANIFEST not in files:
            raise MotionCtrlError(f"{repository} is not a MotionCtrl model: it has no {MANIFEST}; choose another one.")
        manifest = get_bytes(_address(endpoint, repository, commit, MANIFEST))
    except Unreachable as error:
        raise MotionCtrlError(
            f"{repository} can't be looked up ({error}): check the network and try again later."
        ) from error
    except Refused as error:
        raise MotionCtrlError(refusal(repository, revision, error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise MotionCtrlError(f"{endpoint} answers in a way that is not understood: check the address.") from error
    description = _described(manifest, repository)
    about = {"training": description.training, "decoder": description.decoder, "licence": description.licence}
    return Offer(
        repository,
        commit,
        endpoint,
        description.name,
        description.decoder,
        _licence(listing) or description.licence,
        about,
        _wanted(repository, files, description),
    )


def check_online(online: bool) -> None:
    """Raise MotionCtrlError where the host does not allow the network."""
    if not online:
        raise MotionCtrlError(OFFLINE)


def refusal(repository: str, revision: str, error: Refused) -> str:
    """The sentence for an answer that trying again does not change."""
    if error.code == "GatedRepo":
        return f"{repository} asks for an agreement first: accept it on its page and download the folder from there."
    if error.code == "RevisionNotFound":
        return f"{repository} has no revision {revision!r}: check the branch, tag or commit."
    if error.code == "EntryNotFound":
        return f"{repository} lacks a file that it lists: try again, or tell its author."
    if error.code == "RepoNotFound" or error.status in (401, 403, 404):
        return f"There is no public repository {repository}: check its name."
    return f"{repository} can't be downloaded ({error}): check the address of the hub."


def _repository(text: str, endpoint: str) -> str:
    text = text.strip().rstrip("/")
    for start in (endpoint, HUB):
        text = text.removeprefix(f"{start}/")
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", text):
        raise MotionCtrlError(f"{text!r} is no repository's name: write it like owner/name.")
    return text


def _address(endpoint: str, repository: str, commit: str, name: str) -> str:
    return f"{endpoint}/{repository}/resolve/{commit}/{quote(name)}"


def _plain(name: str) -> bool:
    """Whether it is a file's bare name, on any system."""
    return re.fullmatch(r"[\w][\w.-]*", name) is not None


def _listed(listing: dict) -> tuple[str, dict[str, RemoteFile]]:
    """The commit, and the files of the repository's top folder by name."""
    commit = listing["sha"]
    if not re.fullmatch(r"[0-9a-f]{40}", commit):
        raise ValueError("the commit is no commit")
    files = {}
    for entry in listing["siblings"]:
        name, size, stored = entry["rfilename"], entry.get("size"), entry.get("lfs") or {}
        if _plain(name) and isinstance(size, int):
            files[name] = RemoteFile(name, size, stored.get("sha256", ""), "" if stored else entry.get("blobId") or "")
    return commit, files


def _licence(listing: dict) -> str:
    card = listing.get("cardData") or {}
    licence = card.get("license_name") or card.get("license") or ""
    tags = [tag.removeprefix("license:") for tag in listing.get("tags") or () if str(tag).startswith("license:")]
    return str(licence or (tags or [""])[0])


def _described(manifest: bytes, repository: str) -> Description:
    """motionctrl.json as it came, checked as that of a folder is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        (path / MANIFEST).write_bytes(manifest)
        try:
            return read_description(path)
        except MotionCtrlError as error:
            raise MotionCtrlError(
                str(error).replace(str(path / MANIFEST), f"{repository}'s {MANIFEST}").replace(folder, repository)
            ) from error


def _wanted(repository: str, files: dict[str, RemoteFile], description: Description) -> tuple[RemoteFile, ...]:
    """The manifest, the weights that it lists, and the papers; small files first."""
    wanted = [files[MANIFEST], *(file for name, file in files.items() if _PAPERS.fullmatch(name))]
    missing = [name for name in FILES[description.decoder] if name not in description.files]
    for name, entry in description.files.items():
        if not name.endswith(_WEIGHTS):
            raise MotionCtrlError(f"{repository} lists {name}, which is no safe weight format: choose another model.")
        if name not in files:
            missing.append(name)
            continue
        file = files[name]
        if file.bytes != entry["bytes"] or (file.sha256 and file.sha256 != entry["sha256"]):
            raise MotionCtrlError(f"{repository} contradicts itself about {name}: tell its author, choose another one.")
        wanted.append(RemoteFile(name, file.bytes, entry["sha256"]))
    if missing:
        raise MotionCtrlError(f"{repository} lacks {missing[0]}: tell its author, or choose another model.")
    return tuple(sorted(wanted, key=lambda file: (file.name != MANIFEST, file.bytes)))
