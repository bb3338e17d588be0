"""Registers everything that Blender sees, in order, and takes it back in reverse."""

from __future__ import annotations

MODULES = ()


def register() -> None:
    for module in MODULES:
        module.register()


def unregister() -> None:
    for module in reversed(MODULES):
        module.unregister()
