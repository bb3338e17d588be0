"""A stand-in for the model hub on this machine: the same addresses and headers over real HTTP, and faults on demand.

Large files are answered with a redirection to another address, as the hub does.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """What the server serves and how it misbehaves.

    cuts: after how many bytes of a file each of the next answers is cut off, by file. statuses: what
    the next requests of a path's end are answered with instead (status, headers). corrupt: files of
    which a byte is turned. ranges: whether it can send parts of files. slow: seconds before each block
    of 64 KiB. asked: (file, Range header) of every request for a file's content.
    """

    files: dict[str, bytes]
    name: str = "someone/model"
    commit: str = COMMIT
    card: dict = field(default_factory=lambda: {"license": "apache-2.0"})
    cuts: dict[str, list[int]] = field(default_factory=dict)
    statuses: dict[str, list[tuple[int, dict]]] = field(default_factory=dict)
    corrupt: set[str] = field(default_factory=set)
    ranges: bool = True
    slow: float = 0.0
    asked: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""

    @classmethod
    def of_folder(cls, folder: Path) -> Hub:
        return cls({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})

    def stored(self, name: str) -> bool:
        """Whether the hub keeps it in large file storage."""
        return name.endswith((".gguf", ".safetensors"))

    def listing(self) -> dict:
        siblings = []
        for name, data in sorted(self.files.items()):
            blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            entry = {"rfilename": name, "size": len(data), "blobId": blob}
            if self.stored(name):
                entry["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 134}
            siblings.append(entry)
        tags = [f"license:{self.card['license']}"] if "license" in self.card else []
        return {
            "id": self.name,
            "sha": self.commit,
            "siblings": siblings,
            "cardData": self.card,
            "tags": tags,
            "private": False,
            "gated": False,
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, *_) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        hub, path = self.hub, unquote(urlsplit(self.path).path)
        for end, queue in hub.statuses.items():
            if path.endswith(end) and queue:
                status, headers = queue.pop(0)
                self._send(status, b"{}", headers, body)
                return
        if path.startswith("/api/models/"):
            name, _, revision = path.removeprefix("/api/models/").partition("/revision/")
            if name != hub.name:
                self._send(401, b"{}", {"X-Error-Code": "RepoNotFound"}, body)
            elif revision not in ("main", "v1", hub.commit):
                self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound"}, body)
            else:
                self._send(200, json.dumps(hub.listing()).encode(), {"Content-Type": "application/json"}, body)
        elif path.startswith(f"/{hub.name}/resolve/"):
            name = path.rpartition("/")[2]
            if name not in hub.files:
                self._send(404, b"", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": hub.commit}, body)
            elif hub.stored(name):
                data = hub.files[name]
                headers = {"Location": f"/storage/{name}", "X-Repo-Commit": hub.commit, "X-Linked-Size": str(len(data))}
                headers["X-Linked-ETag"] = f'"{hashlib.sha256(data).hexdigest()}"'
                self._send(302, b"", headers, body)
            else:
                self._file(name, body)
        elif path.startswith("/storage/"):
            self._file(path.rpartition("/")[2], body)
        else:
            self._send(404, b"", {}, body)

    def _send(self, status: int, data: bytes, headers: dict, body: bool) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        if body:
            self.wfile.write(data)

    def _file(self, name: str, body: bool) -> None:
        hub, data = self.hub, self.hub.files[name]
        asked = self.headers.get("Range", "")
        if body:
            hub.asked.append((name, asked))
        start = int(asked.removeprefix("bytes=").rstrip("-") or 0) if asked and hub.ranges else 0
        if start >= len(data) > 0:
            self._send(416, b"", {"Content-Range": f"bytes */{len(data)}"}, body)
            return
        content = bytearray(data)
        if name in hub.corrupt:
            content[len(content) // 2] ^= 1
        self.send_response(206 if asked and hub.ranges else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.send_header("ETag", f'"{hashlib.sha1(data).hexdigest()}"')
        self.send_header("X-Repo-Commit", hub.commit)
        if asked and hub.ranges:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        if not body:
            return
        end = len(data)
        if hub.cuts.get(name):
            end = min(end, start + hub.cuts[name].pop(0))
        try:
            for place in range(start, end, 1 << 16):
                if hub.slow:
                    time.sleep(hub.slow)
                self.wfile.write(content[place : min(place + (1 << 16), end)])
        except OSError:
            pass  # the other side has gone
        if end < len(data):
            self.close_connection = True
            self.connection.close()


@contextmanager
def serve(hub: Hub) -> Iterator[Hub]:
    """Serves until the end of the with block; ``hub.address`` says where."""
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
