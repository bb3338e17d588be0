"""All tokenizers behind one interface: what they promise, what they refuse, and that each can learn."""

from __future__ import annotations

import re

import numpy as np
import pytest

from engine.cli.main import main
from engine.codec.prq import PRQ
from engine.errors import MotionCtrlError
from engine.motion import humo263
from tests.conftest import walk_about

torch = pytest.importorskip("torch")

from engine.lab.evaluation.frechet import frechet_distance  # noqa: E402
from engine.lab.evaluation.motion_autoencoder import MotionAutoencoder  # noqa: E402
from engine.lab.evaluation.peers import measured  # noqa: E402
from engine.lab.evaluation.peers_table import LABELS, into_page, tables  # noqa: E402
from engine.lab.nets.prq import PRQConfig, PRQModule  # noqa: E402
from engine.lab.peers.catalogue import NAMES, NETWORKS, stored_numbers  # noqa: E402
from engine.lab.peers.dsft import BASE, DSFT, PHYS, DSFTConfig  # noqa: E402
from engine.lab.peers.fsq import FSQVAE  # noqa: E402
from engine.lab.peers.interface import TorchTokenizer  # noqa: E402
from engine.lab.peers.lfq2d import LFQ2D  # noqa: E402
from engine.lab.peers.rq import RQVAE  # noqa: E402
from engine.lab.peers.vq import VQVAE  # noqa: E402
from engine.lab.training.loop import LoopOptions  # noqa: E402
from engine.lab.training.peers import is_trained, load_peer, train_peer  # noqa: E402
from engine.lab.training.prq import statistics, train_codec  # noqa: E402

TINY = {
    "prq-4": lambda: PRQModule(PRQConfig(width=16, latent=16, codebook=32)),
    "prq-4-apart": lambda: PRQModule(PRQConfig(width=16, latent=16, codebook=32, shared_joints=False)),
    "vq": lambda: VQVAE(16, 16, 32),
    "rq-6": lambda: RQVAE(6, 16, 16, 32),
    "fsq": lambda: FSQVAE(16, 16, (4, 3, 3)),
    "lfq-2d": lambda: LFQ2D(8, 8, bits=5),
}
CODES = {"prq-4": (5, 4), "prq-4-apart": (5, 4), "vq": (1, 1), "rq-6": (1, 6), "fsq": (1, 1), "lfq-2d": (5, 1)}


@pytest.fixture(scope="module")
def motions() -> list[np.ndarray]:
    """HuMo263 of a few wandering people."""
    return [humo263.encode(walk_about(seed, frames=100))[0] for seed in range(4)]


@pytest.fixture(scope="module")
def networks(motions) -> dict[str, TorchTokenizer]:
    """A tiny untrained network of each kind, with codebooks made from one batch."""
    made = {}
    with torch.random.fork_rng():
        torch.manual_seed(0)
        for name, build in TINY.items():
            model = build()
            mean, std = statistics(motions)
            model.mean.copy_(torch.from_numpy(mean))
            model.std.copy_(torch.from_numpy(std))
            model.train()((torch.from_numpy(np.stack(motions)) - model.mean) / model.std)
            made[name] = TorchTokenizer(model)
    return made


@pytest.fixture(scope="module")
def dsft(motions) -> DSFT:
    return DSFT.fit(motions, *statistics(motions), DSFTConfig(vocabulary=1500))


@pytest.mark.parametrize("name", TINY)
def test_codes_have_their_shape_and_motion_comes_back_frame_by_frame(networks, motions, name):
    tokenizer = networks[name]
    codes = tokenizer.encode(motions[0][:50])
    assert codes.shape == (13, *CODES[name]) and codes.dtype == np.int64
    assert codes.min() >= 0 and codes.max() < tokenizer.codebook_size
    assert tokenizer.decode(codes).shape == (52, 263)
    assert tokenizer.codes_per_latent_frame == np.prod(CODES[name])
    assert tokenizer.bits_per_second == pytest.approx(5 * np.prod(CODES[name]) * np.log2(tokenizer.codebook_size))


