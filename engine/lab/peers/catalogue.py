"""The tokenizers that are compared, in the order of the paper's Table 4, with their sizes.

Widths are chosen so that encoder, decoder and codebook together have PRQ's 4.9 million numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from ..nets.prq import Codec, PRQConfig, PRQModule
from .dsft import DSFT
from .fsq import FSQVAE
from .interface import TorchTokenizer
from .lfq2d import LFQ2D
from .rq import RQVAE
from .vq import VQVAE

NETWORKS: MappingProxyType[str, Callable[[], Codec]] = MappingProxyType(
    {
        "vq": VQVAE,
        "rq-6": lambda: RQVAE(6),
        "rq-8": lambda: RQVAE(8),
        "lfq-2d": LFQ2D,
        "fsq": FSQVAE,
        "prq-4-apart": lambda: PRQModule(PRQConfig(shared_joints=False)),
        "prq-4": PRQModule,
        "prq-6": lambda: PRQModule(PRQConfig(layers=6)),
    }
)
NAMES = (*NETWORKS, "dsft")


def stored_numbers(tokenizer: TorchTokenizer | DSFT) -> int:
    """Numbers that a trained tokenizer keeps: weights and codebook, or DSFT's pairs."""
    if isinstance(tokenizer, DSFT):
        return tokenizer.codebook_size
    model = tokenizer.model
    codebook = model.codebook().numel() if isinstance(model, PRQModule) else 0
    return codebook + sum(parameter.numel() for parameter in model.parameters())
