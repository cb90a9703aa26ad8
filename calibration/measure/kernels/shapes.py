"""Shapes of the models that the experiments imitate, from their config.json. No torch here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DecoderShape:
    """A dense decoder with grouped-query attention and a gated feed-forward, on one GPU.

    For a tensor-parallel share, `heads`, `kv_heads`, `ffn` and `vocab` are the share's.
    """

    name: str
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    ffn: int
    vocab: int

    @property
    def qkv_width(self) -> int:
        return (self.heads + 2 * self.kv_heads) * self.head_dim

    @property
    def layer_weights(self) -> int:
        """Weights of a layer's linear maps."""
        return sum(n * k for _, n, k in self.layer_linears)

    @property
    def weights(self) -> int:
        """All weights: the layers, the embedding and the head."""
        return self.layers * self.layer_weights + 2 * self.vocab * self.hidden

    @property
    def kv_bytes_per_token(self) -> int:
        """Bytes of keys and values that a token leaves, over all layers, at 16 bits."""
        return self.layers * 2 * self.kv_heads * self.head_dim * 2

    @property
    def layer_linears(self) -> tuple[tuple[str, int, int], ...]:
        """(name, n, k) of the linear maps of a layer: outputs n, inputs k."""
        return (("qkv", self.qkv_width, self.hidden),
                ("o", self.hidden, self.heads * self.head_dim),
                ("gate_up", 2 * self.ffn, self.hidden),
                ("down", self.hidden, self.ffn))

    @property
    def linears(self) -> tuple[tuple[str, int, int], ...]:
        """The linear maps of a layer, and the head."""
        return self.layer_linears + (("head", self.vocab, self.hidden),)


@dataclass(frozen=True)
class ExpertShape:
    """A mixture-of-experts feed-forward: each token goes to `chosen` of `experts`."""

    name: str
    experts: int
    chosen: int
    hidden: int
    ffn: int

    @property
    def weights(self) -> int:
        return self.experts * 3 * self.hidden * self.ffn


LLAMA_8B = DecoderShape("llama-3.1-8b", 32, 4096, 32, 8, 128, 14336, 128256)
# A quarter of Llama-3.1-70B and a half of Qwen3-32B: what one GPU of four, or of two, holds.
LLAMA_70B_QUARTER = DecoderShape("llama-3.1-70b/4", 80, 8192, 16, 2, 128, 7168, 32064)
QWEN3_32B_HALF = DecoderShape("qwen3-32b/2", 64, 5120, 32, 4, 128, 12800, 75968)

QWEN3_30B_A3B = ExpertShape("qwen3-30b-a3b", 128, 8, 2048, 768)
LLAMA4_SCOUT = ExpertShape("llama-4-scout", 16, 1, 5120, 8192)

# For self-tests: every dimension small, and as divisible as the real ones.
TINY_DECODER = DecoderShape("tiny", 2, 64, 4, 2, 16, 64, 128)
TINY_EXPERTS = ExpertShape("tiny", 4, 2, 64, 32)
