"""Left and right that are exchanged for a moment are put right again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .landmarks import Landmarks
from .topology import INDEX, MIRROR

_LEFT = [INDEX["left_hip"], INDEX["left_shoulder"]]
_RIGHT = [INDEX["right_hip"], INDEX["right_shoulder"]]
_DOUBT = 0.25  # cost of holding one picture's sides for exchanged; a sudden turn by half a circle costs 2
_MEMORY = 0.3  # seconds after which a body can have turned anyhow


def consistent(landmarks: Landmarks) -> Landmarks:
    """The landmarks with sides exchanged wherever the trunk would otherwise have spun round and back at once.

    Only short episodes are changed: a body that really turns does not turn back within a few pictures, and
    what is exchanged throughout can't be told. The cheapest sequence of sides is found (Viterbi 1967).
    """
    seen = np.flatnonzero(landmarks.found)
    across = landmarks.world[seen][:, _LEFT].sum(axis=1) - landmarks.world[seen][:, _RIGHT].sum(axis=1)
    across = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6)
    likeness = (across[1:] * across[:-1]).sum(axis=1)
    weights = np.exp(-np.diff(landmarks.times[seen]) / _MEMORY)
    exchanged = seen[_cheapest(likeness * weights)]
    if not len(exchanged):
        return landmarks
    image, world, visibility = landmarks.image.copy(), landmarks.world.copy(), landmarks.visibility.copy()
    for values in (image, world, visibility):
        values[exchanged] = values[exchanged][:, list(MIRROR)]
    return replace(landmarks, image=image, world=world, visibility=visibility)


def _cheapest(likeness: np.ndarray) -> np.ndarray:
    """Indices of the n pictures to exchange, from the likeness (n - 1,), -1 to 1, of each to the next."""
    costs = np.array([0.0, _DOUBT])
    back = []
    for like in likeness:
        # Keeping the relation of two pictures costs what they are unlike, changing it the opposite.
        steps = costs[:, None] + np.array([[1 - like, 1 + like], [1 + like, 1 - like]])
        back.append(steps.argmin(axis=0))
        costs = steps.min(axis=0) + (0.0, _DOUBT)
    state = int(costs.argmin())
    states = [state]
    for choice in reversed(back):
        state = int(choice[state])
        states.append(state)
    return np.flatnonzero(states[::-1])
