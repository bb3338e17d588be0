"""Reference video from the scene: what the panel's fields choose, and pictures that only Blender can read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import bpy
import numpy as np

from ...engine.errors import MotionCtrlError
from ...engine.request import LONGEST
from ...engine.video.mp4 import pixel_aspect, quarter_turns, width_of_pixels
from ...engine.video.pictures import PICTURES, in_order
from ...engine.video.sampling import Instants, sample_range
from ..scene.sampling import scene_fps
from .analysis import Feed, Footage

_KEPT = 4  # decoded pictures that Blender may hold in memory
_TURNS_MOVIES = (4, 4)  # the first Blender that shows a telephone's movie the right way up


def chosen(video: bpy.types.PropertyGroup) -> tuple:
    """What the panel's fields say; another value means other pictures."""
    which = {
        "FILE": (video.file,),
        "FOLDER": (video.folder, video.rate),
        "CLIP": (video.clip.name, _aspect_of(video.clip)) if video.clip else ("",),
        "STRIP": (video.strip,),
    }[video.source]
    return (video.source, *which, video.start, video.end)


def is_chosen(video: bpy.types.PropertyGroup) -> bool:
    """Whether the source's field is filled in."""
    return bool(chosen(video)[1])


def footage_of(context: bpy.types.Context, video: bpy.types.PropertyGroup) -> Footage:
    """The footage that the panel's fields choose. Raises MotionCtrlError where there is none."""
    end = video.end or None
    if end is not None and end <= video.start:
        raise MotionCtrlError("The range of the video is empty; let it end after its start, or at 0 for all of it.")
    name, files, rate, first, last = {
        "FILE": _from_file,
        "FOLDER": _from_folder,
        "CLIP": _from_clip,
        "STRIP": _from_strip,
    }[video.source](context, video)
    missing = next((file for file in files if not os.path.exists(file)), None)
    if missing is not None:
        raise MotionCtrlError(f"There is no file {missing}; choose another video.")
    start = first + video.start
    ends = [moment for moment in (last, None if end is None else first + end) if moment is not None]
    if ends and min(ends) < start:
        raise MotionCtrlError(f"The video ends at {min(ends) - first:.2f} s; choose a range inside it.")
    wide = pixel_aspect(files[0]) if rate is None else 1.0
    if video.source == "CLIP":
        wide = _aspect_of(video.clip, wide)
    return Footage(name, tuple(files), rate, start, min(ends, default=None), chosen(video), first, wide)


Source = tuple[str, list[str], float | None, float, float | None]  # name, files, rate, first and last second


def _from_file(_context: bpy.types.Context, video: bpy.types.PropertyGroup) -> Source:
    path = bpy.path.abspath(video.file)
    if os.path.isdir(path):
        raise MotionCtrlError(f"{path} is a folder; choose Image Sequence as the source.")
    return Path(path).name, [path], _rate_of_single(path), 0.0, None


def _from_folder(_context: bpy.types.Context, video: bpy.types.PropertyGroup) -> Source:
    folder = Path(bpy.path.abspath(video.folder))
    if not folder.is_dir():
        raise MotionCtrlError(f"There is no folder {folder}; choose another one.")
    kinds = bpy.path.extensions_image
    # macOS lays companions of the same ending beside files: "._0001.png".
    pictures = in_order(f for f in folder.iterdir() if f.suffix.lower() in kinds and not f.name.startswith("."))
    if not pictures:
        raise MotionCtrlError(f"The folder {folder} holds no pictures; choose another one.")
    # Pictures of several kinds, as renders beside thumbnails, are no sequence.
    files = [str(file) for file in pictures if file.suffix.lower() == pictures[0].suffix.lower()]
    return folder.name, files, video.rate, 0.0, None


def _from_clip(context: bpy.types.Context, video: bpy.types.PropertyGroup) -> Source:
    clip = video.clip
    path = Path(bpy.path.abspath(clip.filepath, library=clip.library))
    if clip.source == "MOVIE":
        return clip.name, [str(path)], None, 0.0, None
    rate = clip.fps if clip.fps > 0 else scene_fps(context.scene)
    return clip.name, _sequence(path), rate, 0.0, None


def _aspect_of(clip: bpy.types.MovieClip, noted: float = 1.0) -> float:
    """A pixel's width by its height that is set for a clip; ``noted`` where nothing is set."""
    across, down = clip.display_aspect
    wide = width_of_pixels(across * clip.tracking.camera.pixel_aspect, down)
    return noted if abs(wide - 1.0) < 1e-6 else wide


def _from_strip(context: bpy.types.Context, video: bpy.types.PropertyGroup) -> Source:
    editor = sequencer(context)
    strip = getattr(editor, all_strips(editor)).get(video.strip) if editor is not None else None
    if strip is None:
        raise MotionCtrlError(f"There is no strip “{video.strip}” in the sequencer; choose another one.")
    rate = scene_fps(context.scene)
    first = max(0.0, strip.frame_offset_start) / rate
    last = first + (strip.frame_final_duration - 1) / rate
    if strip.type == "MOVIE":
        return strip.name, [bpy.path.abspath(strip.filepath)], None, first, last
    if strip.type != "IMAGE":
        raise MotionCtrlError(f"Strip “{strip.name}” is no movie and no picture; choose another one.")
    folder = bpy.path.abspath(strip.directory)
    files = [os.path.join(folder, element.filename) for element in strip.elements]
    if len(files) == 1:  # a still that is shown for a while
        return strip.name, files, _rate_of_single(files[0]), 0.0, None
    return strip.name, files, rate, first, last


