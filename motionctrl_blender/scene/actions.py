"""Motion to keyframes. The only module that knows how Blender's versions differ.

Slots came with 4.4, Action.fcurves went with 5.0, the GENERATED key type came with 4.3.
"""

from __future__ import annotations

from collections.abc import Iterable

import bpy
import numpy as np

from ...engine.errors import MotionCtrlError
from .posing import Channels, Rig
from .turning import TURNS, bone_path, turns

# Everything that a key is made of, with its width: what must survive when its neighbours change.
_KEY = {
    "co": 2,
    "handle_left": 2,
    "handle_right": 2,
    "handle_left_type": 1,
    "handle_right_type": 1,
    "interpolation": 1,
    "easing": 1,
    "type": 1,
    "amplitude": 1,
    "back": 1,
    "period": 1,
    "select_control_point": 1,
    "select_left_handle": 1,
    "select_right_handle": 1,
}
FEW = 32  # frames up to which keys are set one by one
# What tells a generated key from one that Blender has just added.
_NOT_DEFAULT = (
    "co",
    "handle_left",
    "handle_right",
    "handle_left_type",
    "handle_right_type",
    "interpolation",
    "type",
)
_FLOATS = ("co", "handle_left", "handle_right", "amplitude", "back", "period")


def _kind(name: str) -> type:
    """What a property of keys is kept as inside Blender: arrays of that kind are read and written many times faster."""
    if name in _FLOATS:
        return np.float32
    return np.bool_ if name.startswith("select_") else np.uint8


def has_slots() -> bool:
    return "slots" in bpy.types.Action.bl_rna.properties


def new_action(armature: bpy.types.Object, name: str) -> bpy.types.Action:
    """A new, empty action on ``armature``, with its slot bound."""
    action = bpy.data.actions.new(name)
    assign_action(armature, action)
    return action


def assign_action(armature: bpy.types.Object, action: bpy.types.Action | None, slot: str = "") -> None:
    """Makes ``action`` the one that drives ``armature``; the slot named is taken, or one is found or made."""
    data = armature.animation_data or armature.animation_data_create()
    data.action = action
    if action is not None and has_slots():
        if slot and slot in action.slots:
            data.action_slot = action.slots[slot]
        if data.action_slot is None:
            suitable = list(data.action_suitable_slots)
            data.action_slot = suitable[0] if suitable else action.slots.new(id_type="OBJECT", name=armature.name)


def current_action(armature: bpy.types.Object) -> bpy.types.Action | None:
    return armature.animation_data.action if armature.animation_data else None


def slot_name(armature: bpy.types.Object) -> str:
    """Identifier of the slot that drives ``armature``; empty without one."""
    slot = armature.animation_data.action_slot if has_slots() and armature.animation_data else None
    return slot.identifier if slot else ""


def check_local(armature: bpy.types.Object) -> None:
    """Raises for an armature that can't be given another action."""
    if armature.library is not None:
        raise MotionCtrlError(f"“{armature.name}” is linked from another file; make a library override first.")
    if armature.animation_data and armature.animation_data.use_tweak_mode:
        raise MotionCtrlError(f"“{armature.name}” is tweaking an NLA strip; press Tab in the NLA Editor to end that.")


def check_writable(armature: bpy.types.Object) -> None:
    """Raises if keys can't be written without changing the animation of another object."""
    check_local(armature)
    action = current_action(armature)
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