@pytest.mark.parametrize("name", TINY)
def test_encoding_is_the_same_each_time_and_learns_nothing(networks, motions, name):
    first = networks[name].encode(motions[1])
    networks[name].encode(motions[2])
    np.testing.assert_array_equal(networks[name].encode(motions[1]), first)


@pytest.mark.parametrize("name", TINY)
def test_no_decoder_looks_further_ahead_than_two_latent_frames(networks, motions, name):
    tokenizer = networks[name]
    codes = tokenizer.encode(motions[0])
    changed = codes.copy()
    changed[12] = (changed[12] + 1) % tokenizer.codebook_size
    np.testing.assert_allclose(tokenizer.decode(codes)[:40], tokenizer.decode(changed)[:40], atol=1e-5)


@pytest.mark.parametrize("name", ["vq", "rq-6", "fsq", "lfq-2d", "prq-4"])
def test_what_the_decoder_is_given_is_what_the_quantizer_chose(networks, motions, name):
    model = networks[name].model
    with torch.inference_mode():
        latents = model.encoder(model.split(torch.from_numpy(motions[0])[None]), model.part_ids(1)).transpose(1, 2)
        quantized, codes, _ = model.quantize(latents)
        torch.testing.assert_close(model.dequantize(codes), quantized, atol=1e-5, rtol=1e-4)


def test_all_networks_have_prqs_size():
    """Within three per cent: the comparison is of methods, not of sizes."""
    sizes = {name: stored_numbers(TorchTokenizer(build())) for name, build in NETWORKS.items()}
    for name, size in sizes.items():
        assert abs(size / sizes["prq-4"] - 1) < 0.03, (name, size)


def test_the_run_time_prq_is_a_tokenizer_too(tiny_model, motions):
    prq = PRQ.load(tiny_model.folder / "prq.safetensors")
    same = TorchTokenizer(tiny_model.prq)
    for name in ("codes_per_latent_frame", "bits_per_second", "codebook_size"):
        assert getattr(prq, name) == getattr(same, name)
    np.testing.assert_array_equal(prq.encode(motions[0]), same.encode(motions[0]))
    np.testing.assert_allclose(prq.decode(same.encode(motions[0])), same.decode(prq.encode(motions[0])), atol=1e-4)


def test_dsft_gives_its_integers_back_exactly(dsft, motions):
    for features in motions:
        codes = dsft.encode(features)
        back = dsft.decode(codes)
        assert back.shape == (120, 263)
        np.testing.assert_array_equal(dsft.encode(back), codes)
        np.testing.assert_array_equal(dsft.decode(dsft.encode(back)), back)


def test_dsft_loses_nothing_but_high_frequencies_and_half_a_step(dsft, motions):
    from scipy.fft import dct

    config = dsft.config
    features, back = motions[0][:40], dsft.decode(dsft.encode(motions[0][:40]))
    for columns, keep in ((BASE, config.base), (PHYS, config.phys)):
        spectra = [dct(((f - dsft.mean) / dsft.std)[:, columns], axis=0, norm="ortho") for f in (features, back)]
        assert np.abs(spectra[0][:keep] - spectra[1][:keep]).max() <= 0.5 / config.scale + 1e-4
        assert np.abs(spectra[1][keep:]).max() < 1e-4
    fine = DSFT.fit(motions, dsft.mean, dsft.std, DSFTConfig(base=40, phys=40, scale=500.0, vocabulary=1))
    np.testing.assert_allclose(fine.decode(fine.encode(features)), features, atol=0.002)


def test_dsft_survives_its_file(dsft, motions, tmp_path):
    dsft.save(tmp_path / "dsft.json")
    loaded = DSFT.load(tmp_path / "dsft.json")
    codes = dsft.encode(motions[3])
    np.testing.assert_array_equal(loaded.encode(motions[3]), codes)
    np.testing.assert_array_equal(loaded.decode(codes), dsft.decode(codes))
    assert loaded.bits_per_second == dsft.bits_per_second
    (tmp_path / "dsft.json").write_text('{"config": {}}')
    with pytest.raises(MotionCtrlError, match="is no DSFT tokenizer"):
        DSFT.load(tmp_path / "dsft.json")


