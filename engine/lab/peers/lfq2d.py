"""2D-LFQ: motion as a one-channel image, binary codes without a codebook ("Being-M0" section 4.2).

The image is time by features, the features ordered part by part, so that each part is a block of columns;
2D convolutions see a latent frame's neighbours in time and the parts beside it. Each part of each latent frame is
a group with one binary code of 14 bits (arXiv 2310.05737), which an entropy penalty spreads over all codes.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from vector_quantize_pytorch import LFQ

from ...codec.parts import PartLayout, part_layout
from ..nets.prq import Codec


class TimeConv(nn.Conv2d):
    """Convolution over time and parts: ``left`` and ``right`` zeros in time, as many as keep the parts' number."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, left: int, right: int, dilation: int = 1, stride: int = 1
    ) -> None:
        super().__init__(inputs, outputs, (kernel, 3), stride=(stride, 1), dilation=(dilation, 1), padding=(0, 1))
        self.left, self.right = left, right

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(functional.pad(x, (0, 0, self.left, self.right)))


class Block2d(nn.Module):
    """``nets.prq.ResidualBlock`` with a second axis."""

    def __init__(self, width: int, dilation: int, causal: bool) -> None:
        super().__init__()
        pads = (2 * dilation, 0) if causal else (dilation, dilation)
        self.conv = TimeConv(width, width, 3, *pads, dilation=dilation)
        self.mix = nn.Conv2d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.mix(functional.silu(self.conv(functional.silu(x))))


class Upsample2d(nn.Module):
    """Twice the frames: a causal convolution whose channels become the two new frames."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = TimeConv(width, 2 * width, 3, 2, 0)

    def forward(self, x: Tensor) -> Tensor:
        n, width, frames, parts = x.shape
        x = self.conv(x).reshape(n, width, 2, frames, parts)
        return x.transpose(2, 3).reshape(n, width, 2 * frames, parts)


class Encoder2d(nn.Module):
    """Part features (B * 5, inputs, T) to latents (B * 5, latent, T / 4), by way of the image (B, 1, T, 5 * inputs)."""

    def __init__(self, layout: PartLayout, width: int, latent: int) -> None:
        super().__init__()
        self.parts = len(layout)
        self.part = nn.Embedding(self.parts, width)
        self.first = nn.Conv2d(1, width, (3, layout.width), stride=(1, layout.width), padding=(1, 0))
        self.blocks = nn.Sequential(
            TimeConv(width, width, 4, 1, 1, stride=2),
            Block2d(width, 1, causal=False),
            TimeConv(width, width, 4, 1, 1, stride=2),
            Block2d(width, 1, causal=False),
            Block2d(width, 3, causal=False),
            nn.SiLU(),
            nn.Conv2d(width, latent, 1),
        )

    def forward(self, x: Tensor, part: Tensor) -> Tensor:
        image = x.unflatten(0, (-1, self.parts)).permute(0, 3, 1, 2).flatten(2)[:, None]
        shift = self.part.weight.T[None, :, None]
        return self.blocks(self.first(image) + shift).permute(0, 3, 1, 2).flatten(0, 1)


class Decoder2d(nn.Module):
    """Latents (B * 5, latent, t) to part features (B * 5, outputs, 4 t); looks 2 latent frames ahead."""

    def __init__(self, layout: PartLayout, width: int, latent: int) -> None:
        super().__init__()
        self.parts = len(layout)
        self.part = nn.Embedding(self.parts, width)
        self.first = TimeConv(latent, width, 3, 1, 1)
        self.blocks = nn.Sequential(
            Block2d(width, 1, causal=False),
            Block2d(width, 1, causal=True),
            Block2d(width, 3, causal=True),
            Upsample2d(width),
            Block2d(width, 1, causal=True),
            Block2d(width, 3, causal=True),
            Upsample2d(width),
            Block2d(width, 1, causal=True),
            nn.SiLU(),
            TimeConv(width, layout.width, 3, 2, 0),
        )

    def forward(self, z: Tensor, part: Tensor) -> Tensor:
        image = z.unflatten(0, (-1, self.parts)).permute(0, 2, 3, 1)
        shift = self.part.weight.T[None, :, None]
        return self.blocks(self.first(image) + shift).permute(0, 3, 1, 2).flatten(0, 1)


class LFQ2D(Codec):
    """2D convolutions around a lookup-free code for each part."""

    def __init__(self, width: int = 174, latent: int = 128, bits: int = 14, entropy: float = 0.1) -> None:
        layout = part_layout(shared_joints=False)  # an image has each of its columns once
        super().__init__(layout, Encoder2d(layout, width, latent), Decoder2d(layout, width, latent))
        self.quantizer = LFQ(
            dim=latent,
            codebook_size=2**bits,
            entropy_loss_weight=entropy,
            commitment_loss_weight=0.25,
            soft_clamp_input_value=2.0,  # only signs count in what is decoded: nothing else keeps latents from growing
            frac_per_sample_entropy=0.1,  # the entropy over all codes is what costs
        )
        self.codes_per_group, self.codebook_size = 1, 2**bits

    def quantize(self, latents: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        quantized, codes, loss = self.quantizer(latents)
        return quantized, codes[..., None].long(), loss

    def dequantize(self, codes: Tensor) -> Tensor:
        return self.quantizer.indices_to_codes(codes[..., 0].to(torch.int32))
