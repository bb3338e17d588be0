"""HTTP with the standard library: whole small answers, and the rest of a large file.

Blender's Python has no huggingface_hub, and bundling it would bring some twenty packages that other
add-ons bring in other versions; the few requests that a model takes need none of them.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

BLOCK = 1 << 16
TIMEOUT = 10.0  # seconds without a byte until a connection counts as lost
_SMALL = 4 << 20
_TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)


class Stopped(Exception):
    """The caller's ``stopped`` returned True."""


class Unreachable(Exception):
    """No answer, or one that may be different later; ``wait`` is how long the server asks to wait (s)."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Refused(Exception):
    """An answer that trying again does not change; ``code`` is the hub's word for it, if it has one."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"it answers {status}")
        self.status, self.code = status, code


def get_bytes(url: str) -> bytes:
    """A small answer's body. Raises Unreachable and Refused."""
    with _request(url) as response:
        body = _read(response, _SMALL + 1)
        expected = response.headers.get("Content-Length")
    if len(body) > _SMALL:
        raise Refused(200, "TooLarge")
    if expected is not None and len(body) < int(expected):
        raise Unreachable("the connection was cut")
    return body


def get_json(url: str) -> object:
    """A small answer as JSON. Raises Unreachable and Refused."""
    try:
        return json.loads(get_bytes(url))
    except ValueError as error:
        raise Refused(200, "NotJson") from error


def get_rest(url: str, path: Path, size: int, arrived: Callable[[int], None], stopped: Callable[[], bool]) -> None:
    """Append what ``path`` still lacks to its ``size`` bytes; ``arrived`` gets the bytes of each block.

    A server that can't send ranges sends the file from its beginning, which ``arrived`` learns as a
    negative number. Raises Stopped, Unreachable and Refused, and OSError of the disk; what has come
    by then stays.
    """
    have = path.stat().st_size if path.exists() else 0
    if have > size:
        path.unlink()
        arrived(-have)
        have = 0
    if have == size:
        path.touch()
        return
    with _request(url, have) as response:
        if have and not _continues(response, have):
            arrived(-have)
            have = 0
        with path.open("ab" if have else "wb") as file:
            while have < size:
                if stopped():
                    raise Stopped
                block = _read(response, min(BLOCK, size - have))
                if not block:
                    raise Unreachable("the connection was cut")
                file.write(block)
                have += len(block)
                arrived(len(block))


def _continues(response: http.client.HTTPResponse, start: int) -> bool:
    return response.status == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {start}-")


def _read(response: http.client.HTTPResponse, count: int) -> bytes:
    try:
        return response.read(count)
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(_words(error)) from error


@contextmanager
def _request(url: str, start: int = 0) -> Iterator[http.client.HTTPResponse]:
    # identity: a compressed answer's bytes could neither be counted nor continued.
    headers = {"User-Agent": "MotionCtrl", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    try:
        response = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        with error:
            if error.code in _TRY_AGAIN:
                raise Unreachable(f"it answers {error.code}", _asked_wait(error.headers)) from error
            raise Refused(error.code, error.headers.get("X-Error-Code", "")) from error
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(_words(error)) from error
    except ValueError as error:
        raise Refused(0, "NotAnAddress") from error
    with response:
        yield response


def _asked_wait(headers: http.client.HTTPMessage) -> float | None:
    """Seconds that a busy server asks to wait: Retry-After, or the t of the hub's ratelimit header."""
    asked = headers.get("Retry-After", "")
    if not asked.isdigit():
        asked = headers.get("ratelimit", "").rpartition("t=")[2].strip()
    return float(asked) if asked.isdigit() else None


def _words(error: Exception) -> str:
    """What went wrong, short, without a final stop."""
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return "it does not answer"
    if isinstance(error, http.client.IncompleteRead):
        return "the connection was cut"
    text = getattr(reason, "strerror", None) or str(reason) or type(error).__name__
    return str(text).splitlines()[0].rstrip(".")
