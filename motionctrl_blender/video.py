"""The reference video that was looked at last: what was seen, and its thumbnails as icons."""

from __future__ import annotations

import bpy.utils.previews
import numpy as np

from .looking import Seen


class ReferenceVideo:
    """Blender keeps the icons until ``clear``. problem: why the last look came to nothing, one sentence."""

    def __init__(self) -> None:
        self.seen: Seen | None = None
        self.person = 0
        self.problem = ""
        self._icons: bpy.utils.previews.ImagePreviewCollection | None = None

    def keep(self, seen: Seen) -> None:
        """Takes the place of what was seen before."""
        self.clear()
        self.seen = seen
        self._draw()

    def choose(self, person: int) -> None:
        """Shows the skeleton of another person."""
        if self.seen is not None and person != self.person:
            self.person = person
            self._draw()

    def clear(self) -> None:
        """Forgets the video and frees its icons; harmless when repeated."""
        self.seen, self.person, self.problem = None, 0, ""
        if self._icons is not None:
            bpy.utils.previews.remove(self._icons)
            self._icons = None

    def icons(self) -> list[int]:
        """Icon numbers of the thumbnails, in order of time."""
        return [] if self._icons is None else [self._icons[name].icon_id for name in sorted(self._icons)]

    def _draw(self) -> None:
        if self._icons is None:
            self._icons = bpy.utils.previews.new()
        self._icons.clear()
        for number, picture in enumerate(self.seen.thumbnails(self.person)):
            square = _squared(picture)
            preview = self._icons.new(f"{number:02d}")
            preview.image_size = square.shape[1::-1]
            # Blender's rows begin at the bottom.
            preview.image_pixels_float.foreach_set((square[::-1] / 255).astype(np.float32).ravel())


def _squared(picture: np.ndarray) -> np.ndarray:
    """The picture (h, w, 3) in the middle of a transparent square (s, s, 4)."""
    height, width = picture.shape[:2]
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    square = np.zeros((side, side, 4), np.uint8)
    square[top : top + height, left : left + width, :3] = picture
    square[top : top + height, left : left + width, 3] = 255
    return square
