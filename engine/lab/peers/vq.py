"""VQ-VAE: one code for the whole body in each latent frame ("Neural Discrete Representation Learning", 2017)."""

from __future__ import annotations

from ...codec.parts import whole_layout
from ..nets.prq import PRQConfig, PRQModule


class VQVAE(PRQModule):
    """PRQ's network around one group and one layer."""

    def __init__(self, width: int = 248, latent: int = 512, codebook: int = 1024) -> None:
        super().__init__(PRQConfig(width, latent, codebook, layers=1), whole_layout())