@pytest.fixture(params=["numpy prq", *TINY, "dsft"])
def tokenizer(request, tiny_model, networks, dsft):
    if request.param == "numpy prq":
        return PRQ.load(tiny_model.folder / "prq.safetensors")
    return dsft if request.param == "dsft" else networks[request.param]


def test_bad_motion_is_refused_in_one_sentence_that_says_where(tokenizer, motions):
    broken = motions[0].copy()
    broken[17, 30] = np.nan
    for features, words in (
        (motions[0][:3], "only 3 frames .* at least 4"),
        (motions[0][:1], "only 1 frame at"),
        (motions[0][:, :262], r"\(frames, 263\), not \(100, 262\)"),
        (motions[0][0], r"not \(263,\)"),
        (broken, "column 30 of frame 17"),
        (np.where(np.isnan(broken), np.inf, broken), "column 30 of frame 17"),
    ):
        with pytest.raises(MotionCtrlError, match=words) as caught:
            tokenizer.encode(features)
        assert re.fullmatch(r"[A-Z].*: [^.]*\w(\.\w[^.]*)*\.", str(caught.value))


def test_codes_that_do_not_exist_are_refused_in_one_sentence_that_says_where(tokenizer, motions):
    codes = tokenizer.encode(motions[0])
    place = (7,) + (0,) * (codes.ndim - 1)
    for wrong in (-1, tokenizer.codebook_size, 2**40):
        bad = codes.copy()
        bad[place] = wrong
        with pytest.raises(MotionCtrlError, match=rf"Code {wrong} .* (latent frame|place) 7 .* 0 to \d+: "):
            tokenizer.decode(bad)
    with pytest.raises(MotionCtrlError, match="codes are integers of shape"):
        tokenizer.decode(codes.astype(np.float32))
    with pytest.raises(MotionCtrlError, match="codes are integers of shape"):
        tokenizer.decode(codes[None])


def test_a_wrong_code_is_named_with_its_body_part(networks, motions):
    codes = networks["prq-4"].encode(motions[0])
    codes[3, 2, 1] = 32
    with pytest.raises(MotionCtrlError, match="Code 32 in layer 1 of the right arm at latent frame 3"):
        networks["prq-4"].decode(codes)


def test_dsft_refuses_half_a_window(dsft, motions):
    codes = dsft.encode(motions[0])
    with pytest.raises(MotionCtrlError, match="Window 2 of the codes holds"):
        dsft.decode(codes[:-1])
    with pytest.raises(MotionCtrlError, match="begin inside a window"):
        dsft.decode(codes[codes >= dsft.base.size])
    with pytest.raises(MotionCtrlError, match="40 frames long"):
        DSFT.fit([motions[0][:39]], dsft.mean, dsft.std)


@pytest.mark.parametrize("name", TINY)
def test_each_network_takes_two_steps_and_goes_on_from_them(motions, tmp_path, name):
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = TINY[name]()
        train_codec(model, motions, LoopOptions(tmp_path, steps=1), frames=128, seed=0)
        before = [parameter.clone() for parameter in model.decoder.parameters()]
        again = TINY[name]()
        train_codec(again, motions, LoopOptions(tmp_path, steps=2), frames=128, seed=0)
    after = list(again.decoder.parameters())
    assert all(torch.isfinite(values).all() for values in after)
    assert any(not torch.equal(a, b) for a, b in zip(before, after, strict=True))
    # One step of at most the peak rate: the second training started where the first had ended.
    assert max((a - b).abs().max() for a, b in zip(before, after, strict=True)) < 1e-3


