"""What a tokenizer takes: motion features and codes that are whole, or one sentence about what is wrong where."""

from __future__ import annotations

import numpy as np

from ..body.layout import FPS, PARTS, STRIDE, WIDTH
from ..errors import MotionCtrlError


def checked_features(features: np.ndarray) -> np.ndarray:
    """``features`` as float32 (T, 263), T >= 4. Raises MotionCtrlError with the frame and column at fault."""
    features = np.asarray(features, dtype=np.float32)
    if features.ndim != 2 or features.shape[1] != WIDTH:
        raise MotionCtrlError(
            f"A tokenizer needs HuMo263 features of shape (frames, {WIDTH}), not {features.shape}: "
            "make them with engine.motion.humo263.encode."
        )
    if len(features) < STRIDE:
        raise MotionCtrlError(
            f"The motion has only {len(features)} frame{'s' * (len(features) != 1)} at {FPS:g} frames a second, "
            f"and a tokenizer needs at least {STRIDE} ({STRIDE / FPS:g} s): give a longer one."
        )
    finite = np.isfinite(features)
    if not finite.all():
        frame, column = np.unravel_index(int(np.argmin(finite)), features.shape)
        raise MotionCtrlError(
            f"The motion features are not finite in column {column} of frame {frame}: repair the motion there."
        )
    return features


def checked_codes(codes: np.ndarray, groups: int, layers: int, codebook: int) -> np.ndarray:
    """``codes`` (t, groups, layers), t >= 0, each below ``codebook``. Raises MotionCtrlError with the one at fault."""
    codes = np.asarray(codes)
    if codes.ndim != 3 or codes.shape[1:] != (groups, layers) or codes.dtype.kind not in "iu":
        raise MotionCtrlError(
            f"This tokenizer's codes are integers of shape (latent frames, {groups}, {layers}), not "
            f"{codes.dtype.name} of shape {codes.shape}: encode the motion with the same tokenizer."
        )
    wrong = (codes < 0) | (codes >= codebook)
    if wrong.any():
        frame, group, layer = np.unravel_index(int(np.argmax(wrong)), codes.shape)
        part = f" of the {PARTS[group].replace('_', ' ')}" if groups == len(PARTS) else ""
        raise MotionCtrlError(
            f"Code {codes[frame, group, layer]} in layer {layer}{part} at latent frame {frame} is not one of "
            f"0 to {codebook - 1}: encode the motion with the same tokenizer."
        )
    return codes
