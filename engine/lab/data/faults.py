"""Files of the bundled CMU subset that are not what the list says they are."""

from __future__ import annotations

# Bit for bit the windows of another trial (subjects 35, 39 and 55, walking) under a second, wrong name: they
# would put the same motion on both sides of a split, and call walking "kick ball" or "sit on stepstool".
COPIES = frozenset(
    [f"08_{trial:02d}_w{window}" for trial in (2, 3, 6, 8, 9, 10) for window in (3, 4)]
    + [f"08_{trial:02d}_w{window}" for trial in (4, 5, 7, 11) for window in (1, 2)]
    + [f"10_{trial:02d}_w{window}" for trial in (2, 5, 6) for window in (1, 2, 3)]
    + [f"10_04_w{window}" for window in (3, 4, 5)]
    + [f"13_04_w{window}" for window in (1, 2)]
)
