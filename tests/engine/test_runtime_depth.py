"""The depth decoder equals torch's; known cells, guidance and sampling do what they say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.codec.prq import PRQ
from engine.errors import MotionCtrlError
from engine.lab.nets.depth_export import read_blocks, write_blocks
from engine.language.depth import DepthDecoder, depth_tensors
from engine.language.depth_blocks import ON_CARD, LlamaBlocks, on_card
from engine.language.frame import FrameDecoder, FrameEmbedder, code_tables
from engine.language.guidance import branches, guided
from engine.language.patterns import PATTERNS, layout
from engine.language.sampling import Sampling, draw
from engine.weights import read_safetensors
from tests.engine.tiny_model import random_codes

BLOCK = ("attention_norm", "qkv", "out", "feed_norm", "gate_up", "down")
GREEDY = Sampling(temperature=0)
ALONE = np.array([1.0], np.float32)
STEERED = np.array([2.0, -1.0], np.float32)


@pytest.fixture(scope="module")
def parts(tiny_model) -> tuple[dict, int, np.ndarray]:
    """Tensors, heads and codebook."""
    tensors, metadata = read_safetensors(tiny_model.folder / "depth.safetensors")
    own = depth_tensors(tensors) | read_blocks(tiny_model.folder / "depth.gguf")
    return own, int(metadata["heads"]), PRQ.load(tiny_model.folder / "prq.safetensors").codebook


@pytest.fixture(scope="module")
def depth(tiny_model, parts) -> Iterator[DepthDecoder]:
    """As it is, but in single precision."""
    tensors, _, codebook = parts
    with closing(LlamaBlocks(tiny_model.folder / "depth.gguf", 20, exact=True)) as blocks:
        yield DepthDecoder(tensors, codebook, blocks)


@dataclass(frozen=True)
class Ordered:
    """A depth decoder of some pattern: torch's, and the same in llama.cpp, in single precision."""

    torch: object
    llama: DepthDecoder


@pytest.fixture(scope="module", params=PATTERNS)
def ordered(request, tiny_model, parts, tmp_path_factory) -> Iterator[Ordered]:
    """One for each pattern; their weights are alike but for the embeddings of known parts."""
    import torch

    from engine.lab.nets import frame as modules

    _, heads, codebook = parts
    config = replace(tiny_model.vlmm.depth.config, pattern=request.param)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        module = modules.DepthDecoderModule(config).eval()
    rows = len(tiny_model.vlmm.depth.target.weight)
    with torch.no_grad():
        module.target.weight[rows:] *= 30
        for name, value in tiny_model.vlmm.depth.named_parameters():
            module.get_parameter(name)[: len(value)] = value
    tensors = {name: value.detach().numpy() for name, value in module.named_parameters()}
    path = write_blocks(tmp_path_factory.mktemp("blocks") / "depth.gguf", tensors, heads, "F32")
    with closing(LlamaBlocks(path, 20, exact=True)) as blocks:
        yield Ordered(module, DepthDecoder(tensors, codebook, blocks, request.param))


def known_parts(number: int) -> np.ndarray:
    """One of the 32 choices of known parts (5,) bool."""
    return np.array([bool(number >> part & 1) for part in range(5)])


@pytest.fixture
def hidden(depth) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(2, depth.hidden.shape[0])).astype(np.float32)


@pytest.mark.parametrize("number", [0, 1, 8, 18, 30])
def test_llama_cpp_and_torch_give_the_same_logits(tiny_model, ordered, hidden, number):
    import torch

    codes, known = random_codes(1), known_parts(number)
    partial = tiny_model.prq.codebook()[torch.from_numpy(codes)].cumsum(2)
    with torch.no_grad():
        expected = ordered.torch(torch.from_numpy(hidden[:1]), partial, torch.from_numpy(known[None]))[0]
    made = ordered.llama.logits(hidden[0], codes[0], known)
    np.testing.assert_allclose(made[~known], expected[~known], atol=1e-4)


@pytest.mark.parametrize("number", [0, 4, 18, 30])
def test_a_frame_that_is_sampled_step_by_step_is_what_its_own_logits_say(ordered, hidden, number):
    known = known_parts(number)
    codes = ordered.llama.sample(hidden[:1], random_codes(1)[0], known, ALONE, GREEDY, np.random.default_rng(0))
    logits = ordered.llama.logits(hidden[0], codes, known)
    np.testing.assert_array_equal(logits.argmax(-1)[~known], codes[~known])


@pytest.mark.parametrize("number", range(32))
def test_known_cells_are_returned_unchanged(ordered, hidden, number):
    known, given = known_parts(number), random_codes(1, number)[0]
    made = ordered.llama.sample(hidden, given, known, STEERED, Sampling(), np.random.default_rng(number))
    np.testing.assert_array_equal(made[known], given[known])
    assert made.min() >= 0 and made.max() < 64


