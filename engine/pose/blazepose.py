"""BlazePose's two networks on single pictures: where people are, and one person's landmarks.

The networks are MediaPipe's pose_detection.tflite and pose_landmark_full.tflite (Apache-2.0); they run
on LiteRT alone. What happens around them follows MediaPipe's graphs: letterbox, anchors, upright crop
around the person, refinement from heatmaps ("BlazePose: On-device Real-time Body Pose tracking",
Bazarevsky 2020).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ..errors import MotionCtrlError
from .networks import DETECTOR, LANDMARKER
from .topology import COUNT

SURE = 0.5  # scores below this are no person
_DETECTOR_SIDE, _CROP_SIDE = 224, 256
_STRIDES = ((8, 2), (16, 2), (32, 6))  # of the detector's grids, and anchors in each of their cells
_OVERLAP = 0.3  # boxes that share more than this are one person
_MARGIN = 1.25  # the crop's side over the circle around the person


@dataclass(frozen=True)
class Region:
    """A square around a person, upright for him: centre (x, y) and side in pixels, turned by radians."""

    x: float
    y: float
    side: float
    turn: float

    @classmethod
    def around(cls, hip: np.ndarray, top: np.ndarray) -> Region:
        """The region whose middle is the hip and whose upward radius ends at ``top``, pixels (2,) each."""
        dx, dy = np.asarray(top, dtype=np.float64) - hip
        turn = np.pi / 2 - np.arctan2(-dy, dx)
        turn = (turn + np.pi) % (2 * np.pi) - np.pi
        return cls(float(hip[0]), float(hip[1]), float(2 * np.hypot(dx, dy) * _MARGIN), float(turn))

    def to_picture(self, points: np.ndarray) -> np.ndarray:
        """Pixels (..., 2) of the picture from points (..., 2) of the region, where 0..1 spans it."""
        offsets = (np.asarray(points) - 0.5) * self.side
        return offsets @ rotation(self.turn).T + (self.x, self.y)


@dataclass(frozen=True)
class Detection:
    """A person that was found: score 0..1, box (x0, y0, x1, y1) of the head in pixels, region of the body."""

    score: float
    box: np.ndarray
    region: Region


@dataclass(frozen=True)
class Person:
    """One person's landmarks in one picture.

    image (33, 3): pixels x right, y down, and depth in the same unit, smaller is nearer.
    world (33, 3): metres, x right, y down, z away from the camera, origin between the hips.
    visibility (33,) 0..1.
    score: how sure the network is that a person is there.
    region: where to look next.
    """

    image: np.ndarray
    world: np.ndarray
    visibility: np.ndarray
    score: float
    region: Region


class BlazePose:
    """Both networks, on one thread; pictures are arrays (h, w, 3) of bytes.

    folder: where the two .tflite files lie. Raises MotionCtrlError when they or LiteRT are missing.
    """

    def __init__(self, folder: str | Path) -> None:
        self._detector = _Network(Path(folder) / DETECTOR)
        self._landmarker = _Network(Path(folder) / LANDMARKER)
        self._anchors = anchors()

    def detect(self, picture: np.ndarray) -> list[Detection]:
        """Detects people who are large enough in the picture, the surest first."""
        height, width = picture.shape[:2]
        # The whole picture in the middle of a square, with nothing around it.
        return self._within(picture, Region(width / 2, height / 2, max(height, width), 0.0))

    def detect_small(self, picture: np.ndarray) -> list[Detection]:
        """Detects small people, the surest first, by searching the picture piece by piece."""
        found = [one for square in _pieces(*picture.shape[:2]) for one in self._within(picture, square)]
        found.sort(key=lambda one: -one.score)
        kept: list[Detection] = []
        for one in found:
            near = [np.hypot(one.region.x - other.region.x, one.region.y - other.region.y) for other in kept]
            if not near or min(near) > one.region.side / 4:
                kept.append(one)
        return kept

    def _within(self, picture: np.ndarray, square: Region) -> list[Detection]:
        outputs = self._detector(_crop(picture, square, _DETECTOR_SIDE) / 127.5 - 1.0)
        boxes, scores = outputs[0][0], _sigmoid(np.clip(outputs[1][0, :, 0], -100, 100))
        likely = scores >= SURE
        points = boxes[likely].reshape(-1, 6, 2) / _DETECTOR_SIDE
        # The box is its middle and size, the four points after it are relative to the anchor as well.
        middle, size = points[:, 0] + self._anchors[likely], points[:, 1]
        corners = np.concatenate([middle - size / 2, middle + size / 2], axis=1)
        keys = points[:, 2:4] + self._anchors[likely][:, None]
        found = []
        for group in _together(corners, scores[likely]):
            weight = scores[likely][group] / scores[likely][group].sum()
            hip, top = square.to_picture(np.einsum("n,nkc->kc", weight, keys[group]))
            box = square.to_picture((weight @ corners[group]).reshape(2, 2)).ravel()
            found.append(Detection(float(scores[likely][group[0]]), box, Region.around(hip, top)))
        return found

    def landmarks(self, picture: np.ndarray, region: Region) -> Person:
        """The landmarks of the person inside a region; look at the score before believing them."""
        outputs = self._landmarker(_crop(picture, region, _CROP_SIDE) / 255.0)
        by_size = {output.size: output for output in outputs}
        raw = by_size[195].reshape(39, 5)
        points = _refined(raw[:, :2] / _CROP_SIDE, by_size[64 * 64 * 39].reshape(64, 64, 39))
        pixels = region.to_picture(points)
        depth = raw[:COUNT, 2:3] / _CROP_SIDE * region.side
        world = by_size[117].reshape(39, 3)[:COUNT].astype(np.float64)
        world[:, :2] = world[:, :2] @ rotation(region.turn).T
        return Person(
            image=np.concatenate([pixels[:COUNT], depth], axis=1),
            world=world,
            visibility=_sigmoid(raw[:COUNT, 3]),
            score=float(by_size[1].ravel()[0]),
            region=Region.around(pixels[COUNT], pixels[COUNT + 1]),
        )


class _Network:
    """A .tflite file, ready to run."""

    def __init__(self, path: Path) -> None:
        try:
            from ai_edge_litert.interpreter import Interpreter
        except ImportError as error:
            raise MotionCtrlError(
                "Reference video needs the package ai-edge-litert, which is not there: install it and try again."
            ) from error
        if not path.is_file():
            raise MotionCtrlError(
                f"The landmark network {path.name} is not in {path.parent}: run `python -m engine.pose.fetch`."
            )
        try:
            with _silence():
                self._interpreter = Interpreter(str(path), num_threads=1)
                self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise MotionCtrlError(f"{path} is damaged: delete it and run `python -m engine.pose.fetch`.") from error
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = [output["index"] for output in self._interpreter.get_output_details()]

    def __call__(self, picture: np.ndarray) -> list[np.ndarray]:
        self._interpreter.set_tensor(self._input, picture[None].astype(np.float32))
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index) for index in self._outputs]


@contextmanager
def _silence() -> Iterator[None]:
    """Keeps LiteRT's line about its way of computing, written past Python, off standard error."""
    try:
        kept = os.dup(2)
    except OSError:  # a program without standard error has nothing to keep clean
        yield
        return
    try:
        with open(os.devnull, "wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def anchors() -> np.ndarray:
    """Middles (2254, 2) of the detector's anchors, 0..1, in the order of its outputs."""
    rows = []
    for stride, count in _STRIDES:
        cells = _DETECTOR_SIDE // stride
        y, x = np.mgrid[:cells, :cells]
        middles = (np.stack([x.ravel(), y.ravel()], axis=1) + 0.5) / cells
        rows.append(np.repeat(middles, count, axis=0))
    return np.concatenate(rows)


def _pieces(height: int, width: int) -> list[Region]:
    """Overlapping squares, half as large as the picture's shorter side and as large as it."""
    squares = []
    for side in (min(height, width), min(height, width) / 2):
        columns, rows = (int(np.ceil(length / side * 1.5 - 0.5)) for length in (width, height))
        for x in np.linspace(side / 2, width - side / 2, columns):
            squares += [Region(x, y, side, 0.0) for y in np.linspace(side / 2, height - side / 2, rows)]
    return squares


def rotation(radians: float) -> np.ndarray:
    """Rotation (2, 2) that turns x towards y."""
    sine, cosine = np.sin(radians), np.cos(radians)
    return np.array([[cosine, -sine], [sine, cosine]])


def _crop(picture: np.ndarray, region: Region, side: int) -> np.ndarray:
    """Pixels (side, side, 3) of a region; black beyond the picture."""
    turn = rotation(region.turn) * region.side / side
    start = np.array([region.x, region.y]) - turn @ (side / 2, side / 2)
    matrix = (turn[0, 0], turn[0, 1], start[0], turn[1, 0], turn[1, 1], start[1])
    image = Image.fromarray(picture)
    shrink = int(region.side / side)
    if shrink > 1:  # bilinear sampling alone would skip pixels
        image = image.reduce(shrink)
        matrix = tuple(np.array(matrix) / shrink)
    size = (side, side)
    return np.asarray(image.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR), np.float32)


