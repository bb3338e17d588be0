"""Codes whose motion walks where the original walked.

Each code is the nearest to its own latent; but heading and place are sums over all frames, and errors of
the same sign add up to a drift. Therefore: encode, decode, measure the drift, subtract it from the input, repeat.
This is analysis by synthesis, as in "Iterative Learning Control" (Arimoto 1984).
"""

from __future__ import annotations

import numpy as np

from ..body.layout import ROOT_VELOCITY
from ..motion.humo263 import Decoder
from ..motion.rotations import about_axis
from .checks import checked_features
from .prq import PRQ

_WIDTH = 8.0  # frames: what changes more slowly than this is corrected
_GAIN = 0.7
_METRES = 1.0  # metres a radian of heading is worth where passes are compared


def encode_path(prq: PRQ, features: np.ndarray, passes: int = 4) -> np.ndarray:
    """Codes (t, 5, layers) of HuMo263 features (T, 263); of ``passes`` corrections the best is kept."""
    features = checked_features(features)
    heading, place = _course(features)
    asked, best, least = features.copy(), None, np.inf
    for _ in range(passes + 1):
        codes = prq.encode(asked)
        turned, moved = _course(prq.decode(codes)[: len(features)])
        turn, way = heading - turned, place - moved
        error = np.abs(turn).mean() * _METRES + np.hypot(*way.T).mean()
        if error < least:
            best, least = codes, error
        asked[:, 0] += _GAIN * _slow(np.gradient(turn))
        steps = _slow(np.gradient(way, axis=0))
        steps = about_axis("y", -turned) @ np.stack([steps[:, 0], 0 * steps[:, 0], steps[:, 1]], 1)[..., None]
        asked[:, ROOT_VELOCITY] += _GAIN * steps[:, [0, 2], 0]
    return best


def _course(features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Heading (T,), radians, and place (T, 2), metres, of features (T, 263), from zero."""
    heading = np.concatenate([[0.0], np.cumsum(features[:-1, 0], dtype=np.float64)])
    return heading, Decoder()(features)[1][:, [0, 2]]


def _slow(values: np.ndarray) -> np.ndarray:
    """Values (T, ...) through a Gaussian of ``_WIDTH`` frames, the ends held."""
    reach = int(3 * _WIDTH)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / _WIDTH) ** 2)
    weights /= weights.sum()
    padded = np.pad(values, [(reach, reach)] + [(0, 0)] * (values.ndim - 1), mode="edge")
    return np.apply_along_axis(np.convolve, 0, padded, weights, "valid")
