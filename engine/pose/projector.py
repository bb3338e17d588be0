"""From features to the language model's embeddings: a 2-layer perceptron, in numpy.

``lab.nets.projector.PoseProjector`` is the same in torch, for training. There are two outputs of one hidden
layer: what stands between <vid> and </vid> in the prompt, and what is added to the hidden state that the same
moment's codes are sampled from, so that a small model need not learn to look the moment up.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from ..blas import Matrix
from ..errors import MotionCtrlError
from ..language.condition import Embedded
from ..weights import read_safetensors
from .features import WIDTH, features
from .landmarks import Landmarks
from .poses import poses

FILE = "vision.safetensors"
LAYERS = ("inner", "shown", "aligned")
NAMES = tuple(f"{layer}.{kind}" for layer in LAYERS for kind in ("weight", "bias"))


class Projector:
    """The projector of one model folder."""

    def __init__(self, tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
        if metadata.get("encoder") != "pose" or metadata.get("features") != str(WIDTH):
            raise ValueError(f"it is for encoder {metadata.get('encoder')!r} with {metadata.get('features')} features")
        tensors = {name: tensors[name].astype(np.float32) for name in NAMES}
        inner, hidden = tensors["inner.weight"], tensors["shown.weight"].shape[0]
        if inner.shape[1] != WIDTH or tensors["aligned.weight"].shape != (hidden, inner.shape[0]):
            raise ValueError("its tensors have other shapes")
        self.hidden = hidden
        self._weights = {name: Matrix(tensors[f"{name}.weight"].T) for name in LAYERS}
        self._biases = {name: tensors[f"{name}.bias"] for name in LAYERS}

    @classmethod
    def load(cls, folder: str | Path) -> Projector:
        """The projector of a model folder. Raises MotionCtrlError where the folder has none, or a damaged one."""
        path = Path(folder) / FILE
        if not path.is_file():
            raise MotionCtrlError(
                f"The model in {folder} has no projector for video ({FILE}): "
                "leave the video out or choose another model."
            )
        try:
            return cls(*read_safetensors(path))
        except (KeyError, ValueError, IndexError) as error:
            raise MotionCtrlError(
                f"{path} is not this program's projector ({error}): download the model again."
            ) from error

    def embed(self, landmarks: Landmarks, count: int | None = None) -> Embedded:
        """What landmarks show in ``count`` latent frames, by default as many as they span."""
        return replace(self(features(landmarks, count)), poses=poses(landmarks, count))

    def __call__(self, features: np.ndarray) -> Embedded:
        """Embeddings of features (n, WIDTH)."""
        inner = _gelu(self._layer("inner", features))
        return Embedded(self._layer("shown", inner), self._layer("aligned", inner))

    def _layer(self, name: str, x: np.ndarray) -> np.ndarray:
        return x @ self._weights[name] + self._biases[name]


def _gelu(x: np.ndarray) -> np.ndarray:
    """GELU in its tanh form (Hendrycks 2016), as torch's ``approximate="tanh"``."""
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
