"""The VLMM with the flat decoder in torch, for training: a language model whose vocabulary holds the codes.

Past frames may be shown wrongly or not at all while a frame is learned, as in the frame decoder's training. The
codes of the frame itself must then be seen rightly all the same; such a frame stands in the sequence twice, as
later frames see it and, at the same positions, as it is. ``attention`` keeps the two apart.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import LlamaConfig, LlamaModel

from ...language import tokens


class FlatVLMM(nn.Module):
    """The language model; its vocabulary has ``codes`` motion codes after the text and control tokens."""

    def __init__(self, llama: LlamaConfig, codes: int) -> None:
        super().__init__()
        if llama.vocab_size != tokens.CODES + codes:
            raise ValueError(f"a vocabulary of {llama.vocab_size} tokens has no room for {codes} codes")
        self.llama = LlamaModel(llama)
        self.llama.set_attn_implementation("sdpa")  # takes the masks of ``attention`` as they are

    @property
    def codes(self) -> int:
        """How many motion codes there are."""
        return self.llama.config.vocab_size - tokens.CODES

    def hidden(self, ids: Tensor, positions: Tensor, copy: Tensor, begin: Tensor) -> Tensor:
        """Hidden states (B, S, hidden) after the final norm; for the arguments (B, S) see ``attention``."""
        mask = attention(positions, copy, begin)
        return self.llama(ids, attention_mask=mask, position_ids=positions, use_cache=False).last_hidden_state

    def head(self, hidden: Tensor) -> Tensor:
        """Logits over the vocabulary; the head is tied to the token embeddings."""
        return functional.linear(hidden, self.llama.embed_tokens.weight.to(hidden.dtype))

    def code_logits(self, hidden: Tensor) -> Tensor:
        """Logits (N, codes) over the motion codes, of hidden states (N, hidden)."""
        return functional.linear(hidden, self.llama.embed_tokens.weight[tokens.CODES :].to(hidden.dtype))

    def end_logits(self, hidden: Tensor) -> Tensor:
        """Logits (N,) of the motion's end, beside those of ``code_logits``."""
        return hidden @ self.llama.embed_tokens.weight[tokens.END_MOT].to(hidden.dtype)


def attention(positions: Tensor, copy: Tensor, begin: Tensor) -> Tensor:
    """What may attend to what: bool (B, 1, S, S), rows see columns.

    positions (B, S) in the sequence. copy (B, S): 0 for the sequence itself, k for the tokens of the k-th
    frame that is told again as it is, -1 for padding. begin (B, S): position at which a copied frame begins.
    A copy sees itself and what stands in the sequence before its frame.
    """
    row, column = copy[:, :, None], copy[:, None, :]
    before = positions[:, None, :] <= positions[:, :, None]
    in_sequence = (column == 0) & ((row <= 0) | (positions[:, None, :] < begin[:, :, None]))
    seen = before & (in_sequence | (row == column))
    # Padding sees itself at least: a row without anything to see has no softmax.
    return (seen | torch.eye(copy.shape[1], dtype=torch.bool, device=copy.device))[:, None]
