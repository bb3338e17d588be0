"""The result while it is being made: keys stream into a stand-in action until it is accepted.

Holds names, never pointers: undo and file loading invalidate them.
"""

from __future__ import annotations

from collections.abc import Iterator

import bpy
import numpy as np

from ..engine.api import Chunk
from ..engine.errors import MotionCtrlError
from ..engine.motion.rotations import slerp
from .scene import actions, stand_in
from .scene.posing import Channels, Rig, to_channels
from .scene.sampling import sample_channels
from .scene.seams import Difference, Lead, Placement, Pose
from .tasks import MOTION_FPS, Task

# What is done between two looks at the clock, a few milliseconds each: frames to compute, keys a bone
# channel to write one by one or in bulk.
_FRAMES, _FEW_KEYS, _MANY_KEYS = 100, 90, 1000


class Preview:
    """Writes a task's motion onto one armature. ``into``: name of the action that will hold the result.

    ``into`` None makes a new action; otherwise the preview begins as a copy of that one.
    """

    def __init__(self, armature: bpy.types.Object, rig: Rig, task: Task, into: str | None) -> None:
        (actions.check_writable if into else actions.check_local)(armature)
        self.armature, self.rig, self.task, self.into = armature.name, rig, task, into
        self._rotations = np.zeros((0, 22, 3, 3))
        self._translation = np.zeros((0, 3))
        self._next = task.first
        self._before = None if task.meets is None else _quaternions_at(armature, rig, task.meets)
        self._last_quaternions = self._before
        self._placement: Placement | None = None
        self._difference: Difference | None = None
        self._met = False
        self._lead: Lead | None = None
        self._end: float | None = None  # where the finished motion meets what follows, motion frames
        self._finished = False
        self.action = stand_in.put_on(armature, rig, task.title, into).name
        if task.is_edit:
            ends = [task.meets] if task.meets is not None else []
            for frame in ends + ([task.last + 1] if task.follows else []):
                actions.pin(armature, rig, self._joints(), frame)

    @property
    def written(self) -> tuple[int, int] | None:
        """First and last scene frame written so far."""
        return (self.task.first, self._next - 1) if self._next > self.task.first else None

    def add(self, chunk: Chunk) -> Iterator[None]:
        """Takes a finished piece and keys the scene frames that it completes.

        To be stepped through, as ``finish``: each step holds the main thread for a few milliseconds.
        """
        self._rotations = np.concatenate([self._rotations, chunk.rotations])
        self._translation = np.concatenate([self._translation, chunk.translation])
        yield from self._write(finished=False)

    def finish(self) -> Iterator[None]:
        """Keys the last frames; where known motion follows, leads the new motion onto it."""
        self._finished = True
        yield from self._write(finished=True)
        if self.task.follows and self.written:
            yield from self._close()

    def rewrite(self) -> None:
        """Keys everything once more: an undo may have taken some of the keys away."""
        self._next, self._last_quaternions = self.task.first, self._before
        for _ in self._write(self._finished):
            pass

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

    def _write(self, finished: bool) -> Iterator[None]:
        frames = self._scene_frames(finished) if len(self._rotations) else np.zeros(0)
        if not len(frames):
            return
        self._meet_known()
        yield from self._key(frames)
        self._next = int(frames[-1]) + 1

    def _key(self, frames: np.ndarray) -> Iterator[None]:
        """Keys scene frames in small steps: a few poses each, then a few bones each."""
        pieces = []
        for start in range(0, len(frames), _FRAMES):
            rotations, translation = self._at(self._positions(frames[start : start + _FRAMES]))
            pieces.append(to_channels(rotations, translation, self.rig, self._last_quaternions))
            self._last_quaternions = pieces[-1].quaternions[-1]
            yield
        channels = Channels(
            np.concatenate([piece.quaternions for piece in pieces]),
            np.concatenate([piece.location for piece in pieces]),
        )
        joints = self._joints()
        bones = max(1, (_FEW_KEYS if len(frames) <= actions.FEW else _MANY_KEYS) // len(frames))
        for start in range(0, len(joints), bones):
            some = joints[start : start + bones]
            actions.write_channels(self.object(), self.rig, channels, int(frames[0]), some)
            yield

    def _joints(self) -> tuple[int, ...]:
        """Joints whose bones are keyed."""
        return tuple(range(len(self.rig.bones))) if self.task.joints is None else self.task.joints

    def _positions(self, frames: np.ndarray) -> np.ndarray:
        """Motion frames, with fractions, of scene frames."""
        return (np.asarray(frames) - self.task.origin) / self.task.rate * MOTION_FPS

    def _seam(self) -> float:
        """Motion frame where the new motion takes over from the known one."""
        meets = self.task.first if self.task.meets is None else self.task.meets
        return float(np.clip(self._positions(meets), 0, len(self.task.known) - 1))

    def _meet_known(self) -> None:
        """At the first write: how the generated motion differs from the known one where it begins."""
        if self.task.known is None or self._met:
            return
        self._met = True
        seam = self._seam()
        if self.task.joints is None or 0 in self.task.joints:
            self._placement = Placement(self._known(seam), self._made(seam))
        if self.task.meets is not None:
            before = (self._known(seam - 1), self._made(seam - 1)) if seam >= 1 else None
            self._difference = Difference(self._known(seam), self._made(seam), before)

    def _known(self, position: float) -> Pose:
        known = self.task.known
        return _pose(*_interpolated(known.rotations, known.translation, np.array([position])))

    def _made(self, position: float) -> Pose:
        return _pose(*self._at(np.array([position])))

    def _at(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Generated rotations and translation at motion frames, joined to what is known around them."""
        rotations, translation = _interpolated(self._rotations, self._translation, positions)
        if self._placement is not None:
            rotations, translation = self._placement(rotations, translation)
        if self._difference is not None:
            rotations, translation = self._difference(rotations, translation, positions - self._seam())
        if self._lead is not None:
            distance = self._end - positions
            rotations, translation = self._lead(rotations, translation, distance)
        return rotations, translation

    def _close(self) -> Iterator[None]:
        """The known motion goes on behind the written range: the seam there is closed as well."""
        first, after = self.task.first, float(self._positions(self._next))
        further = (self._known(after + 1), self._made(after + 1)) if after + 1 < len(self._rotations) else None
        length = after - float(self._positions(first - 1))
        self._lead, self._end = Lead(self._known(after), self._made(after), further, length), after
        self._last_quaternions = self._before
        yield from self._key(np.arange(first, self._next))

    def object(self) -> bpy.types.Object:
        """The armature, still driven by the preview's action; says so where it is gone."""
        armature = _armature(self.armature)
        action = bpy.data.actions.get(self.action)
        if armature is None:
            raise MotionCtrlError(f"“{self.armature}” was deleted while generating; pick another character.")
        missing = [bone for bone in self.rig.bones if bone not in armature.pose.bones]
        if missing:
            raise MotionCtrlError(
                f"Bone “{missing[0]}” was renamed while generating; rename it back and generate again."
            )
        if not stand_in.is_stand_in(action):
            raise MotionCtrlError("The preview was undone or renamed while generating; generate again.")
        if actions.current_action(armature) != action:
            actions.assign_action(armature, action)
        return armature

    def exists(self) -> bool:
        """Whether undo has left armature and stand-in in the file."""
        return _armature(self.armature) is not None and stand_in.is_stand_in(bpy.data.actions.get(self.action))

    def accept(self) -> str:
        """Makes the result the armature's action and returns its name; the preview is over."""
        armature = self.object()
        action = bpy.data.actions[self.action]
        source = bpy.data.actions.get(self.into) if self.into else None
        if source is None:
            stand_in.keep(action)
            return action.name
        # The keys go over to the animator's own action, which stays the data-block it was.
        slot = actions.slot_name(armature)
        actions.assign_action(armature, source, slot)
        actions.copy_keys(armature, action, slot)
        bpy.data.actions.remove(action)
        return source.name

    def hide(self) -> None:
        """Shows the armature as it was; the stand-in waits without a user, and is not saved."""
        armature, action = _armature(self.armature), bpy.data.actions.get(self.action)
        if armature is None or not stand_in.is_stand_in(action):
            return
        if actions.current_action(armature) == action:
            stand_in.take_off(armature, action)

    def show(self) -> None:
        """The reverse of ``hide``."""
        armature, action = _armature(self.armature), bpy.data.actions.get(self.action)
        if armature is not None and stand_in.is_stand_in(action):
            actions.assign_action(armature, action)

    def reject(self) -> None:
        """Puts the armature back as it was before the preview."""
        self.hide()
        action = bpy.data.actions.get(self.action)
        if stand_in.is_stand_in(action):
            bpy.data.actions.remove(action)


def _armature(name: str) -> bpy.types.Object | None:
    armature = bpy.data.objects.get(name)
    return armature if armature is not None and armature.type == "ARMATURE" and armature.users_scene else None


def _quaternions_at(armature: bpy.types.Object, rig: Rig, frame: int) -> np.ndarray:
    """Quaternions (n, 4) of the last known frame: the generated ones go on with their signs."""
    return sample_channels(bpy.context.scene, armature, rig, np.array([float(frame)])).quaternions[0]


def _pose(rotations: np.ndarray, translation: np.ndarray) -> Pose:
    return Pose(rotations[0], translation[0])


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
