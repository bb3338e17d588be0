"""Video to embeddings, behind one interface whatever looks at the pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..ahead import read_ahead
from ..language.condition import Embedded
from ..video.reading import read_video
from ..video.sampling import Frames
from .blazepose import BlazePose
from .landmarks import Landmarks, Progress, see
from .networks import landmark_networks
from .projector import Projector
from .sides import consistent


@dataclass(frozen=True)
class Video:
    """A reference video, seen.

    warnings: what the user should know, a sentence each.
    landmarks: for thumbnails.
    """

    embedded: Embedded
    warnings: tuple[str, ...] = ()
    landmarks: Landmarks | None = None

    def __len__(self) -> int:
        """Latent frames (0.2 s) that the video lasts."""
        return len(self.embedded)


class Encoder(Protocol):
    """Looks at pictures. Close it when done: its networks are in memory only while it is used."""

    def look(
        self,
        frames: Frames,
        person: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Video:
        """The video that pairs of time and picture make; see ``landmarks.see`` for what is raised."""
        ...

    def close(self) -> None: ...


def watch_video(
    path: str | Path,
    folder: str | Path,
    start: float = 0.0,
    end: float | None = None,
    person: int = 0,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    mirrored: bool = False,
) -> Video:
    """A range, in seconds, of a video file, seen with the projector of a model folder.

    Reads whatever ``video.reading`` reads. mirrored: left and right are exchanged in the pictures, as in
    those of a mirror. Raises MotionCtrlError, one sentence, for a model that has no
    projector, a file that can't be read and a video in which nobody is seen, and Cancelled.
    """
    with PoseEncoder(folder) as encoder:
        video = encoder.look(read_ahead(read_video(path, start, end)), person, progress, cancelled)
        return encoder.embed(video.landmarks.mirrored()) if mirrored else video


class PoseEncoder:
    """BlazePose's landmarks and the projector of a model folder.

    networks: folder of BlazePose's networks, by default the one that ships or was fetched. Raises
    MotionCtrlError, before anything is loaded, when the model folder has no projector.
    """

    def __init__(self, folder: str | Path, networks: str | Path | None = None) -> None:
        self._projector = Projector.load(folder)
        self._pose: BlazePose | None = None
        self._networks = Path(networks) if networks is not None else landmark_networks()

    def look(
        self,
        frames: Frames,
        person: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Video:
        """See ``Encoder.look``."""
        if self._pose is None:
            self._pose = BlazePose(self._networks)
        return self.embed(consistent(see(frames, self._pose, person, progress, cancelled)))

    def embed(self, landmarks: Landmarks) -> Video:
        """The video of landmarks that are there already, as when another person was chosen."""
        return Video(self._projector.embed(landmarks), landmarks.warnings(), landmarks)

    def close(self) -> None:
        """Free the networks; harmless when repeated."""
        self._pose = None

    def __enter__(self) -> PoseEncoder:
        return self

    def __exit__(self, *_) -> None:
        self.close()
