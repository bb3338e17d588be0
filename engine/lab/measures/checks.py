"""Checks: what the metrics of a motion must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Check = tuple[str, str, float]  # metric, "<" or ">", value


def failed_checks(checks: Iterable[Check], values: Mapping[str, float]) -> tuple[str, ...]:
    """The checks that ``values`` do not meet, each with the value: ``forward_m > 1.5: 0.32``."""
    return tuple(
        f"{name} {sign} {value:g}: {values[name]:.2f}"
        for name, sign, value in checks
        if not (values[name] > value if sign == ">" else values[name] < value)
    )
