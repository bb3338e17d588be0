"""The result while it is being made: keys stream into a stand-in action until it is accepted.

Holds names, never pointers: undo and file loading invalidate them.
"""

from __future__ import annotations

from collections.abc import Iterator

import bpy
import numpy as np

from ...engine.api import Chunk
from ...engine.body.layout import FPS, JOINT_COUNT
from ...engine.errors import MotionCtrlError
from ...engine.motion.placing import Placement, Pose
from ...engine.motion.resample import interpolated
from ...engine.motion.seams import Difference, Lead, extrapolated
from ..scene import actions, stand_in
from ..scene.pinning import pin
from ..scene.posing import Channels, Rig, to_channels
from ..scene.sampling import sample_channels
from .tasks import STRIDE, Task

# What is done between two looks at the clock, a few milliseconds each: frames to compute, keys a bone
# channel to write one by one or in bulk.
_FRAMES, _FEW_KEYS, _MANY_KEYS = 100, 90, 1000


class Preview:
    """Writes a task's motion onto one armature. ``into``: name of the action that will hold the result.

    ``into`` None makes a new action; otherwise the preview begins as a copy of that one. ``begin``, ``add``
    and ``finish`` are to be stepped through: each step holds the main thread for a few milliseconds.
    """

    def __init__(self, armature: bpy.types.Object, rig: Rig, task: Task, into: str | None) -> None:
        (actions.check_writable if into else actions.check_local)(armature)
        self.armature, self.rig, self.task, self.into = armature.name, rig, task, into
        self._rotations = np.zeros((0, JOINT_COUNT, 3, 3))
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
        self.action = ""  # its name; none before ``begin``

    @property
    def written(self) -> tuple[int, int] | None:
        """First and last scene frame written so far."""
        return (self.task.first, self._next - 1) if self._next > self.task.first else None

    def begin(self) -> Iterator[None]:
        """Puts the stand-in on the armature, and holds what lies beside an edit's range in place."""
        task, armature = self.task, self._standing()
        if self.into and self.into not in bpy.data.actions:
            raise MotionCtrlError(f"Action “{self.into}” was deleted while generating; generate again.")
        self.action = stand_in.put_on(armature, self.rig, task.title, self.into).name
        yield
        if task.is_edit:
            ends = [task.meets] if task.meets is not None else []
            for frame in ends + ([task.last + 1] if task.beyond is not None else []):
                pin(self.object(), self.rig, self._joints(), frame)
                yield

    def add(self, chunk: Chunk) -> Iterator[None]:
        """Takes a finished piece and keys the scene frames that it completes."""
        self._rotations = np.concatenate([self._rotations, chunk.rotations])
        self._translation = np.concatenate([self._translation, chunk.translation])
        yield from self._write(finished=False)

    def finish(self) -> Iterator[None]:
        """Keys the last frames; where known motion follows, leads the new motion onto it."""
        self._finished = True
        yield from self._write(finished=True)
        if self.task.beyond is not None and self.written:
            yield from self._close()

    def again(self) -> Iterator[None]:
        """Begins anew with what has been made: an undo has taken the stand-in away."""
        self._lead, self._end = None, None
        yield from self.begin()
        self._next, self._last_quaternions = self.task.first, self._before
        yield from self.finish() if self._finished else self._write(False)

    def rewrite(self) -> None:
        """Keys everything once more: an undo may have taken some of the keys away."""
        self._next, self._last_quaternions = self.task.first, self._before
        for _ in self._write(self._finished):
            pass

    def _scene_frames(self, finished: bool) -> np.ndarray:
        """Scene frames that can be keyed now: each needs the motion frame after it, but the very last."""
        task = self.task
        available = len(self._rotations) - 1
        latest = int(np.floor(task.origin + available * task.rate / FPS + 1e-6))
        if not finished:
            latest -= 1
        elif not task.is_edit:
            # As many keys as the duration has frames: a first motion's last frame lasts as long as all others.
            lasting = int(task.known is None)
            latest = max(latest, round(task.origin + (available + lasting) * task.rate / FPS) - lasting)
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
        return (np.asarray(frames) - self.task.origin) / self.task.rate * FPS

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
        if self.task.meets is not None:
            self._run_up(round(seam))
        if self.task.joints is None or 0 in self.task.joints:
            self._placement = Placement(self._known(seam), self._made(seam))
        if self.task.meets is not None:
            before = (self._known(seam - 1), self._made(seam - 1)) if seam >= 1 else None
            self._difference = Difference(self._known(seam), self._made(seam), before)

    def _run_up(self, seam: int) -> None:
        """Lets the model's motion come to its first generated frame at the speed that it has there.

        How it gets there from the known frames that it was given would be felt as a jerk at the seam.
        """
        first = seam + 1
        if 3 <= first < len(self._rotations) - 1:
            last = len(self._rotations) - 1 - first
            rotations, translation = extrapolated(self._rotations[::-1], self._translation[::-1], last)
            self._rotations[first - 3 :] = rotations[::-1]
            self._translation[first - 3 :] = translation[::-1]

    def _known(self, position: float) -> Pose:
        known = self.task.known
        return _pose(*interpolated(known.rotations, known.translation, np.array([position])))

    def _beyond(self) -> list[Pose]:
        """The two poses that follow the range."""
        beyond = self.task.beyond
        return [Pose(*pose) for pose in zip(beyond.rotations, beyond.translation, strict=True)]

    def _made(self, position: float) -> Pose:
        return _pose(*self._at(np.array([position])))

    def _at(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Generated rotations and translation at motion frames, joined to what is known around them."""
        rotations, translation = interpolated(self._rotations, self._translation, positions, beyond=1.0)
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
        # As at the beginning, what counts is where the generated motion goes, not how the model's runs on.
        last = min(int(np.ceil(after - 1e-6)), self.task.open_last * STRIDE) - 1
        self._rotations, self._translation = extrapolated(self._rotations, self._translation, last)
        # The exact poses; a range that was cancelled half-way ends between the sampled ones.
        whole = self._next > self.task.last
        known, beyond = self._beyond() if whole else (self._known(after), self._known(after + 1))
        length = after - float(self._positions(first - 1))
        self._lead = Lead(known, self._made(after), (beyond, self._made(after + 1)), length)
        self._end = after
        self._last_quaternions = self._before
        yield from self._key(np.arange(first, self._next))

    def object(self) -> bpy.types.Object:
        """The armature, still driven by the preview's action; says so where it is gone."""
        armature = self._standing()
        action = bpy.data.actions.get(self.action)
        if not stand_in.is_stand_in(action):
            raise MotionCtrlError("The preview was undone or renamed while generating; generate again.")
        if actions.current_action(armature) != action:
            actions.assign_action(armature, action)
        return armature

    def _standing(self) -> bpy.types.Object:
        """The armature, which still has all of its bones."""
        armature = _armature(self.armature)
        if armature is None:
            raise MotionCtrlError(f"“{self.armature}” was deleted while generating; pick another character.")
        missing = [bone for bone in self.rig.bones if bone not in armature.pose.bones]
        if missing:
            raise MotionCtrlError(
                f"Bone “{missing[0]}” was renamed while generating; rename it back and generate again."
            )
        return armature

    def exists(self) -> bool:
        """Whether undo has left armature and stand-in in the file."""
        begun = not self.action or stand_in.is_stand_in(bpy.data.actions.get(self.action))
        return begun and self.character_exists()

    def character_exists(self) -> bool:
        """Whether its armature is in the file."""
        return _armature(self.armature) is not None

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
            stand_in.put_back(armature, action)

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
