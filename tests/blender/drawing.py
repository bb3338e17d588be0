"""What a panel draws, without a window: a layout that keeps its calls."""

from __future__ import annotations

from types import SimpleNamespace


class Layout:
    """Stands in for a panel's layout: takes only calls that this Blender's layouts know, and keeps them."""

    def __init__(self, functions, calls: list) -> None:
        self._functions, self.calls = functions, calls

    def __getattr__(self, name: str):
        known = set(self._functions[name].parameters.keys())

        def call(*values, **options):
            assert set(options) <= known, (name, set(options) - known)
            self.calls.append((name, *values, options))
            return Layout(self._functions, self.calls)

        return call


def drawn(blender, addon) -> list:
    """What the Video panel draws now."""
    panel = addon.load("motionctrl_blender.panels.video").MOTIONCTRL_PT_video
    layout = Layout(blender.types.UILayout.bl_rna.functions, [])
    # Without a window everything on the screen has the size 0.
    system = SimpleNamespace(ui_scale=1.0)
    preferences = SimpleNamespace(addons=blender.context.preferences.addons, system=system)
    context = SimpleNamespace(scene=blender.context.scene, preferences=preferences, region=SimpleNamespace(width=300))
    stand_in = SimpleNamespace(layout=layout)
    for name in ("_draw_source", "_draw_seen", "_draw_parts"):
        setattr(stand_in, name, getattr(panel, name).__get__(stand_in))
    panel.draw(stand_in, context)
    return layout.calls


def said(calls: list) -> str:
    """The labels among a layout's calls."""
    return " ".join(options.get("text", "") for name, *_, options in calls if name == "label")
