"""PRQ in torch, for training (docs/design.md, "PRQ"; "MotionCtrl" section 3.2.2).

One residual convolutional encoder and decoder serve all five parts; a part embedding tells them
apart. The decoder looks at most 2 latent frames ahead, so motion can be streamed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ...body.layout import CONTACTS, LAYERS, WIDTH
from ...codec.parts import PartLayout, part_layout
from ...codec.residual import ResidualQuantizer
from ...codec.smoothing import SHARE


@dataclass(frozen=True)
class PRQConfig:
    """Sizes of the tokenizer; they are stored with the weights."""

    width: int = 256
    latent: int = 512
    codebook: int = 1024
    layers: int = LAYERS
    shared_joints: bool = True


class PaddedConv(nn.Conv1d):
    """Convolution over time that pads ``left`` and ``right`` zeros of its own."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, left: int, right: int, dilation: int = 1, stride: int = 1
    ) -> None:
        super().__init__(inputs, outputs, kernel, stride=stride, dilation=dilation)
        self.left, self.right = left, right

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(functional.pad(x, (self.left, self.right)))


class ResidualBlock(nn.Module):
    """x + conv1(silu(conv3(silu(x)))), T2M-GPT's block with a choice of where the padding goes."""

    def __init__(self, width: int, dilation: int, causal: bool) -> None:
        super().__init__()
        pads = (2 * dilation, 0) if causal else (dilation, dilation)
        self.conv = PaddedConv(width, width, 3, *pads, dilation=dilation)
        self.mix = nn.Conv1d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.mix(functional.silu(self.conv(functional.silu(x))))


class Encoder(nn.Module):
    """Part features (N, inputs, T) to latents (N, latent, T / 4)."""

    def __init__(self, layout: PartLayout, config: PRQConfig) -> None:
        super().__init__()
        width = config.width
        self.part = nn.Embedding(len(layout), width)
        self.first = PaddedConv(layout.width, width, 3, 1, 1)
        self.blocks = nn.Sequential(
            PaddedConv(width, width, 4, 1, 1, stride=2),
            ResidualBlock(width, 1, causal=False),
            PaddedConv(width, width, 4, 1, 1, stride=2),
            ResidualBlock(width, 1, causal=False),
            ResidualBlock(width, 3, causal=False),
            nn.SiLU(),
            nn.Conv1d(width, config.latent, 1),
        )

    def forward(self, x: Tensor, part: Tensor) -> Tensor:
        return self.blocks(self.first(x) + self.part(part)[:, :, None])