@pytest.mark.parametrize("layer", range(4))
def test_every_code_of_a_known_part_matters_to_what_is_sampled_first(ordered, hidden, layer):
    known, codes = known_parts(4), random_codes(1)[0]
    changed = codes.copy()
    changed[2, layer] = (changed[2, layer] + 1) % 64
    before, after = (ordered.llama.logits(hidden[0], given, known) for given in (codes, changed))
    assert np.abs(before[0, 0] - after[0, 0]).max() > 1e-3


@pytest.mark.parametrize("number", [0, 4, 26])
def test_a_code_is_said_from_those_of_the_steps_before_and_no_others(ordered, hidden, number):
    known, codes = known_parts(number), random_codes(1)[0]
    frame = layout(ordered.llama.pattern, tuple(known), 4)
    step = dict(zip(frame.target[frame.sampled], frame.step[frame.sampled], strict=True))
    before = ordered.llama.logits(hidden[0], codes, known)
    for slot, drawn in step.items():
        changed = codes.copy()
        changed[slot // 4, slot % 4] = (codes[slot // 4, slot % 4] + 1) % 64
        differs = np.abs(ordered.llama.logits(hidden[0], changed, known) - before).max(-1)
        for other, said in step.items():
            if said <= drawn:
                assert differs[other // 4, other % 4] < 1e-4
        following = [other for other, said in step.items() if said > drawn and other // 4 == slot // 4]
        assert all(differs[other // 4, other % 4] > 1e-3 for other in following)


def test_eight_bits_change_the_blocks_little(parts, tmp_path):
    tensors, heads, _ = parts
    x = np.random.default_rng(0).normal(size=(2, 20, len(tensors["norm.weight"]))).astype(np.float32)
    outputs = []
    for kind in ("F32", "Q8_0"):
        path = write_blocks(tmp_path / f"{kind}.gguf", tensors, heads, kind)
        with closing(LlamaBlocks(path, 20, exact=True)) as blocks:
            outputs.append(blocks(x, np.arange(20)))
    wanted, found = outputs
    assert 0 < np.linalg.norm(found - wanted) < 0.05 * np.linalg.norm(wanted)


@pytest.mark.parametrize(("kind", "share"), [("F32", 0), ("F16", 1e-3), ("Q8_0", 1e-2)])
def test_blocks_come_back_from_their_file(parts, tmp_path, kind, share):
    tensors, heads, _ = parts
    found = read_blocks(write_blocks(tmp_path / "depth.gguf", tensors, heads, kind))
    assert set(found) == {name for name in tensors if name.startswith("blocks.")}
    for name, value in found.items():
        np.testing.assert_allclose(value, tensors[name], atol=share * np.abs(tensors[name]).max())


@pytest.mark.parametrize("split", [1, 7, 19])
def test_positions_may_come_together_or_one_by_one(depth, split):
    x = np.random.default_rng(split).normal(size=(3, 20, depth.width)).astype(np.float32)
    steps = np.arange(20)
    blocks = depth.blocks
    blocks.reset()
    together = blocks(x, steps)
    blocks.reset()
    blocks(x[:, :split], steps[:split])
    for at in range(split, 20):
        last = blocks(x[:, at : at + 1], steps[at : at + 1])
    np.testing.assert_allclose(last, together, atol=1e-4)


@pytest.mark.parametrize(
    ("layers", "said", "wanted"), [(0, "1", False), (-1, "", False), (-1, "0", False), (-1, "1", True)]
)
def test_the_blocks_go_to_a_card_only_where_somebody_asks_for_it(monkeypatch, layers, said, wanted):
    monkeypatch.setenv(ON_CARD, said)
    assert on_card(layers) == wanted


def test_blocks_of_another_model_are_one_sentence(tiny_model, parts, tmp_path):
    tensors, _, _ = parts
    halves = {f"blocks.0.{name}.weight": tensors[f"blocks.0.{name}.weight"][..., :16] for name in BLOCK}
    halves["blocks.0.out.weight"] = halves["blocks.0.out.weight"][:16]
    halves["blocks.0.down.weight"] = tensors["blocks.0.down.weight"][:16]
    for name in ("qkv", "gate_up"):
        rows = tensors[f"blocks.0.{name}.weight"][:, :16]
        halves[f"blocks.0.{name}.weight"] = rows[:48] if name == "qkv" else rows
    path, folder = write_blocks(tmp_path / "depth.gguf", halves, 2, "F32"), tiny_model.folder
    prq = PRQ.load(folder / "prq.safetensors")
    with pytest.raises(MotionCtrlError, match="its blocks are 16 wide, not 32"):
        FrameDecoder(folder / "vlmm.gguf", folder / "depth.safetensors", path, prq, 1)


def test_numpy_and_torch_embed_frames_alike(tiny_model):
    import torch

    tensors, _ = read_safetensors(tiny_model.folder / "depth.safetensors")
    codebook = PRQ.load(tiny_model.folder / "prq.safetensors").codebook
    codes, known = random_codes(6), np.random.default_rng(0).random((6, 5)) < 0.5
    latents = torch.from_numpy(codebook[codes].sum(2))
    with torch.no_grad():
        expected = tiny_model.vlmm.frames(latents, torch.from_numpy(known), torch.ones(6, dtype=torch.bool))
    made = FrameEmbedder(tensors, codebook)(codes, known, context=True)
    np.testing.assert_allclose(made, expected, atol=1e-4)


def test_frames_are_embedded_alike_from_the_matrix_and_from_the_table_of_codes(parts):
    codebook = parts[2]
    names = ("weight", "bias", "mask", "ctx")
    random = np.random.default_rng(0)
    shapes = {"weight": (5, 8, codebook.shape[1]), "bias": (5, 8), "mask": (5, 8), "ctx": (8,)}
    matrix = {f"frames.{name}": random.standard_normal(shapes[name]).astype(np.float32) for name in names}
    table = {**matrix, "frames.codes": code_tables(matrix, codebook)}
    del table["frames.weight"]
    codes, known = random_codes(6), random.random((6, 5)) < 0.5
    made = [FrameEmbedder(kind, codebook)(codes, known, context=True) for kind in (matrix, table)]
    np.testing.assert_allclose(*made, atol=1e-5)


def test_the_same_seed_gives_the_same_frame_and_another_seed_another(depth, hidden):
    def make(seed):
        return depth.sample(
            hidden, np.zeros((5, 4), int), np.zeros(5, bool), STEERED, Sampling(), np.random.default_rng(seed)
        )

    np.testing.assert_array_equal(make(1), make(1))
    assert (make(1) != make(2)).any()


def test_branches_without_weight_change_nothing(depth, hidden):
    nothing = np.zeros((5, 4), int), np.zeros(5, bool)
    alone = depth.sample(hidden[:1], *nothing, ALONE, GREEDY, np.random.default_rng(0))
    both = depth.sample(hidden, *nothing, np.array([1.0, 0.0], np.float32), GREEDY, np.random.default_rng(0))
    np.testing.assert_array_equal(alone, both)


def test_guidance_of_strength_one_is_the_instruction_alone():
    (only,) = branches(1.0, 0.5)
    assert (only.instructed, only.blind, only.weight) == (True, False, 1)
    logits = np.array([[3.0, 1.0]])
    np.testing.assert_array_equal(guided(logits, np.array([only.weight])), logits[0])


@pytest.mark.parametrize(("blind", "count"), [(0.0, 2), (0.5, 4), (1.0, 3)])
def test_guidance_goes_from_no_instruction_towards_the_instruction(blind, count):
    found = branches(3.0, blind)
    assert len(found) == count
    weights = np.array([branch.weight for branch in found])
    assert weights.sum() == pytest.approx(1)
    # Where branches differ by the instruction alone, guidance is u + 3 (c - u).
    logits = np.array([[1.0, 0.0] if branch.instructed else [0.0, 2.0] for branch in found])
    np.testing.assert_allclose(guided(logits, weights), [3.0, -4.0])


def test_sampling_keeps_to_its_candidates():
    random = np.random.default_rng(0)
    logits = np.log(np.array([0.5, 0.3, 0.15, 0.05]))
    assert draw(logits, GREEDY, random) == 0
    assert {draw(logits, Sampling(top_k=2), random) for _ in range(200)} == {0, 1}
    assert {draw(logits, Sampling(top_p=0.9), random) for _ in range(400)} == {0, 1, 2}
    assert {draw(logits, Sampling(top_p=1e-9), random) for _ in range(20)} == {0}
    drawn = np.bincount([draw(logits, Sampling(), random) for _ in range(4000)], minlength=4) / 4000
    np.testing.assert_allclose(drawn, np.exp(logits), atol=0.04)


@given(st.integers(0, 999), st.floats(0.1, 4), st.floats(0.05, 1), st.floats(0.1, 8))
def test_a_draw_from_the_likeliest_is_the_draw_from_all(seed, temperature, top_p, spread):
    logits = np.random.default_rng(seed).normal(size=300) * spread
    weights = np.sort(np.exp((logits - logits.max()) / temperature))[::-1]
    inside = np.searchsorted(np.cumsum(weights), top_p * weights.sum() * (1 - 1e-9)) + 1
    chance = np.random.default_rng(seed).random() * weights[:inside].sum()
    expected = np.argsort(-logits)[np.searchsorted(np.cumsum(weights[:inside]), chance, side="right")]
    assert draw(logits, Sampling(temperature, top_p=top_p), np.random.default_rng(seed)) == expected


def test_lower_temperature_is_less_daring():
    logits = np.log(np.array([0.6, 0.4]))
    shares = [
        np.mean([draw(logits, Sampling(temperature=t), np.random.default_rng(i)) for i in range(500)])
        for t in (0.2, 1.0, 5.0)
    ]
    assert shares[0] < shares[1] < shares[2]


def test_finer_layers_may_be_drawn_more_coolly():
    sampling = Sampling(temperature=0.8, top_p=0.9, cooling=0.5)
    assert [sampling.layer(n).temperature for n in range(3)] == pytest.approx([0.8, 0.4, 0.2])
    assert sampling.layer(2).top_p == 0.9