def sequencer(context: bpy.types.Context) -> bpy.types.SequenceEditor | None:
    """The strips that the user sees; from Blender 5 on the workspace may show those of another scene."""
    return (getattr(context, "sequencer_scene", None) or context.scene).sequence_editor


def all_strips(editor: bpy.types.SequenceEditor) -> str:
    """What the property with all strips is called in this Blender."""
    return "strips_all" if hasattr(editor, "strips_all") else "sequences_all"


def _rate_of_single(path: str) -> float | None:
    """A picture that only Blender reads is a sequence of one; of all other files the reader knows."""
    suffix = Path(path).suffix.lower()
    return 1.0 if suffix in bpy.path.extensions_image and suffix not in (*PICTURES, ".gif") else None


def _sequence(path: Path) -> list[str]:
    """The files that go on with the numbers of a sequence's first one."""
    number = re.search(r"\d+(?=\D*$)", path.name)
    if number is None or not path.parent.is_dir():
        return [str(path)]
    before, after = path.name[: number.start()], path.name[number.end() :]
    alike = re.compile(re.escape(before) + r"(\d+)" + re.escape(after))
    matches = [match for match in map(alike.fullmatch, os.listdir(path.parent)) if match]
    numbers = {int(match[1]): match[0] for match in matches if int(match[1]) >= int(number[0])}
    return [str(path.parent / numbers[key]) for key in sorted(numbers)] or [str(path)]


def feed_of(footage: Footage) -> Feed | None:
    """The pictures as Blender reads them; None where the engine can do it, off the main thread.

    Raises MotionCtrlError for what Blender can't read either.
    """
    if footage.rate is not None:
        times = np.arange(len(footage.files)) / footage.rate
    elif footage.engine_reads:
        return None
    else:
        times = _movie_times(footage.files[0])
    sampling = sample_range(times, footage.start, footage.end)
    if sampling.times[-1] - sampling.times[0] > LONGEST:
        raise MotionCtrlError(
            f"The video lasts {sampling.times[-1]:.0f} s; choose a range of at most {LONGEST:.0f} seconds."
        )
    if footage.engine_reads:
        return None
    if footage.rate is not None:
        return Feed(_pictures(footage.files, sampling), len(sampling))
    return Feed(_movie_pictures(footage.files[0], sampling), len(sampling))


def _movie_times(path: str) -> np.ndarray:
    """Times (n,) of a movie's pictures, in seconds."""
    try:
        clip = bpy.data.movieclips.load(path, check_existing=False)
    except RuntimeError as error:
        raise MotionCtrlError(f"{path} is no movie that Blender can read; choose another file.") from error
    try:
        count, rate = clip.frame_duration, clip.fps
    finally:
        bpy.data.movieclips.remove(clip)
    if count < 1 or rate <= 0:
        raise MotionCtrlError(
            f"{path} holds no moving picture that Blender can read, or it is damaged; choose another file."
        )
    return np.arange(count) / rate


def _movie_pictures(path: str, sampling: Instants) -> Iterator[tuple[float, np.ndarray]]:
    """Times and pixels of a movie's sampled pictures. Between two of them the scene may change."""
    image = bpy.data.images.load(path, check_existing=False)
    # A texture is the one thing that says which picture of a movie is read, in any scene and without a window.
    texture = bpy.data.textures.new(image.name, "IMAGE")
    texture.image = image
    names = image.name, texture.name
    turns = quarter_turns(path) if bpy.app.version < _TURNS_MOVIES else 0
    try:
        for number, (index, time) in enumerate(zip(sampling.indices, sampling.times, strict=True)):
            image, texture = bpy.data.images.get(names[0]), bpy.data.textures.get(names[1])
            if image is None or texture is None:
                raise MotionCtrlError("The video was undone while it was read; look at it again.")
            if number % _KEPT == _KEPT - 1:
                image.buffers_free()
            texture.image_user.frame_current = int(index) + 1
            texture.evaluate((0.0, 0.0, 0.0))
            yield float(time), np.rot90(_pixels(image, path), -turns)
    finally:
        for kind, name in ((bpy.data.textures, names[1]), (bpy.data.images, names[0])):
            if kind.get(name) is not None:
                kind.remove(kind[name])


def _pictures(files: tuple[str, ...], sampling: Instants) -> Iterator[tuple[float, np.ndarray]]:
    """Times and pixels of the sampled ones of many pictures."""
    for index, time in zip(sampling.indices, sampling.times, strict=True):
        path = files[index]
        try:
            image = bpy.data.images.load(path, check_existing=False)
        except RuntimeError as error:
            raise MotionCtrlError(f"The picture {path} can't be read; choose another one.") from error
        try:
            pixels = _pixels(image, path)
        finally:
            bpy.data.images.remove(image)
        yield float(time), pixels


def _pixels(image: bpy.types.Image, path: str) -> np.ndarray:
    """Pixels (h, w, 3 or 4), 0 to 1, top row first."""
    (width, height), channels = image.size, image.channels
    flat = np.empty(len(image.pixels), dtype=np.float32)
    if not flat.size or flat.size != width * height * channels:
        raise MotionCtrlError(f"{path} can't be read to its end; choose another file or range.")
    image.pixels.foreach_get(flat)
    picture = flat.reshape(height, width, channels)[::-1]
    if channels < 3:
        picture = np.repeat(picture[..., :1], 3, axis=2)
    if image.is_float:  # light, not what a screen shows
        picture = np.clip(np.nan_to_num(picture[..., :3]), 0.0, 1.0)
        picture = np.where(picture <= 0.0031308, picture * 12.92, 1.055 * picture ** (1 / 2.4) - 0.055)
    return picture
