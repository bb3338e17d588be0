"""FSQ: a few bounded numbers are rounded, and no codebook is learned (arXiv 2309.15505)."""

from __future__ import annotations

from torch import Tensor
from vector_quantize_pytorch import FSQ

from ...codec.parts import whole_layout
from ..nets.prq import Codec, Decoder, Encoder, PRQConfig

_LEVELS = (8, 8, 8, 5, 5, 5)  # the paper's choice for 2^16 codes, table 1


class FSQVAE(Codec):
    """PRQ's network around one group and one code of 64,000 in each latent frame."""

    def __init__(self, width: int = 264, latent: int = 512, levels: tuple[int, ...] = _LEVELS) -> None:
        layout, config = whole_layout(), PRQConfig(width, latent)
        super().__init__(layout, Encoder(layout, config), Decoder(layout, config))
        self.quantizer = FSQ(levels, dim=latent)
        self.codes_per_group, self.codebook_size = 1, self.quantizer.codebook_size

    def quantize(self, latents: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        quantized, codes = self.quantizer(latents)
        return quantized, codes[..., None].long(), latents.new_zeros(())

    def dequantize(self, codes: Tensor) -> Tensor:
        return self.quantizer.indices_to_codes(codes[..., 0])
