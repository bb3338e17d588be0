"""What the scenarios look at in the scene, and how they say what they found."""

from __future__ import annotations

from window import Window

HELPERS = """
import bpy, json
def curves():
    from bl_ext.user_default.motionctrl_blender.motionctrl_blender.scene import actions
    found = {}
    for curve in actions.curves_of(bpy.context.scene.motionctrl.character) or ():
        keys = [0.0] * (2 * len(curve.keyframe_points))
        curve.keyframe_points.foreach_get("co", keys)
        found[f"{curve.data_path} {curve.array_index}"] = keys
    return found
def bone(name, frame):
    scene = bpy.context.scene
    scene.frame_set(frame)
    hero = scene.motionctrl.character
    return list(hero.matrix_world @ hero.pose.bones[name].head)
def look(frame):
    x, y, _ = bone("pelvis", frame)
    for area in bpy.context.window_manager.windows[0].screen.areas:
        if area.type == "VIEW_3D":
            view = area.spaces.active.region_3d
            view.view_location, view.view_distance = (x, y, 0.9), 5.5
            area.tag_redraw()
bpy.app.driver_namespace.update(curves=curves, bone=bone, look=look)
"""
CURVES = 'bpy.app.driver_namespace["curves"]()'
BONE = 'bpy.app.driver_namespace["bone"]'


def look(window: Window, frame: int) -> None:
    """The playhead goes to a frame, and the view to where the character is then."""
    window.do(f'bpy.app.driver_namespace["look"]({frame})')


def check(window: Window, what: str, expression: str) -> None:
    report(what, window.ask(expression))


def report(what: str, true: bool) -> None:
    print(f"{'ok    ' if true else 'FAILED'} {what}", flush=True)
    if not true:
        raise SystemExit(1)
