"""What every tokenizer of the comparison can do, and the torch ones dressed so that they do it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch

from ...body.layout import FPS, STRIDE
from ...codec.checks import checked_codes, checked_features
from ..nets.prq import Codec


class Tokenizer(Protocol):
    """Motion to codes and back; the run-time PRQ is one too.

    codes_per_latent_frame: codes for four motion frames; a mean where the number varies.
    bits_per_second: what those codes take without further compression.
    codebook_size: how many different codes there are.
    """

    @property
    def codes_per_latent_frame(self) -> float: ...

    @property
    def bits_per_second(self) -> float: ...

    @property
    def codebook_size(self) -> int: ...

    def encode(self, features: np.ndarray) -> np.ndarray:
        """Integer codes (t, groups, layers), or (n,) where their number varies, of HuMo263 (T, 263), T >= 4.

        Raises MotionCtrlError where features are missing, not finite, or of another width.
        """

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """HuMo263 of codes: at least the T frames that were encoded, the last one held where there are more.

        Raises MotionCtrlError for codes that this tokenizer does not have.
        """


class TorchTokenizer:
    """A trained network behind the interface; it keeps the device that the network is on."""

    def __init__(self, model: Codec) -> None:
        self.model = model.eval()

    @property
    def codes_per_latent_frame(self) -> float:
        return self.model.groups * self.model.codes_per_group

    @property
    def bits_per_second(self) -> float:
        return FPS / STRIDE * self.codes_per_latent_frame * float(np.log2(self.model.codebook_size))

    @property
    def codebook_size(self) -> int:
        return self.model.codebook_size

    @torch.inference_mode()
    def encode(self, features: np.ndarray) -> np.ndarray:
        features = checked_features(features)
        features = np.concatenate([features, np.repeat(features[-1:], -len(features) % STRIDE, axis=0)])
        return self.model.encode(self._tensor(features))[0].cpu().numpy().astype(np.int64)

    @torch.inference_mode()
    def decode(self, codes: np.ndarray) -> np.ndarray:
        model = self.model
        codes = checked_codes(codes, model.groups, model.codes_per_group, model.codebook_size)
        return model.decode(self._tensor(codes.astype(np.int64)))[0].cpu().numpy()

    def _tensor(self, values: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(values)[None].to(self.model.mean.device)
