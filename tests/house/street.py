"""A small server for the gallery: its pages, and a `live` and a check-in that a test steers."""

from __future__ import annotations

import json
import mimetypes
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

STATIC = Path(__file__).parents[2] / "tercet" / "clinic" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
mimetypes.add_type("font/woff2", ".woff2")


class Street(ThreadingHTTPServer):
    """Serves `pages`; keeps what was posted; tells live streams what the test tells it."""

    daemon_threads = True

    def __init__(self, pages: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.pages = pages
        self.posted: list[tuple[str, dict[str, str]]] = []
        self.drawn = 0  # how often the board's fragment was asked for
        self.alarms: list[int] = []  # the alarms on the board that nobody has taken on
        self.fragment = 200  # the status the fragment is answered with
        self.reply = (200, "application/json", "heard")
        self.streams: list[queue.Queue[str | None]] = []
        self.silent = False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def at(self) -> str:
        return f"http://localhost:{self.server_port}"

    def tell(self, kind: str, **news: object) -> None:
        """Send one event to every open stream."""
        said = {"as_of": "2026-11-22T19:04:22+00:00", **news}
        for stream in self.streams:
            stream.put(f"event: {kind}\ndata: {json.dumps(said)}\n\n")

    def fall_silent(self) -> None:
        """Close the streams and open no more."""
        self.silent = True
        for stream in self.streams:
            stream.put(None)
        self.streams = []


class Door(BaseHTTPRequestHandler):
    """One request to the street."""

    server: Street
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        name = path.strip("/")
        if path == "/live/events" and not self.server.silent:
            self._stream()
        elif path == "/board/rows":
            self.server.drawn += 1
            rows = f"<p>drawn {self.server.drawn}</p><input id='note' aria-label='Note'>"
            rows += "".join(f"<p class='is-stop'><a data-take id='take-{n}'></a></p>"
                            for n in self.server.alarms)  # fmt: skip
            self._answer(self.server.fragment, "text/html", rows.encode())
        elif path.startswith("/static/") and (STATIC / path[8:]).is_file():
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            self._answer(200, kind, (STATIC / path[8:]).read_bytes())
        elif name in self.server.pages:
            self._answer(200, "text/html", self.server.pages[name].encode())
        else:
            self._answer(404, "text/plain", b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        fields = {key: value[-1] for key, value in parse_qs(body).items()}
        self.server.posted.append((urlsplit(self.path).path, fields))
        status, kind, says = self.server.reply
        if kind == "application/json":
            says = json.dumps({says: fields.get("once"), "says": "Noor saw it."})
        self._answer(status, kind, says.encode())

    def _stream(self) -> None:
        mine: queue.Queue[str | None] = queue.Queue()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        mine.put('event: hello\ndata: {"seq": 7, "as_of": "2026-11-22T19:04:20+00:00"}\n\n')
        self.server.streams.append(mine)
        while (said := mine.get()) is not None:
            try:
                self.wfile.write(said.encode())
                self.wfile.flush()
            except OSError:
                return
        self.close_connection = True

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Nothing is said of each request."""
