"""Motion to keyframes. The only module that knows how Blender's versions differ.

Slots came with 4.4, Action.fcurves went with 5.0, the GENERATED key type came with 4.3.
"""

from __future__ import annotations

import bpy
import numpy as np

from ...engine.errors import MotionCtrlError
from .posing import Channels, Rig

# Everything that a key is made of, with its width: what must survive when its neighbours change.
_KEY = {
    "co": 2, "handle_left": 2, "handle_right": 2, "handle_left_type": 1, "handle_right_type": 1,
    "interpolation": 1, "easing": 1, "type": 1, "amplitude": 1, "back": 1, "period": 1,
    "select_control_point": 1, "select_left_handle": 1, "select_right_handle": 1,
}  # fmt: skip
_FEW = 32  # frames up to which keys are set one by one
_FLOATS = ("co", "handle_left", "handle_right", "amplitude", "back", "period")


def has_slots() -> bool:
    return "slots" in bpy.types.Action.bl_rna.properties


def new_action(armature: bpy.types.Object, name: str) -> bpy.types.Action:
    """A new, empty action on ``armature``, with its slot bound."""
    action = bpy.data.actions.new(name)
    assign_action(armature, action)
    return action


def assign_action(armature: bpy.types.Object, action: bpy.types.Action | None) -> None:
    """Makes ``action`` the one that drives ``armature``; a slot is found or made."""
    data = armature.animation_data or armature.animation_data_create()
    data.action = action
    if action is not None and has_slots():
        if data.action_slot is None:
            suitable = list(data.action_suitable_slots)
            data.action_slot = suitable[0] if suitable else action.slots.new(id_type="OBJECT", name=armature.name)


def current_action(armature: bpy.types.Object) -> bpy.types.Action | None:
    return armature.animation_data.action if armature.animation_data else None


def check_writable(armature: bpy.types.Object) -> None:
    """Raises where keys can't be written without touching somebody else's animation."""
    action = current_action(armature)
    if armature.library is not None:
        raise MotionCtrlError(f"“{armature.name}” is linked from another file; make a library override first.")
    if action is None:
        return
    if action.library is not None:
        raise MotionCtrlError(f"Action “{action.name}” is linked from another file; make it local first.")
    others = [
        user.name
        for user in bpy.data.objects
        if user != armature and current_action(user) == action and _same_slot(user, armature)
    ]
    if others:
        raise MotionCtrlError(
            f"Action “{action.name}” also drives “{others[0]}”; click the number beside its name in the "
            "Action Editor to make it single-user."
        )


def _same_slot(first: bpy.types.Object, second: bpy.types.Object) -> bool:
    if not has_slots():
        return True
    return first.animation_data.action_slot == second.animation_data.action_slot


def curves_of(armature: bpy.types.Object, action: bpy.types.Action | None = None):
    """The armature's F-curves in its action (or another ``action``); None where there are none."""
    action = action or current_action(armature)
    if action is None:
        return None
    if not has_slots():
        return action.fcurves
    data = armature.animation_data
    slot = data.action_slot if data and data.action == action else None
    if slot is None:
        slot = action.slots[0] if len(action.slots) else None
    bag = _bag(action, slot, ensure=False)
    return bag.fcurves if bag else None


def _bag(action: bpy.types.Action, slot, ensure: bool):
    """The channel bag of a slot: where 4.4 and later keep a slot's curves and groups."""
    if slot is None:
        return None
    if not len(action.layers):
        if not ensure:
            return None
        action.layers.new("Layer")
    layer = action.layers[0]
    if not len(layer.strips):
        if not ensure:
            return None
        layer.strips.new(type="KEYFRAME")
    return layer.strips[0].channelbag(slot, ensure=ensure)


def write_channels(
    armature: bpy.types.Object,
    rig: Rig,
    channels: Channels,
    first_frame: int,
    joints: tuple[int, ...] | None = None,
) -> None:
    """Keys channels (T frames) from ``first_frame`` on, one key a frame.

    Only the bones of ``joints`` (all of them where None) get keys, and only keys from the first to
    the last frame are replaced: every other curve and key keeps every bit. The pelvis's location
    goes with joint 0.
    """
    if not len(channels):
        return
    check_writable(armature)
    if current_action(armature) is None:
        new_action(armature, f"{armature.name} Motion")
    action = current_action(armature)
    if has_slots():
        assign_action(armature, action)
        container = _bag(action, armature.animation_data.action_slot, ensure=True)
    else:
        container = action
    known = {(curve.data_path, curve.array_index): curve for curve in container.fcurves}
    frames = np.arange(first_frame, first_frame + len(channels), dtype=np.float32)
    writer = _Writer(frames)
    for joint in range(len(rig.bones)) if joints is None else joints:
        if joint >= len(rig.bones):
            continue
        bone = rig.bones[joint]
        armature.pose.bones[bone].rotation_mode = "QUATERNION"
        rows = [("rotation_quaternion", channels.quaternions[:, joint])]
        if joint == 0:
            rows.insert(0, ("location", channels.location))
        for prop, values in rows:
            path = f'pose.bones["{bpy.utils.escape_identifier(bone)}"].{prop}'
            for index in range(values.shape[1]):
                curve = known.get((path, index))
                if curve is None:
                    curve = container.fcurves.new(path, index=index)
                    curve.group = container.groups.get(bone) or container.groups.new(bone)
                writer(curve, values[:, index])
    action.update_tag()
    armature.update_tag()


