"""The reference video that was looked at last: what was seen, and its thumbnails as an icon."""

from __future__ import annotations

import bpy.utils.previews
import numpy as np

from ...engine.pose.landmarks import Landmarks
from .analysis import Seen

_ICON = "thumbnails"


class ReferenceVideo:
    """Blender keeps the icon until ``clear``. problem: why the last look came to nothing, one sentence."""

    def __init__(self) -> None:
        self.seen: Seen | None = None
        self.person = 0
        self.mirrored = False
        self.problem = ""
        self._icons: bpy.utils.previews.ImagePreviewCollection | None = None

    def keep(self, seen: Seen) -> None:
        """Takes the place of what was seen before."""
        self.clear()
        self.seen = seen
        self._draw()

    def choose(self, person: int, mirrored: bool) -> None:
        """Shows the skeleton of another person, or what a mirror would show."""
        if (person, mirrored) != (self.person, self.mirrored):
            self.person, self.mirrored = person, mirrored
            if self.seen is not None:
                self._draw()

    def landmarks(self) -> Landmarks:
        """The chosen person's; there must be one."""
        return self.seen.landmarks(self.person, self.mirrored)

    def clear(self) -> None:
        """Forgets the video and frees its icon; harmless when repeated."""
        self.seen, self.person, self.problem = None, 0, ""
        if self._icons is not None:
            bpy.utils.previews.remove(self._icons)
            self._icons = None

    def icon(self) -> int | None:
        """Number of the icon with all thumbnails, 0 without a window; None where there are none."""
        return None if self._icons is None else self._icons[_ICON].icon_id

    def _draw(self) -> None:
        if self._icons is None:
            self._icons = bpy.utils.previews.new()
        self._icons.clear()
        sheet = self.seen.thumbnails(self.person, self.mirrored)
        preview = self._icons.new(_ICON)
        preview.image_size = sheet.shape[1::-1]
        # Blender's rows begin at the bottom.
        preview.image_pixels_float.foreach_set((sheet[::-1] / 255).astype(np.float32).ravel())
