"""``python -m engine VERB``, see ``cli.main``."""

import os
import sys

# The matrices of the depth decoder are so small that numpy's threads only get in each other's way;
# this must be set before numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from .cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
