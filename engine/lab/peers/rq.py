"""RQ-VAE: several layers of codes for the whole body (Lee et al. 2022; for motion, MoMask 2023)."""

from __future__ import annotations

from ...codec.parts import whole_layout
from ..nets.prq import PRQConfig, PRQModule


class RQVAE(PRQModule):
    """PRQ's network and residual quantizer around one group; the layers share a codebook as PRQ's do."""

    def __init__(self, layers: int, width: int = 248, latent: int = 512, codebook: int = 1024) -> None:
        super().__init__(PRQConfig(width, latent, codebook, layers), whole_layout())
