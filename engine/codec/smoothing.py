"""The decoder's last touch: neighbouring frames are averaged a little, within what has been decoded.

Quantized latent frames meet with small steps, which the eye sees as tremble although they are of a few
millimetres. The last frame of a latent frame is left as it is, so that nothing waits for the next one.
"""

from __future__ import annotations

import numpy as np

from ..body.layout import CONTACTS

SHARE = 0.1  # weight of each neighbour


def smoothed(features: np.ndarray, before: np.ndarray | None, stride: int) -> np.ndarray:
    """Features (T, 263), T a multiple of ``stride``, smoothed; contacts stay.

    before: the unsmoothed frame (263,) that came before them, or None at the start.
    """
    if not len(features):
        return features
    before = features[0] if before is None else before
    earlier = np.concatenate([before[None], features[:-1]])
    later = np.concatenate([features[1:], features[-1:]])
    result = features + SHARE * (earlier + later - 2 * features)
    result[stride - 1 :: stride] = features[stride - 1 :: stride]
    result[:, CONTACTS] = features[:, CONTACTS]
    return result
