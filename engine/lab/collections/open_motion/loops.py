"""Single cycles repeated until they are long enough, and single actions with a quiet moment around them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ....motion.heading import headings
from ....motion.kinematics import Motion
from ....motion.placing import joined, placed
from ....motion.rotations import about_axis, slerp

_CLOSED_M = 0.06  # a cycle ends this near to where it begins, mean over the joints
_LIKE_M = 0.07  # a stance this near may go before an action
_BLEND = 5  # frames over which one motion goes over into the next


def pose_gap(first: Motion, frame: int, second: Motion, other: int) -> float:
    """Mean distance (m) of the joints of two frames, both placed at the origin and facing forward."""
    return float(np.linalg.norm(_upright(first, frame) - _upright(second, other), axis=-1).mean())


def _upright(motion: Motion, frame: int) -> np.ndarray:
    one = motion[frame : frame + 1] if frame >= 0 else motion[frame:]
    turn = about_axis("y", -headings(one.rotations[:, 0])[0])
    return (one.joints()[0] - one.translation[0] * (1.0, 0.0, 1.0)) @ turn.T


def closes(motion: Motion) -> bool:
    """Whether the last frame is so near the first that the motion can be played again at once."""
    return pose_gap(motion, 0, motion, len(motion) - 1) < _CLOSED_M


def repeated(motion: Motion, times: int) -> Motion:
    """``motion`` played ``times`` times, each from where the last ended; the seams are blended.

    The last frame of a cycle is its first one again. What is left of a gap there is spread over the frames before it.
    """
    cycle = _closed(motion)
    pieces = [cycle[:-1]]
    for _ in range(times - 1):
        before = joined(*pieces, _ending(cycle, pieces[-1]))
        pieces.append(placed(cycle, 0, before, len(before) - 1)[:-1])
    return joined(*pieces, _ending(cycle, pieces[-1]))


def _ending(cycle: Motion, last: Motion) -> Motion:
    """The cycle's last frame behind ``last``, the cycle without it."""
    return placed(cycle, 0, last, 0)[len(cycle) - 1 :]


def _closed(motion: Motion) -> Motion:
    """``motion`` whose last frame has exactly the pose and height of its first one."""
    first = placed(motion, 0, motion, len(motion) - 1)
    turns = motion.rotations.copy()
    path = motion.translation.copy()
    blend = min(_BLEND, len(motion) - 1)
    for step in range(blend):
        frame = len(motion) - blend + step
        share = (step + 1) / blend
        # Each frame turns by a share of what the last one lacks.
        lack = np.swapaxes(motion.rotations[-1], -1, -2) @ first.rotations[0]
        part = slerp(np.broadcast_to(np.eye(3), (22, 3, 3)), lack, np.full(22, share))
        turns[frame] = turns[frame] @ part
        path[frame, 1] += share * (first.translation[0, 1] - motion.translation[-1, 1])
    return replace(motion, rotations=turns, translation=path)


def with_stance(action: Motion, stances: list[Motion], before: int, after: int) -> Motion:
    """``action`` with up to ``before`` and ``after`` frames of a stance around it that its own ends resemble.

    stances: cycles of quiet standing. Ends that resemble none are held for a third of the time instead,
    because a frozen body must not last.
    """
    lead = _nearest(stances, action, 0)
    tail = _nearest(stances, action, len(action) - 1)
    pieces = [action]
    if before > 1:
        pieces = [_leading(lead, action, before), *pieces] if lead else [_held(action, 0, before // 3), *pieces]
    if after > 1:
        pieces += [_trailing(tail, action, after)] if tail else [_held(action, len(action) - 1, after // 3)]
    return replace(joined(*[piece for piece in pieces if len(piece)]), text=action.text)


def _nearest(stances: list[Motion], action: Motion, frame: int) -> tuple[Motion, int] | None:
    """The stance and its frame that are nearest to the action's ``frame``, if near enough."""
    best, found = _LIKE_M, None
    for stance in stances:
        for other in range(0, len(stance), 3):
            gap = pose_gap(stance, other, action, frame)
            if gap < best:
                best, found = gap, (stance, other)
    return found


def _held(action: Motion, frame: int, count: int) -> Motion:
    return action[np.full(count, frame)]


def _leading(lead: tuple[Motion, int], action: Motion, count: int) -> Motion:
    """``count`` frames of the stance that go over into the action's first frame."""
    stance, frame = lead
    wanted = (frame - count + np.arange(count)) % (len(stance) - 1)
    return _faded(placed(stance, frame, action, 0)[wanted], action, 0, np.arange(count)[::-1] + 1)


def _trailing(tail: tuple[Motion, int], action: Motion, count: int) -> Motion:
    """``count`` frames of the stance that begin at the action's last frame."""
    stance, frame = tail
    wanted = (frame + 1 + np.arange(count)) % (len(stance) - 1)
    end = len(action) - 1
    return _faded(placed(stance, frame, action, end)[wanted], action, end, np.arange(count) + 1)


def _faded(stance: Motion, action: Motion, frame: int, away: np.ndarray) -> Motion:
    """The stance, which near the action (``away`` frames from it) is partly the action's own ``frame``."""
    shares = np.clip(1 - away / (2 * _BLEND), 0, 1)
    shares = shares * shares * (3 - 2 * shares)
    own = np.broadcast_to(action.rotations[frame], stance.rotations.shape)
    rotations = slerp(stance.rotations, own, np.repeat(shares[:, None], 22, axis=1))
    translation = stance.translation + shares[:, None] * (action.translation[frame] - stance.translation)
    return replace(stance, rotations=rotations, translation=translation)