def remove_keys(armature: bpy.types.Object, after: float) -> None:
    """Deletes every key behind frame ``after``."""
    for curve in curves_of(armature) or ():
        keys = _read_keys(curve)
        keep = keys["co"][:, 0] <= after
        if not keep.all():
            _write_keys(curve, {name: values[keep] for name, values in keys.items()})
    action = current_action(armature)
    if action:
        action.update_tag()


def key_range(armature: bpy.types.Object, rig: Rig) -> tuple[int, int] | None:
    """First and last keyed frame of the rig's bones, or None where nothing is keyed."""
    prefixes = tuple(f'pose.bones["{bpy.utils.escape_identifier(bone)}"]' for bone in rig.bones)
    ends = [
        curve.range()
        for curve in curves_of(armature) or ()
        if curve.data_path.startswith(prefixes) and len(curve.keyframe_points)
    ]
    if not ends:
        return None
    return round(min(end[0] for end in ends)), round(max(end[1] for end in ends))


class _Writer:
    """Writes values at the same frames into one curve after another."""

    def __init__(self, frames: np.ndarray) -> None:
        count = len(frames)
        enums = bpy.types.Keyframe.bl_rna.properties
        types = enums["type"].enum_items
        self.kind = "GENERATED" if "GENERATED" in types else "JITTER"
        handle = enums["handle_left_type"].enum_items["AUTO_CLAMPED"].value
        linear = enums["interpolation"].enum_items["LINEAR"].value
        self.frames = frames
        self.keys = {
            name: np.zeros((count, width), dtype=np.float32 if name in _FLOATS else np.int32)
            for name, width in _KEY.items()
        }
        self.keys["type"][:] = types[self.kind].value
        self.keys["handle_left_type"][:] = self.keys["handle_right_type"][:] = handle
        self.keys["interpolation"][:] = linear
        self.keys["back"][:] = 1.70158  # Blender's defaults for the overshooting interpolations
        self.keys["amplitude"][:] = 0.8
        self.keys["period"][:] = 4.1
        for name, shift in (("co", 0), ("handle_left", -1 / 3), ("handle_right", 1 / 3)):
            self.keys[name][:, 0] = frames + shift

    def __call__(self, curve: bpy.types.FCurve, values: np.ndarray) -> None:
        slope = np.gradient(values) / 3 if len(values) > 1 else np.zeros(1)
        self.keys["co"][:, 1] = values
        self.keys["handle_left"][:, 1] = values - slope
        self.keys["handle_right"][:, 1] = values + slope
        points = curve.keyframe_points
        if not len(points):
            _write_keys(curve, self.keys, default=False)
        elif len(values) <= _FEW and not self._between(points):
            _insert_few(points, self.keys, self.kind)
        else:
            old = _read_keys(curve)
            times = old["co"][:, 0]
            if times[0] >= self.frames[0] and times[-1] <= self.frames[-1]:
                points.clear()
                _write_keys(curve, self.keys, default=False)
            else:
                _write_keys(curve, self._merged(old))

    def _between(self, points) -> bool:
        """Whether there are keys between the frames that are written, which have to go."""
        times = np.empty(len(points) * 2, dtype=np.float32)
        points.foreach_get("co", times)
        times = times[::2]
        inside = times[(times > self.frames[0]) & (times < self.frames[-1])]
        return bool((inside != np.round(inside)).any())

    def _merged(self, old: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Old keys before, new keys, old keys after; subframe keys inside the range go."""
        times = old["co"][:, 0]
        before, after = times < self.frames[0] - 1e-3, times > self.frames[-1] + 1e-3
        return {
            name: np.concatenate([values[before], self.keys[name], values[after]])
            for name, values in old.items()
        }


def _insert_few(points, keys: dict[str, np.ndarray], kind: str) -> None:
    """Inserts or replaces a chunk's keys one by one: a stream must not slow down as the curve grows.

    FAST leaves the handles of the neighbours alone.
    """
    for index, (frame, value) in enumerate(keys["co"].tolist()):
        point = points.insert(frame, value, options={"FAST"})
        point.co = frame, value
        point.handle_left_type = point.handle_right_type = "AUTO_CLAMPED"
        point.handle_left = keys["handle_left"][index]
        point.handle_right = keys["handle_right"][index]
        point.interpolation = "LINEAR"
        point.type = kind


def _read_keys(curve: bpy.types.FCurve) -> dict[str, np.ndarray]:
    points = curve.keyframe_points
    keys = {}
    for name, width in _KEY.items():
        values = np.empty(len(points) * width, dtype=np.float32 if name in _FLOATS else np.int32)
        points.foreach_get(name, values)
        keys[name] = values.reshape(-1, width)
    return keys


def _write_keys(curve: bpy.types.FCurve, keys: dict[str, np.ndarray], default: bool = True) -> None:
    """Replaces a curve's keys, which must be in order of time.

    FCurve.update() is left out: it would move the automatic handles of the keys that stay.
    ``default`` False skips what new keys have anyway.
    """
    points = curve.keyframe_points
    if len(points):
        points.clear()
    points.add(len(keys["co"]))
    for name, values in keys.items():
        if default or name in ("co", "handle_left", "handle_right", "handle_left_type",
                               "handle_right_type", "interpolation", "type"):  # fmt: skip
            points.foreach_set(name, values.ravel())