class UpsampleModule(nn.Module):
    """Twice the frames: a causal convolution whose channels become the two new frames."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = PaddedConv(width, 2 * width, 3, 2, 0)

    def forward(self, x: Tensor) -> Tensor:
        n, width, frames = x.shape
        return self.conv(x).reshape(n, width, 2, frames).transpose(2, 3).reshape(n, width, 2 * frames)


class Decoder(nn.Module):
    """Latents (N, latent, t) to part features (N, outputs, 4 t); looks 2 latent frames ahead."""

    def __init__(self, layout: PartLayout, config: PRQConfig) -> None:
        super().__init__()
        width = config.width
        self.part = nn.Embedding(len(layout), width)
        self.first = PaddedConv(config.latent, width, 3, 1, 1)
        self.blocks = nn.Sequential(
            ResidualBlock(width, 1, causal=False),
            ResidualBlock(width, 1, causal=True),
            ResidualBlock(width, 3, causal=True),
            UpsampleModule(width),
            ResidualBlock(width, 1, causal=True),
            ResidualBlock(width, 3, causal=True),
            UpsampleModule(width),
            ResidualBlock(width, 1, causal=True),
            nn.SiLU(),
            PaddedConv(width, layout.width, 3, 2, 0),
        )

    def forward(self, z: Tensor, part: Tensor) -> Tensor:
        return self.blocks(self.first(z) + self.part(part)[:, :, None])


class Codec(nn.Module, ABC):
    """Normalised HuMo263, group by group, through encoder, quantizer and decoder: what PRQ and its peers share.

    A subclass has ``codes_per_group`` codes in each group's latent frame, each one of ``codebook_size``.
    """

    codes_per_group: int
    codebook_size: int

    def __init__(self, layout: PartLayout, encoder: nn.Module, decoder: nn.Module) -> None:
        super().__init__()
        self.groups = len(layout)
        self.register_buffer("gather", torch.from_numpy(layout.gather), persistent=False)
        self.register_buffer("owner", torch.from_numpy(layout.owner), persistent=False)
        self.register_buffer("mean", torch.zeros(WIDTH))
        self.register_buffer("std", torch.ones(WIDTH))
        self.encoder = encoder
        self.decoder = decoder

    def split(self, features: Tensor) -> Tensor:
        """Part features (B * groups, width, T) of normalised features (B, T, 263)."""
        padded = functional.pad(features, (0, 1))
        return padded[:, :, self.gather].permute(0, 2, 3, 1).flatten(0, 1)

    def join(self, parts: Tensor) -> Tensor:
        """Normalised features (B, T, 263) of part features (B * groups, width, T)."""
        parts = parts.unflatten(0, (-1, self.groups))
        return parts[:, self.owner[:, 0], self.owner[:, 1]].transpose(1, 2)

    def part_ids(self, batch: int) -> Tensor:
        return torch.arange(self.groups, device=self.mean.device).repeat(batch)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Normalised features (B, T, 263) to parts in, parts out, the quantizer's loss and codes."""
        parts = self.split(features)
        ids = self.part_ids(len(features))
        latents = self.encoder(parts, ids).float()
        with torch.autocast(latents.device.type, enabled=False):  # half precision picks wrong codes
            quantized, codes, loss = self.quantize(latents.transpose(1, 2))
        return parts, self.decoder(quantized.transpose(1, 2), ids), loss, codes

    def encode(self, features: Tensor) -> Tensor:
        """Codes (B, T / 4, groups, codes_per_group) of features (B, T, 263) in metres and radians."""
        parts = self.split((features - self.mean) / self.std)
        latents = self.encoder(parts, self.part_ids(len(features))).float()
        with torch.autocast(latents.device.type, enabled=False):
            codes = self.codes(latents.transpose(1, 2))
        return codes.unflatten(0, (-1, self.groups)).transpose(1, 2)

    def decode(self, codes: Tensor) -> Tensor:
        """Features (B, 4 t, 263) of codes (B, t, groups, codes_per_group)."""
        latents = self.dequantize(codes.transpose(1, 2).flatten(0, 1))
        parts = self.decoder(latents.transpose(1, 2), self.part_ids(len(codes)))
        return smoothed(self.join(parts) * self.std + self.mean)

    def codes(self, latents: Tensor) -> Tensor:
        """Codes (N, t, codes_per_group) of latents (N, t, latent) where nothing is learned."""
        return self.quantize(latents)[1]

    @abstractmethod
    def quantize(self, latents: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Of latents (N, t, latent): quantized ones, codes (N, t, codes_per_group), a loss ()."""

    @abstractmethod
    def dequantize(self, codes: Tensor) -> Tensor:
        """Quantized latents (N, t, latent) of codes (N, t, codes_per_group)."""


class PRQModule(Codec):
    """Residual quantization of each group of ``layout``, by default the five parts, with one codebook for all."""

    def __init__(self, config: PRQConfig = PRQConfig(), layout: PartLayout | None = None) -> None:
        layout = layout or part_layout(config.shared_joints)
        super().__init__(layout, Encoder(layout, config), Decoder(layout, config))
        # Needed for training from nothing alone, and not to be had on a lent card.
        from vector_quantize_pytorch import ResidualVQ

        self.config = config
        self.codes_per_group, self.codebook_size = config.layers, config.codebook
        self._search: ResidualQuantizer | None = None
        self.quantizer = ResidualVQ(
            dim=config.latent,
            num_quantizers=config.layers,
            codebook_size=config.codebook,
            shared_codebook=True,
            kmeans_init=True,
            decay=0.99,
            # A batch of 2,048 frames has half a vector of each group for every code. Where there are fewer groups the
            # limit is lower: else most codes would be below it, and replaced faster than they are learned.
            threshold_ema_dead_code=0.2 * len(layout),
            quantize_dropout=True,
        )

    def quantize(self, latents: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        quantized, codes, commitment = self.quantizer(latents)
        return quantized, codes, commitment.sum()

    def codes(self, latents: Tensor) -> Tensor:
        codebook = self.codebook().detach().cpu().numpy()
        if self._search is None or not np.array_equal(codebook, self._search.codebook):
            self._search = ResidualQuantizer(codebook.copy(), self.config.layers)
        return torch.from_numpy(self._search(latents.detach().cpu().numpy())).to(latents.device)

    def dequantize(self, codes: Tensor) -> Tensor:
        return self.codebook()[codes].sum(-2)

    def codebook(self) -> Tensor:
        """The one codebook (1024, 512) that all parts and layers share."""
        return self.quantizer.codebooks[0]


def smoothed(features: Tensor, stride: int = 4) -> Tensor:
    """Features (B, T, 263) with the small steps between frames averaged, see ``smoothing``."""
    earlier = torch.cat([features[:, :1], features[:, :-1]], dim=1)
    later = torch.cat([features[:, 1:], features[:, -1:]], dim=1)
    share = torch.full(features.shape[1:], SHARE, device=features.device)
    share[stride - 1 :: stride] = 0
    share[:, CONTACTS] = 0
    return features + share * (earlier + later - 2 * features)