def test_a_trained_tokenizer_is_the_same_when_it_is_loaded(motions, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.lab.training.peers.NETWORKS", TINY)
    for name in ("rq-6", "fsq", "dsft"):
        folder = tmp_path / name
        with torch.random.fork_rng():
            trained = train_peer(name, motions, LoopOptions(folder, steps=1), frames=128)
        assert is_trained(name, folder) and not is_trained(name, tmp_path / "nowhere")
        codes = trained.encode(motions[0])
        np.testing.assert_array_equal(load_peer(name, folder).encode(motions[0]), codes)
        np.testing.assert_array_equal(load_peer(name, folder).decode(codes), trained.decode(codes))
    with pytest.raises(MotionCtrlError, match="is a trained rq-6, not vq"):
        load_peer("vq", tmp_path / "rq-6")
    with pytest.raises(MotionCtrlError, match="can't be read"):
        load_peer("vq", tmp_path / "nowhere")


def test_the_frechet_distance_of_gaussians_is_the_textbook_one():
    rng = np.random.default_rng(0)
    cloud = rng.normal(size=(4000, 3))
    assert frechet_distance(cloud, cloud) == pytest.approx(0, abs=1e-9)
    assert frechet_distance(cloud, cloud + [3, 0, 0]) == pytest.approx(9)
    # Twice as wide in every one of three dimensions: (2 - 1)^2 of each one's variance.
    assert frechet_distance(cloud, 2 * cloud) == pytest.approx(np.trace(np.cov(cloud.T)) + (cloud.mean(0) ** 2).sum())


def test_a_worse_tokenizer_has_worse_figures(motions):
    class Perfect:
        codes_per_latent_frame, bits_per_second, codebook_size = 1, 50.0, 1024

        def encode(self, features):
            self.features = features
            return np.arange(-(-len(features) // 4))[:, None, None]

        def decode(self, codes):
            return self.features

    class Shaky(Perfect):
        def decode(self, codes):
            return self.features + np.random.default_rng(0).normal(scale=0.05, size=self.features.shape)

    takes = [walk_about(seed, frames=120) for seed in range(20)]
    with torch.random.fork_rng():
        torch.manual_seed(0)
        evaluator = MotionAutoencoder(width=8, size=4).eval()
    perfect, shaky = (measured(tokenizer, takes, evaluator) for tokenizer in (Perfect(), Shaky()))
    assert perfect["mpjpe_mm"] < 0.1 and perfect["fid"] < 1e-3
    assert perfect["jitter_ratio"] == pytest.approx(1, abs=0.01)
    assert shaky["mpjpe_mm"] > 10 and shaky["fid"] > perfect["fid"] and shaky["jitter_ratio"] > 1.5
    assert perfect["codes_per_s"] == pytest.approx(5) and perfect["bits_per_s"] == pytest.approx(50)
    assert perfect["perplexity"] == pytest.approx(30)


def test_the_tables_keep_the_papers_order_and_claims_apart_from_ours(tmp_path):
    result = dict.fromkeys(
        (
            "rotation_deg",
            "fid",
            "skate_ratio",
            "jitter_ratio",
            "codes_per_s",
            "bits_per_s",
            "codebook",
            "perplexity",
            "encode_fps",
            "decode_fps",
            "numbers",
            "test_minutes",
            *(f"mpjpe_{part}_mm" for part in ("torso", "left_arm", "right_arm", "left_leg", "right_leg")),
        ),
        2.0,
    ) | {"device": "cpu"}
    results = {name: [] for name in LABELS} | {"vq": [result | {"mpjpe_mm": 40.0}, result | {"mpjpe_mm": 42.0}]}
    text = tables(results, 100, 2048)
    assert tuple(LABELS) == NAMES
    head, _, first, second = text.split("\n")[2:6]
    assert head.index("FID") < head.index("*paper: FID*")
    cells = [cell.strip() for cell in first.strip("|").split("|")]
    assert cells[:3] == ["VQ-VAE", "2", "41.0 ± 1.4"] and cells[-2:] == ["0.183", "47.5"]
    assert [cell.strip() for cell in second.strip("|").split("|")][1:4] == ["–", "–", "–"]
    page = tmp_path / "page.md"
    page.write_text("above\n<!-- tables -->\nold\n<!-- end of tables -->\nbelow\n")
    into_page(page, text)
    into_page(page, text)
    assert page.read_text() == f"above\n<!-- tables -->\n\n{text}\n<!-- end of tables -->\nbelow\n"
    page.write_text("nothing")
    with pytest.raises(MotionCtrlError, match="has no lines"):
        into_page(page, text)


def test_a_tokenizer_that_does_not_exist_is_named(capsys):
    arguments = ["evaluate", "tokenizers", "--motions", "m", "--cmu-dir", "c", "--out", "o", "--only", "vq,vqq"]
    assert main(arguments) == 2
    assert "no tokenizer 'vqq'" in capsys.readouterr().err
