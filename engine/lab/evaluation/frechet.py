"""The Fréchet distance between two sets of embeddings: "FID", in whatever features they lie."""

from __future__ import annotations

import numpy as np


def frechet_distance(real: np.ndarray, made: np.ndarray) -> float:
    """Squared Fréchet distance of the Gaussians fitted to embeddings (N, d) and (M, d); N, M > d.

    |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)), Heusel et al. 2017; the last trace by way of the symmetric
    C1^(1/2) C2 C1^(1/2), which has the same eigenvalues.
    """
    real, made = np.asarray(real, dtype=np.float64), np.asarray(made, dtype=np.float64)
    first, second = np.cov(real, rowvar=False), np.cov(made, rowvar=False)
    values, vectors = np.linalg.eigh(first)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ second @ root), 0)).sum()
    shift = real.mean(0) - made.mean(0)
    return float(max(0.0, shift @ shift + np.trace(first) + np.trace(second) - 2 * cross))
