"""The result while it is being made: keys stream into an action of their own until it is accepted.

Holds names, never pointers: undo and file loading invalidate them.
"""

from __future__ import annotations

import bpy
import numpy as np

from ..engine.api import Chunk
from ..engine.errors import MotionCtrlError
from ..engine.motion.rotations import slerp
from .scene import actions
from .scene.posing import Rig, to_channels
from .scene.seams import SETTLE, Difference, Placement, Pose, closed, fade_out
from .tasks import MOTION_FPS, Task

MARK = "motionctrl_preview"  # custom property on the action; its value names the action it stands for


class Preview:
    """Writes a task's motion onto one armature. ``into``: name of the action that will hold the result.

    ``into`` None makes a new action; otherwise the preview begins as a copy of that one.
    """

    def __init__(self, armature: bpy.types.Object, rig: Rig, task: Task, into: str | None) -> None:
        actions.check_writable(armature)
        self.armature, self.rig, self.task, self.into = armature.name, rig, task, into
        current = actions.current_action(armature)
        self.before = current.name if current else None
        self._pose = _read_pose(armature, rig)
        self._rotations = np.zeros((0, 22, 3, 3))
        self._translation = np.zeros((0, 3))
        self._next = task.first
        self._last_quaternions: np.ndarray | None = None
        self._placement: Placement | None = None
        self._difference: Difference | None = None
        self.action = self._make_action(armature)

    @property
    def written(self) -> tuple[int, int] | None:
        """First and last scene frame written so far."""
        return (self.task.first, self._next - 1) if self._next > self.task.first else None

    def add(self, chunk: Chunk) -> None:
        """Takes a finished piece and keys the scene frames that it completes."""
        self._rotations = np.concatenate([self._rotations, chunk.rotations])
        self._translation = np.concatenate([self._translation, chunk.translation])
        self._write(finished=False)

    def finish(self) -> None:
        """Keys the last frames; where known motion follows, leads the new motion onto it."""
        self._write(finished=True)
        if self.task.is_edit and self.task.last is not None and self.written:
            self._close()

    def _scene_frames(self, finished: bool) -> np.ndarray:
        """Scene frames that can be keyed now: each needs the motion frame after it, but the very last."""
        task = self.task
        available = len(self._rotations) - 1
        latest = int(np.floor(task.origin + available * task.rate / MOTION_FPS + 1e-6))
        if not finished:
            latest -= 1
        if task.last is not None:
            latest = min(latest, task.last)
        return np.arange(self._next, latest + 1)

    def _write(self, finished: bool) -> None:
        frames = self._scene_frames(finished) if len(self._rotations) else np.zeros(0)
        if not len(frames):
            return
        self._meet_known()
        rotations, translation = self._at(frames)
        self._key(rotations, translation, int(frames[0]))
        self._next = int(frames[-1]) + 1

    def _meet_known(self) -> None:
        """At the first write: how the generated motion differs from the known one where it begins."""
        task = self.task
        if task.known is None or self._difference is not None:
            return
        seam = self._seam()
        known = _pose_at(task.known.rotations, task.known.translation, seam)
        made = _pose_at(self._rotations, self._translation, seam)
        if self._writes_root():
            self._placement = Placement(known, made)
            rotations, translation = self._placement(made.rotations[None], made.translation[None])
            made = Pose(rotations[0], translation[0])
        self._difference = Difference(known, made)

    def _seam(self) -> float:
        """Motion frame of the last known scene frame before what is written."""
        position = (self.task.first - 1 - self.task.origin) / self.task.rate * MOTION_FPS
        return float(np.clip(position, 0, len(self.task.known) - 1))

    def _writes_root(self) -> bool:
        return self.task.joints is None or 0 in self.task.joints

    def _at(self, frames: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Generated rotations and translation at scene frames, joined to what is known before them."""
        positions = (frames - self.task.origin) / self.task.rate * MOTION_FPS
        rotations, translation = _interpolated(self._rotations, self._translation, positions)
        if self._placement is not None:
            rotations, translation = self._placement(rotations, translation)
        if self._difference is not None:
            weights = fade_out(positions - self._seam(), SETTLE)
            rotations, translation = self._difference(rotations, translation, weights)
        return rotations, translation

    def _close(self) -> None:
        """The known motion goes on behind the written range: the seam there is closed as well."""
        task = self.task
        after = (task.last + 1 - task.origin) / task.rate * MOTION_FPS
        if after > min(len(task.known), len(self._rotations)) - 1:
            return
        frames = np.arange(task.first, task.last + 2)
        rotations, translation = self._at(frames)
        known = _pose_at(task.known.rotations, task.known.translation, after)
        made = Pose(rotations[-1], translation[-1])
        rotations, translation = closed(rotations[:-1], translation[:-1], known, made)
        self._last_quaternions = None
        self._key(rotations, translation, task.first)

    def _key(self, rotations: np.ndarray, translation: np.ndarray, first: int) -> None:
        armature = self.object()
        channels = to_channels(rotations, translation, self.rig, self._last_quaternions)
        self._last_quaternions = channels.quaternions[-1]
        actions.write_channels(armature, self.rig, channels, first, self.task.joints)

    def object(self) -> bpy.types.Object:
        """The armature, still driven by the preview's action; says so where it is gone."""
        armature = bpy.data.objects.get(self.armature)
        action = bpy.data.actions.get(self.action)
        if armature is None or armature.type != "ARMATURE":
            raise MotionCtrlError(f"“{self.armature}” was deleted while generating; pick another character.")
        missing = [bone for bone in self.rig.bones if bone not in armature.pose.bones]
        if missing:
            raise MotionCtrlError(f"Bone “{missing[0]}” was renamed while generating; rename it back.")
        if action is None:
            raise MotionCtrlError("The preview was undone while generating; generate again.")
        if actions.current_action(armature) != action:
            actions.assign_action(armature, action)
        return armature

    def _make_action(self, armature: bpy.types.Object) -> str:
        source = bpy.data.actions.get(self.into) if self.into else None
        if source is not None:
            action = source.copy()
            action.use_fake_user = False
        else:
            action = bpy.data.actions.new(self.task.title)
        action[MARK] = self.into or ""
        actions.assign_action(armature, action)
        return action.name

    def accept(self) -> str:
        """Makes the result the armature's action and returns its name; the preview is over."""
        armature = self.object()
        action = bpy.data.actions[self.action]
        del action[MARK]
        source = bpy.data.actions.get(self.into) if self.into else None
        if source is not None:
            name = source.name
            source.user_remap(action)
            fake = source.use_fake_user
            bpy.data.actions.remove(source)
            action.name = name
            action.use_fake_user = fake
            actions.assign_action(armature, action)
        return action.name

    def reject(self) -> None:
        """Puts the armature back as it was before the preview."""
        armature = bpy.data.objects.get(self.armature)
        action = bpy.data.actions.get(self.action)
        if armature is not None and armature.type == "ARMATURE":
            before = bpy.data.actions.get(self.before) if self.before else None
            if armature.animation_data:
                actions.assign_action(armature, before)
            _write_pose(armature, self.rig, self._pose)
        if action is not None and MARK in action:
            bpy.data.actions.remove(action)


_CHANNELS = ("rotation_mode", "location", "rotation_quaternion", "rotation_euler", "rotation_axis_angle", "scale")


def _read_pose(armature: bpy.types.Object, rig: Rig) -> list[dict]:
    """Every channel of the rig's bones: evaluating the preview's action overwrites them."""
    pose = []
    for name in rig.bones:
        bone = armature.pose.bones[name]
        values = {channel: getattr(bone, channel) for channel in _CHANNELS}
        pose.append({name: value if isinstance(value, str) else tuple(value) for name, value in values.items()})
    return pose


def _write_pose(armature: bpy.types.Object, rig: Rig, pose: list[dict]) -> None:
    for name, values in zip(rig.bones, pose, strict=True):
        bone = armature.pose.bones.get(name)
        for channel, value in values.items() if bone else ():
            setattr(bone, channel, value)


def _pose_at(rotations: np.ndarray, translation: np.ndarray, position: float) -> Pose:
    turned, moved = _interpolated(rotations, translation, np.array([position]))
    return Pose(turned[0], moved[0])


def _interpolated(
    rotations: np.ndarray, translation: np.ndarray, positions: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rotations and translation (t, ...) at fractional frames; beyond the ends the last one holds."""
    positions = np.clip(positions, 0, len(rotations) - 1)
    before = np.minimum(positions.astype(int), max(len(rotations) - 2, 0))
    after = np.minimum(before + 1, len(rotations) - 1)
    weights = positions - before
    turned = slerp(rotations[before], rotations[after], np.repeat(weights[:, None], 22, axis=1))
    moved = translation[before] + (translation[after] - translation[before]) * weights[:, None]
    return turned, moved
