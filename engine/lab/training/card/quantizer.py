"""A PRQ that learns its codebook by moving averages, in torch alone and without a step on the processor.

The codebook starts from one that is given ("Neural Discrete Representation Learning", van den Oord 2017, appendix A.1);
codes that are hardly used are put where a latent is.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from ....codec.parts import part_layout
from ....codec.residual import BEAMS
from ...nets.prq import Codec, Decoder, Encoder, PRQConfig

_DECAY = 0.99
_DEAD = 0.05  # of the average use: below it a code is dead
_EVERY = 20  # steps between two looks for dead codes
_DROPOUT = 0.25  # share of the batches in which later layers are left out, so that the first ones say the most
_SEARCHED = 16_384  # latents in one beam search: bounds the memory


class LearnedPRQ(Codec):
    """PRQ whose shared codebook (codes, latent) is learned with encoder and decoder, or held still."""

    def __init__(self, config: PRQConfig, codebook: Tensor, seed: int = 0) -> None:
        layout = part_layout(config.shared_joints)
        super().__init__(layout, Encoder(layout, config), Decoder(layout, config))
        self.config = config
        self.codes_per_group, self.codebook_size = config.layers, config.codebook
        self.learns = True  # whether the codebook moves
        self.renewed = 0  # dead codes that were replaced
        self._steps = 0
        self._seed = seed
        self._random: torch.Generator | None = None
        owner = torch.from_numpy(layout.owner)
        self.register_buffer("flat_owner", owner[:, 0] * layout.width + owner[:, 1], persistent=False)
        self.register_buffer("codes_table", codebook.float().clone())
        self.register_buffer("use", torch.zeros(len(codebook)))
        self.register_buffer("total", torch.zeros_like(self.codes_table))

    def codebook(self) -> Tensor:
        return self.codes_table

    def join(self, parts: Tensor) -> Tensor:
        """As ``Codec.join``; the gradient of this way to pick is quick on a card."""
        parts = parts.unflatten(0, (-1, self.groups)).flatten(1, 2)
        return parts.index_select(1, self.flat_owner).transpose(1, 2)

    def quantize(self, latents: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        flat = latents.detach().flatten(0, 1)
        if not self.training:
            codes = self.searched(flat)
            quantized = self.codes_table[codes].sum(1).view_as(latents)
            return quantized, codes.view(*latents.shape[:2], -1), latents.new_zeros(())
        used = self.codes_per_group
        if not self.learns:
            codes = self.searched(flat)
        else:
            codes, rests = self.greedy(flat)
            used = self._layers_used(flat.device)
            self._learn(codes[:, :used], rests[:, :used])
        vectors = self.codes_table[codes[:, :used]]
        quantized = vectors.sum(1).view_as(latents)
        sums = vectors.cumsum(1).view(*latents.shape[:2], used, -1)
        commitment = (latents[..., None, :] - sums).square().mean((0, 1, 3)).sum()
        passed = latents + (quantized - latents).detach()
        return passed, codes.view(*latents.shape[:2], -1), commitment

    def dequantize(self, codes: Tensor) -> Tensor:
        return self.codes_table[codes].sum(-2)

    def codes(self, latents: Tensor) -> Tensor:
        return self.searched(latents.flatten(0, 1)).view(*latents.shape[:2], -1)

    def greedy(self, latents: Tensor) -> tuple[Tensor, Tensor]:
        """Codes (n, layers), each the nearest to the rest before it, and those rests (n, layers, latent)."""
        half = 0.5 * self.codes_table.square().sum(1)
        rest, codes, rests = latents, [], []
        for _ in range(self.codes_per_group):
            code = (rest @ self.codes_table.T - half).argmax(1)
            codes.append(code)
            rests.append(rest)
            rest = rest - self.codes_table[code]
        return torch.stack(codes, 1), torch.stack(rests, 1)

    @torch.no_grad()
    def searched(self, latents: Tensor) -> Tensor:
        """Codes (n, layers) of latents (n, latent) by beam search, as ``residual.ResidualQuantizer`` finds them."""
        return torch.cat([self._search(part) for part in latents.float().split(_SEARCHED)])

    def _search(self, latents: Tensor) -> Tensor:
        table, layers = self.codes_table, self.codes_per_group
        count = len(table)
        products = table @ table.T
        first = latents @ table.T - 0.5 * products.diagonal()
        gains, total = first[:, None], latents.new_zeros(len(latents), 1)
        codes = torch.empty(len(latents), 1, 0, dtype=torch.long, device=latents.device)
        for layer in range(layers):
            last = layer == layers - 1
            sums = (total[..., None] + gains).flatten(1)
            total, picked = sums.topk(1 if last else BEAMS * min(layer + 1, 2), dim=1)
            beam, code = picked // count, picked % count
            codes = torch.cat([codes.gather(1, beam[..., None].expand(-1, -1, layer)), code[..., None]], 2)
            if not last and layer:
                total = total.masked_fill(_repeated(codes, count), -torch.inf)
                total, kept = total.topk(BEAMS, dim=1)
                codes = codes.gather(1, kept[..., None].expand(-1, -1, layer + 1))
                beam, code = beam.gather(1, kept), code.gather(1, kept)
            if not last:
                gains = gains.gather(1, beam[..., None].expand(-1, -1, count)) - products[code]
        return _ordered(codes[:, 0], first, products)

    @torch.no_grad()
    def _learn(self, codes: Tensor, rests: Tensor) -> None:
        """Move the codebook towards the means of what its codes stand for."""
        count = len(self.codes_table)
        flat, rests = codes.flatten(), rests.flatten(0, 1)
        use = torch.zeros(count, device=rests.device).index_add_(0, flat, torch.ones_like(flat, dtype=torch.float32))
        total = torch.zeros_like(self.total).index_add_(0, flat, rests)
        if self._steps == 0:  # as if the codebook that is given had been learned from batches like this one
            self.use.copy_(use.clamp(min=_DEAD * len(flat) / count))
            self.total.copy_(self.codes_table * self.use[:, None])
        self._steps += 1
        self.use.mul_(_DECAY).add_(use, alpha=1 - _DECAY)
        self.total.mul_(_DECAY).add_(total, alpha=1 - _DECAY)
        if self._steps % _EVERY == 0:
            self._renew(rests, len(flat) / count)
        self.codes_table.copy_(self.total / self.use.clamp(min=1e-6)[:, None])

    def _renew(self, rests: Tensor, average: float) -> None:
        dead = (self.use < _DEAD * average).nonzero()[:, 0]
        picked = torch.randint(len(rests), (len(dead),), device=rests.device, generator=self._generator(rests.device))
        self.use[dead] = average * 0.5
        self.total[dead] = rests[picked] * self.use[dead, None]
        self.renewed += len(dead)

    def _layers_used(self, where: torch.device) -> int:
        generator = self._generator(torch.device("cpu"))
        if float(torch.rand((), generator=generator)) >= _DROPOUT:
            return self.codes_per_group
        return int(torch.randint(1, self.codes_per_group, (), generator=generator))

    def _generator(self, where: torch.device) -> torch.Generator | None:
        if where.type != "cpu":
            return None  # the card's own, which `torch.manual_seed` sets
        if self._random is None:
            self._random = torch.Generator().manual_seed(self._seed)
        return self._random


def _repeated(codes: Tensor, count: int) -> Tensor:
    """Which beams (n, b) of codes (n, b, layers) hold the codes of an earlier one in another order."""
    powers = count ** torch.arange(codes.shape[2], device=codes.device)
    keys = (codes.sort(dim=2).values * powers).sum(2)
    return torch.tril(keys[:, :, None] == keys[:, None], -1).any(2)


def _ordered(codes: Tensor, gains: Tensor, products: Tensor) -> Tensor:
    """``codes`` (n, layers), each one the nearest to what those before it leave."""
    left, gains = codes.clone(), gains.gather(1, codes)
    rows = torch.arange(len(codes), device=codes.device)
    for layer in range(codes.shape[1] - 1):
        best = layer + gains[:, layer:].argmax(1)
        for values in (left, gains):
            moved = values[rows, best]
            values[rows, best] = values[:, layer].clone()
            values[:, layer] = moved
        gains = gains - products[left[:, layer, None], left]
    return left


def load_learned(path: Path, where: torch.device, seed: int = 0) -> LearnedPRQ:
    """The tokenizer of a prq.safetensors file, to be trained further on ``where``."""
    with safe_open(str(path), framework="numpy") as file:
        facts = file.metadata() or {}
    config = PRQConfig(
        **{name: facts[name] == "True" if name == "shared_joints" else int(facts[name]) for name in facts}
    )
    tensors = {name: value.float() for name, value in load_file(str(path)).items()}
    model = LearnedPRQ(config, tensors.pop("codebook"), seed)
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    assert not unexpected and set(missing) <= {"codes_table", "use", "total"}, (missing, unexpected)
    return model.to(where)
