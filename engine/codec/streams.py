"""Convolutions over time that are fed piece by piece, in numpy and OpenBLAS; each keeps its own history.

Values are (n, t, channels), n signals side by side. ``push`` returns the frames that have become
certain, ``finish`` the ones that waited for frames which never came (zeros, as offline padding).
What comes out piece by piece is what one long ``push`` would have given.
"""

from __future__ import annotations

import numpy as np

from ..blas import Matrix


def silu(x: np.ndarray) -> np.ndarray:
    """x * sigmoid(x), without overflow warnings for very negative x."""
    return x / (1 + np.exp(-np.maximum(x, -80)))


class Conv:
    """Convolution with ``left`` and ``right`` zeros of padding, torch's weight (out, in, kernel)."""

    def __init__(
        self, weight: np.ndarray, bias: np.ndarray, left: int, right: int, dilation: int = 1, stride: int = 1
    ) -> None:
        outputs, inputs, self.kernel = weight.shape
        self.matrix = Matrix(weight.transpose(2, 1, 0).reshape(-1, outputs))
        self.bias = np.asarray(bias, dtype=np.float32)
        self.inputs, self.left, self.right = inputs, left, right
        self.dilation, self.stride = dilation, stride
        self.span = (self.kernel - 1) * dilation + 1
        self.reset()

    def reset(self) -> None:
        """Forget the past: what comes next is a new signal."""
        self._history: np.ndarray | None = None

    def push(self, x: np.ndarray) -> np.ndarray:
        if self._history is None:
            self._history = np.zeros((len(x), self.left, self.inputs), np.float32)
        x = np.concatenate([self._history, x], axis=1)
        count = max(0, (x.shape[1] - self.span) // self.stride + 1)
        self._history = x[:, count * self.stride :].copy()  # not a view: it would keep all of x
        if self.span == 1:
            return x @ self.matrix + self.bias
        reach = (count - 1) * self.stride + 1 if count else 0
        taps = [x[:, tap * self.dilation : tap * self.dilation + reach : self.stride] for tap in range(self.kernel)]
        return np.concatenate(taps, axis=2) @ self.matrix + self.bias

    def finish(self, signals: int) -> np.ndarray:
        """Frames that only wait for the padding on the right; ``signals`` is n."""
        return self.push(np.zeros((signals, self.right, self.inputs), np.float32))


class Residual:
    """x + mix(silu(conv(silu(x)))); x waits until the convolution has seen what comes after it."""

    def __init__(self, conv: Conv, mix: Conv) -> None:
        self.conv, self.mix = conv, mix
        self.reset()

    def reset(self) -> None:
        self.conv.reset()
        self.mix.reset()
        self._waiting: np.ndarray | None = None

    def push(self, x: np.ndarray) -> np.ndarray:
        self._waiting = x if self._waiting is None else np.concatenate([self._waiting, x], axis=1)
        return self._add(self.conv.push(silu(x)))

    def finish(self, signals: int) -> np.ndarray:
        if self._waiting is None:
            return np.zeros((signals, 0, self.conv.inputs), np.float32)
        return self._add(self.conv.finish(signals))

    def _add(self, y: np.ndarray) -> np.ndarray:
        count = y.shape[1]
        ready, self._waiting = self._waiting[:, :count], self._waiting[:, count:]
        return ready + self.mix.push(silu(y)) if count else ready


class Upsample:
    """Twice the frames: neighbouring channels of a convolution become two frames."""

    def __init__(self, conv: Conv) -> None:
        self.conv = conv

    def reset(self) -> None:
        self.conv.reset()

    def push(self, x: np.ndarray) -> np.ndarray:
        return self._spread(self.conv.push(x))

    def finish(self, signals: int) -> np.ndarray:
        return self._spread(self.conv.finish(signals))

    def _spread(self, x: np.ndarray) -> np.ndarray:
        n, frames, channels = x.shape
        return x.reshape(n, frames, channels // 2, 2).swapaxes(2, 3).reshape(n, 2 * frames, channels // 2)


class Activation:
    """silu, frame by frame."""

    def reset(self) -> None:
        pass

    def push(self, x: np.ndarray) -> np.ndarray:
        return silu(x)

    def finish(self, signals: int) -> np.ndarray | None:
        return None


class Shift:
    """Adds one row (n, 1, channels) to every frame: the part embedding."""

    def __init__(self, rows: np.ndarray) -> None:
        self.rows = np.asarray(rows, dtype=np.float32)[:, None]

    def reset(self) -> None:
        pass

    def push(self, x: np.ndarray) -> np.ndarray:
        return x + self.rows

    def finish(self, signals: int) -> np.ndarray | None:
        return None


class Chain:
    """Nodes one after the other."""

    def __init__(self, nodes: list) -> None:
        self.nodes = nodes

    def reset(self) -> None:
        for node in self.nodes:
            node.reset()

    def push(self, x: np.ndarray) -> np.ndarray:
        for node in self.nodes:
            x = node.push(x)
        return x

    def finish(self, x: np.ndarray) -> np.ndarray:
        """The rest of the signal, ``x`` (n, t, channels) being its last frames, t may be 0."""
        for node in self.nodes:
            signals = len(x)
            x = node.push(x)
            tail = node.finish(signals)
            if tail is not None:
                x = np.concatenate([x, tail], axis=1)
        return x