def check_open(armature: bpy.types.Object, rig: Rig, joints: Iterable[int] | None = None) -> None:
    """Raises where new keys of these joints, by default all, would do nothing or change what was locked."""
    bones = [rig.bones[joint] for joint in (range(len(rig.bones)) if joints is None else joints)]
    prefixes = tuple(bone_path(bone, "") for bone in bones)
    for curve in curves_of(armature) or ():
        if not curve.data_path.startswith(prefixes) or not curve.data_path.endswith(("location", *TURNS)):
            continue
        group = curve.group
        for state, next_step in (("mute", "unmute"), ("lock", "unlock")):
            if getattr(curve, state) or (group is not None and getattr(group, state, False)):
                bone, found = curve.data_path.split('"')[1], f"{state.removesuffix('e')}ed"
                raise MotionCtrlError(
                    f"A channel of bone “{bone}” is {found}; {next_step} it in the Graph Editor first."
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


def bag_of(action: bpy.types.Action, slot):
    """The F-curves of a slot of an action; None where there are none."""
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
        rows = [turns(armature.pose.bones[bone], known, channels.quaternions[:, joint], first_frame)]
        if joint == 0:
            rows.insert(0, ("location", channels.location))
        for prop, values in rows:
            path = bone_path(bone, prop)
            for index in range(values.shape[1]):
                curve = known.get((path, index))
                if curve is None:
                    curve = container.fcurves.new(path, index=index)
                    curve.group = container.groups.get(bone) or container.groups.new(bone)
                writer(curve, values[:, index])
    action.update_tag()
    armature.update_tag()


def copy_keys(armature: bpy.types.Object, source: bpy.types.Action, slot: str) -> None:
    """Gives the armature's action the keys in a slot of ``source``, a copy of it that has been changed.

    Curves that are the same in both are not touched.
    """
    action = current_action(armature)
    if has_slots():
        here = _bag(action, armature.animation_data.action_slot, ensure=True)
        there = _bag(source, source.slots[slot], ensure=False)
    else:
        here, there = action, source
    known = {(curve.data_path, curve.array_index): curve for curve in here.fcurves}
    for changed in there.fcurves:
        keys = read_keys(changed)
        curve = known.get((changed.data_path, changed.array_index))
        if curve is None:
            curve = here.fcurves.new(changed.data_path, index=changed.array_index)
            if changed.group:
                curve.group = here.groups.get(changed.group.name) or here.groups.new(changed.group.name)
        if len(curve.keyframe_points) != len(changed.keyframe_points):
            _write_keys(curve, keys)
            continue
        for what, values in read_keys(curve).items():
            if not np.array_equal(keys[what], values):
                curve.keyframe_points.foreach_set(what, keys[what].ravel())
    action.update_tag()
    armature.update_tag()


def push_to_nla(armature: bpy.types.Object) -> bpy.types.NlaStrip:
    """Moves the armature's action into a strip on an NLA track of its own, where its keys lie."""
    data, action = armature.animation_data, current_action(armature)
    slot = data.action_slot if has_slots() else None
    track = data.nla_tracks.new()
    track.name = action.name
    strip = track.strips.new(action.name, round(action.frame_range[0]), action)
    if slot is not None:
        strip.action_slot = slot
    strip.influence = 1.0  # a new strip's is 0 where the NLA has been tweaked before
    data.action = None
    return strip


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


def selected_range(armature: bpy.types.Object) -> tuple[int, int] | None:
    """First and last frame of the armature's keys that are selected in the timeline, or None where none is."""
    times = []
    for curve in curves_of(armature) or ():
        keys = read_keys(curve, ("co", "select_control_point"))
        times.append(keys["co"][keys["select_control_point"][:, 0], 0])
    times = np.concatenate(times) if times else np.zeros(0)
    return (round(float(times.min())), round(float(times.max()))) if len(times) else None


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
        self.keys = {name: np.zeros((count, width), dtype=_kind(name)) for name, width in _KEY.items()}
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
            return
        times = np.empty(len(points) * 2, dtype=np.float32)
        points.foreach_get("co", times)
        times = times[::2]
        first = int(np.searchsorted(times, self.frames[0]))
        inside = times[first : int(np.searchsorted(times, self.frames[-1], side="right"))]
        few = len(values) <= FEW
        if np.array_equal(inside, self.frames) and not (few and len(points) > len(values)):
            self._replace(points, first)
        elif few and np.array_equal(inside, np.round(inside)):
            _insert_few(points, self.keys, self.kind, first if len(inside) == len(values) else None)
        else:
            _write_keys(curve, self._merged(read_keys(curve)))

    def _replace(self, points, first: int) -> None:
        """There is a key at each of the frames already, the first one being number ``first``."""
        last = first + len(self.frames)
        for name in _NOT_DEFAULT:
            new = self.keys[name]
            if len(new) == len(points):
                points.foreach_set(name, new.ravel())
                continue
            values = np.empty(len(points) * new.shape[1], dtype=new.dtype)
            points.foreach_get(name, values)
            values.reshape(-1, new.shape[1])[first:last] = new
            points.foreach_set(name, values)

    def _merged(self, old: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Old keys before, new keys, old keys after; subframe keys inside the range go."""
        times = old["co"][:, 0]
        before, after = times < self.frames[0] - 1e-3, times > self.frames[-1] + 1e-3
        return {name: np.concatenate([values[before], self.keys[name], values[after]]) for name, values in old.items()}


def _insert_few(points, keys: dict[str, np.ndarray], kind: str, first: int | None) -> None:
    """Inserts a chunk's keys one by one, or replaces those from number ``first`` on.

    A stream must not slow down as the curve grows. FAST leaves the handles of the neighbours alone.
    """
    lefts, rights = keys["handle_left"].tolist(), keys["handle_right"].tolist()
    for index, (frame, value) in enumerate(keys["co"].tolist()):
        point = points.insert(frame, value, options={"FAST"}) if first is None else points[first + index]
        point.co = frame, value
        point.handle_left_type = point.handle_right_type = "AUTO_CLAMPED"
        point.handle_left, point.handle_right = lefts[index], rights[index]
        point.interpolation = "LINEAR"
        point.type = kind


def read_keys(curve: bpy.types.FCurve, names: Iterable[str] = _KEY) -> dict[str, np.ndarray]:
    points = curve.keyframe_points
    keys = {}
    for name in names:
        width = _KEY[name]
        values = np.empty(len(points) * width, dtype=_kind(name))
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
        if default or name in _NOT_DEFAULT:
            points.foreach_set(name, values.ravel())
