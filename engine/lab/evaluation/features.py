"""The sister layouts SMPL-D135 and SMPL-D268 (docs/design.md, "HuMo263").

D135: 6D pelvis rotation (first heading removed), root XZ velocity, root height, 126 of rotations.
D268: HuMo263 with the 6D pelvis rotation in place of the yaw rate.
"""

from __future__ import annotations

import numpy as np

from ...body.layout import FPS, ROTATIONS, WIDTH
from ...body.skeleton import Skeleton, neutral_skeleton
from ...motion.heading import headings
from ...motion.humo263 import Anchor, Decoder, check_features, join_root
from ...motion.kinematics import Motion
from ...motion.rotations import about_axis, matrix_from_6d, matrix_to_6d


def d268_from_humo263(features: np.ndarray, skeleton: Skeleton | None = None) -> np.ndarray:
    """SMPL-D268 (T, 268) of HuMo263 (T, 263)."""
    features = check_features(features)
    heading = np.concatenate([[0.0], np.cumsum(features[:-1, 0])])
    root = about_axis("y", heading) @ Decoder(skeleton=skeleton).tilt(features)
    return np.concatenate([matrix_to_6d(root), features[:, 1:]], axis=1)


def humo263_from_d268(features: np.ndarray, skeleton: Skeleton | None = None) -> np.ndarray:
    """HuMo263 (T, 263) of SMPL-D268 (T, 268).

    The heading is what the pelvis's rotation has and the positions have not, so it is exact also
    upside down, where the twist of the rotation alone is lost.
    """
    features = check_features(features, 268)
    narrow = np.concatenate([np.zeros((len(features), 1)), features[:, 6:]], axis=1)
    tilt = Decoder(skeleton=skeleton).tilt(narrow)
    turn = matrix_from_6d(features[:, :6]) @ np.swapaxes(tilt, 1, 2)
    heading = np.unwrap(np.arctan2(turn[:, 0, 2], turn[:, 0, 0]))
    rate = np.diff(heading)
    rate = np.concatenate([rate, rate[-1:]]) if len(rate) else np.zeros(1)
    return np.concatenate([rate[:, None], features[:, 6:]], axis=1)


def d135_from_d268(features: np.ndarray) -> np.ndarray:
    """SMPL-D135 (T, 135) of SMPL-D268 (T, 268): positions, velocities and contacts are left out."""
    features = check_features(features, 268)
    return np.concatenate([features[:, :9], features[:, 72:198]], axis=1)


def decode_d135(features: np.ndarray, anchor: Anchor = Anchor(), skeleton: Skeleton | None = None) -> Motion:
    """The motion of SMPL-D135 (T, 135); encode it again to get any of the other layouts.

    D135 has no positions: where the pelvis is upside down, its heading and so its path are uncertain.
    """
    features = check_features(features, 135)
    root = about_axis("y", np.full(len(features), anchor.heading)) @ matrix_from_6d(features[:, :6])
    heading = headings(root)
    following = about_axis("y", np.concatenate([heading[1:], heading[-1:]]))
    steps = np.zeros((len(features), 3))
    steps[:, [0, 2]] = features[:, 6:8]
    steps = (following @ steps[..., None])[:-1, :, 0]
    translation = np.concatenate([np.zeros((1, 3)), np.cumsum(steps, axis=0)])
    translation += (anchor.position[0], 0.0, anchor.position[1])
    translation[:, 1] = features[:, 8]
    padded = np.zeros((len(features), WIDTH))
    padded[:, ROTATIONS] = features[:, 9:]
    return Motion(join_root(padded, root), translation, FPS, skeleton or neutral_skeleton())
