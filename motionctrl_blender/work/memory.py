"""How much memory this process holds."""

from __future__ import annotations

import os
from pathlib import Path

_STATUS = Path("/proc/self/statm")


def megabytes() -> int | None:
    """Resident memory in MB; None where the system doesn't tell (only Linux does without a package)."""
    try:
        pages = int(_STATUS.read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000
