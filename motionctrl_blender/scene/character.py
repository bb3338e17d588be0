"""The SMPL character: armature and neutral body together."""

from __future__ import annotations

import bpy

from .armature import build_armature
from .body import add_body


def add_character(context: bpy.types.Context, name: str = "SMPL") -> bpy.types.Object:
    """A new character at the world's origin; returns its armature object."""
    armature = build_armature(context, name)
    add_body(armature)
    return armature
