"""PRQ at run time, in numpy: motion to codes and codes to motion, also piece by piece (docs/design.md, "PRQ").

The same network as ``lab.nets.prq``, read from the prq.safetensors that training writes.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np

from ..body.layout import FPS, LAYERS, PARTS, STRIDE
from ..errors import MotionCtrlError
from ..weights import read_safetensors
from .checks import checked_codes, checked_features
from .parts import join, part_layout, split
from .residual import ResidualQuantizer
from .smoothing import smoothed
from .streams import Activation, Chain, Conv, Residual, Shift, Upsample

LOOKAHEAD = 2  # latent frames that the decoder waits for


class PRQ:
    """Encoder, quantizer and decoder. ``codebook`` (codes, latent) is shared by parts and layers.

    >>> from engine.motion.humo263 import encode
    >>> from engine.motion.kinematics import at_rest
    >>> prq = PRQ.load("assets/models/mini/prq.safetensors")
    >>> codes = prq.encode(encode(at_rest(40))[0])
    >>> codes.shape, prq.decode(codes).shape
    ((10, 5, 4), (40, 263))
    """

    def __init__(self, tensors: dict[str, np.ndarray], layers: int = LAYERS, shared_joints: bool = True) -> None:
        self.layout = part_layout(shared_joints)
        self.layers = layers
        self._tensors = {name: np.asarray(value, dtype=np.float32) for name, value in tensors.items()}
        self.codebook = np.ascontiguousarray(self._tensors["codebook"])
        self.mean, self.std = self._tensors["mean"], self._tensors["std"]

    @classmethod
    def load(cls, path: str | Path) -> PRQ:
        """Read a prq.safetensors file. Raises MotionCtrlError when it is missing or damaged."""
        tensors, metadata = read_safetensors(path)
        try:
            prq = cls(tensors, int(metadata["layers"]), metadata["shared_joints"] == "True")
            prq._encoder(), prq._decoder()
        except (KeyError, ValueError) as error:
            raise MotionCtrlError(f"{path} is not a motion tokenizer ({error}): download the model again.") from error
        return prq

    @property
    def codes_per_latent_frame(self) -> int:
        return len(PARTS) * self.layers

    @property
    def bits_per_second(self) -> float:
        return FPS / STRIDE * self.codes_per_latent_frame * float(np.log2(self.codebook_size))

    @property
    def codebook_size(self) -> int:
        return len(self.codebook)

    def encode(self, features: np.ndarray) -> np.ndarray:
        """Codes (t, 5, layers) int64 of HuMo263 features (T, 263), T >= 4; t = T / 4 rounded up.

        A last latent frame that is not full is filled by repeating the last frame. Raises MotionCtrlError
        where features are missing, not finite, or of another width.
        """
        features = checked_features(features)
        missing = -len(features) % STRIDE
        features = np.concatenate([features, np.repeat(features[-1:], missing, axis=0)])
        parts = split((features - self.mean) / self.std, self.layout).transpose(1, 0, 2)
        return self.quantize(self._encoder().finish(np.ascontiguousarray(parts)).transpose(1, 0, 2))

    def quantize(self, latents: np.ndarray) -> np.ndarray:
        """Codes (..., layers) of latents (..., latent): those whose sum comes nearest, see ``residual``."""
        return self._quantizer(latents)

    def latents(self, codes: np.ndarray) -> np.ndarray:
        """Quantized latents (..., latent) of codes (..., layers): sums of codebook vectors."""
        return self.codebook[codes].sum(axis=-2)

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """HuMo263 features (4 t, 263) of codes (t, 5, layers). Raises MotionCtrlError for codes that don't exist."""
        return self.stream().finish(codes)

    def stream(self) -> PRQStream:
        """A decoder to be fed latent frame by latent frame; independent of any other."""
        return PRQStream(self)

    @cached_property
    def _quantizer(self) -> ResidualQuantizer:
        return ResidualQuantizer(self.codebook, self.layers)

    def _conv(self, name: str, left: int = 0, right: int = 0, dilation: int = 1, stride: int = 1) -> Conv:
        tensors = self._tensors
        return Conv(tensors[f"{name}.weight"], tensors[f"{name}.bias"], left, right, dilation, stride)

    def _block(self, name: str, dilation: int, causal: bool) -> Residual:
        pads = (2 * dilation, 0) if causal else (dilation, dilation)
        return Residual(self._conv(f"{name}.conv", *pads, dilation=dilation), self._conv(f"{name}.mix"))

    def _encoder(self) -> Chain:
        return Chain(
            [
                self._conv("encoder.first", 1, 1),
                Shift(self._tensors["encoder.part.weight"]),
                self._conv("encoder.blocks.0", 1, 1, stride=2),
                self._block("encoder.blocks.1", 1, causal=False),
                self._conv("encoder.blocks.2", 1, 1, stride=2),
                self._block("encoder.blocks.3", 1, causal=False),
                self._block("encoder.blocks.4", 3, causal=False),
                Activation(),
                self._conv("encoder.blocks.6"),
            ]
        )

    def _decoder(self) -> Chain:
        return Chain(
            [
                self._conv("decoder.first", 1, 1),
                Shift(self._tensors["decoder.part.weight"]),
                self._block("decoder.blocks.0", 1, causal=False),
                self._block("decoder.blocks.1", 1, causal=True),
                self._block("decoder.blocks.2", 3, causal=True),
                Upsample(self._conv("decoder.blocks.3.conv", 2, 0)),
                self._block("decoder.blocks.4", 1, causal=True),
                self._block("decoder.blocks.5", 3, causal=True),
                Upsample(self._conv("decoder.blocks.6.conv", 2, 0)),
                self._block("decoder.blocks.7", 1, causal=True),
                Activation(),
                self._conv("decoder.blocks.9", 2, 0),
            ]
        )


class PRQStream:
    """Decodes codes as they come; the motion runs ``LOOKAHEAD`` latent frames behind."""

    def __init__(self, prq: PRQ) -> None:
        self._prq = prq
        self._chain = prq._decoder()
        self._last: np.ndarray | None = None  # the last frame, before smoothing

    def push(self, codes: np.ndarray) -> np.ndarray:
        """HuMo263 features (T, 263) that codes (t, 5, layers) complete; T may be 0."""
        return self._features(self._chain.push(self._latents(codes)))

    def finish(self, codes: np.ndarray | None = None) -> np.ndarray:
        """The features (T, 263) that are left, after the last codes (t, 5, layers) if any."""
        if codes is None:
            codes = np.zeros((0, len(PARTS), self._prq.layers), dtype=np.int64)
        return self._features(self._chain.finish(self._latents(codes)))

    def _latents(self, codes: np.ndarray) -> np.ndarray:
        codes = checked_codes(codes, len(PARTS), self._prq.layers, self._prq.codebook_size)
        return np.ascontiguousarray(self._prq.latents(codes).transpose(1, 0, 2))

    def _features(self, parts: np.ndarray) -> np.ndarray:
        features = join(parts.transpose(1, 0, 2), self._prq.layout) * self._prq.std + self._prq.mean
        last, self._last = self._last, features[-1] if len(features) else self._last
        return smoothed(features, last, STRIDE)