def _refined(points: np.ndarray, heatmaps: np.ndarray, reach: int = 3) -> np.ndarray:
    """Points (39, 2) moved to the middle of their heatmap's (64, 64, 39) peak around them, where it has one."""
    size = heatmaps.shape[0]
    moved = points.copy()
    for index, (x, y) in enumerate(points):
        column, row = int(x * size), int(y * size)
        if not (0 <= column < size and 0 <= row < size):
            continue
        top, left = max(0, row - reach), max(0, column - reach)
        patch = _sigmoid(heatmaps[top : row + reach + 1, left : column + reach + 1, index])
        if patch.max() >= SURE:
            rows, columns = np.mgrid[top : top + patch.shape[0], left : left + patch.shape[1]]
            moved[index] = np.array([(columns * patch).sum(), (rows * patch).sum()]) / patch.sum() / size
    return moved


def _together(boxes: np.ndarray, scores: np.ndarray) -> list[np.ndarray]:
    """Indices of the boxes (n, 4) that belong to one person each, the surest first."""
    left = np.argsort(-scores, kind="stable")
    groups = []
    while len(left):
        same = _shared(boxes[left[0]], boxes[left]) > _OVERLAP
        same[0] = True
        groups.append(left[same])
        left = left[~same]
    return groups


def _shared(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Intersection over union (n,) of a box (4,) with boxes (n, 4)."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=1)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1) + (box[2:] - box[:2]).prod()
    return shared / np.maximum(areas - shared, 1e-12)


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-values.astype(np.float64)))
