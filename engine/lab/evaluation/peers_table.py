"""The tables of docs/tokenizers.md."""

from __future__ import annotations

from pathlib import Path
from statistics import mean, stdev
from types import MappingProxyType

from ...body.layout import PARTS
from ...errors import MotionCtrlError

# In the order of the paper's Table 4; what it has no row for comes last.
LABELS = MappingProxyType(
    {
        "vq": "VQ-VAE",
        "rq-6": "RQ-VAE, 6 layers",
        "rq-8": "RQ-VAE, 8 layers",
        "lfq-2d": "2D-LFQ",
        "fsq": "FSQ",
        "prq-4-apart": "PRQ, 4 layers, no shared joints",
        "prq-4": "**PRQ, 4 layers**",
        "prq-6": "PRQ, 6 layers",
        "dsft": "DSFT",
    }
)
# FID and MPJPE in mm on HumanML3D, "MotionCtrl" Table 4.
_CLAIMS = MappingProxyType(
    {
        "vq": ("0.183", "47.5"),
        "rq-6": ("0.032", "23.6"),
        "rq-8": ("0.009", "20.4"),
        "lfq-2d": ("0.092", "45.6"),
        "fsq": ("0.051", "35.0"),
        "prq-4-apart": ("0.042", "19.9"),
        "prq-4": ("0.007", "14.1"),
        "prq-6": ("0.004", "13.6"),
    }
)
# Heading, key of the result, format.
_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("MPJPE mm", "mpjpe_mm", ".1f"),
    ("rotation °", "rotation_deg", ".2f"),
    ("FID", "fid", ".3f"),
    ("skate ×", "skate_ratio", ".2f"),
    ("jitter ×", "jitter_ratio", ".2f"),
    ("codes/s", "codes_per_s", ".0f"),
    ("bits/s", "bits_per_s", ".0f"),
)
_COSTS: tuple[tuple[str, str, str], ...] = (
    ("codes there are", "codebook", ".0f"),
    ("perplexity", "perplexity", ".0f"),
    ("encode fps", "encode_fps", ".0f"),
    ("decode fps", "decode_fps", ".0f"),
    ("parameters", "numbers", ",.0f"),
)
_FROM, _TO = "<!-- tables -->", "<!-- end of tables -->"


def tables(results: dict[str, list[dict]], steps: int, frames: int) -> str:
    """Markdown of all results (by tokenizer, one entry a seed); a dash where nothing has been measured."""
    first = _table(
        ("tokenizer", "seeds", *(column[0] for column in _COLUMNS), "*paper: FID*", "*paper: MPJPE mm*"),
        [
            (label, str(len(results[name]) or "–"), *_cells(results[name], _COLUMNS), *_CLAIMS.get(name, ("", "")))
            for name, label in LABELS.items()
        ],
    )
    parts = tuple((part.replace("_", " "), f"mpjpe_{part}_mm", ".1f") for part in PARTS)
    second = _table(
        ("tokenizer, MPJPE mm", *(column[0] for column in parts)),
        [(label, *_cells(results[name], parts)) for name, label in LABELS.items()],
    )
    third = _table(
        ("tokenizer", *(column[0] for column in _COSTS)),
        [(label, *_cells(results[name], _COSTS)) for name, label in LABELS.items()],
    )
    found = [result for entries in results.values() for result in entries]
    about = f"{steps} steps of {frames} frames each."
    if found:
        devices = ", ".join(sorted({result["device"] for result in found}))
        about += f" {found[0]['test_minutes']:.1f} minutes of test trials; speeds on: {devices}."
    return f"{about}\n\n{first}\n\n{second}\n\n{third}\n"


def into_page(page: Path, text: str) -> None:
    """Put ``text`` between the two marking lines of a Markdown page."""
    before, start, rest = page.read_text(encoding="utf-8").partition(_FROM)
    _, end, after = rest.partition(_TO)
    if not (start and end):
        raise MotionCtrlError(f"{page} has no lines {_FROM!r} and {_TO!r}; write them where the tables belong.")
    page.write_text(f"{before}{_FROM}\n\n{text}\n{_TO}{after}", encoding="utf-8")


def _cells(entries: list[dict], columns: tuple[tuple[str, str, str], ...]) -> list[str]:
    """Figures of one tokenizer: mean ± deviation over seeds, a dash where there is none."""
    cells = []
    for _, key, how in columns:
        values = [entry[key] for entry in entries]
        cell = format(mean(values), how) if values else "–"
        if len(values) > 1 and stdev(values) > 0:
            cell += f" ± {stdev(values):{how}}"
        cells.append(cell)
    return cells


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---", *["---:"] * (len(head) - 1)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
