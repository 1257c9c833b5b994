"""The watch goes on: past a bad row, past a PostgreSQL that went away, and says that it lives."""

import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import OperationalError

from tercet.running import processes
from tercet.running.watch import MOST_AT_ONCE, Deadman, Watch


class Deed:
    """A deed with so many left to do; `trouble` is raised instead while it is set."""

    def __init__(self, left: int = 0) -> None:
        self.left = left
        self.done = 0
        self.trouble: Exception | None = None

    def __call__(self, *, now):
        if self.trouble:
            raise self.trouble
        if self.left == 0:
            return None
        self.left -= 1
        self.done += 1
        return object()


@pytest.fixture
def silence():
    return Deed()


@pytest.fixture
def ladder():
    return Deed()


@pytest.fixture
def watch(silence, ladder, evening, tmp_path):
    return Watch((silence, ladder), now=lambda: evening, beat=tmp_path / "watch.beat")


def test_one_look_does_everything_that_is_due(watch, silence, ladder):
    silence.left, ladder.left = 3, 2
    assert watch.look()
    assert (silence.done, ladder.done) == (3, 2)
    assert watch.beat.exists()


def test_a_bad_row_does_not_keep_the_ladder_from_climbing(watch, silence, ladder, caplog):
    silence.trouble, ladder.left = ValueError("a row nobody foresaw"), 1
    assert not watch.look()
    assert ladder.done == 1
    assert "the watch goes on" in caplog.text
    assert not watch.beat.exists(), "a look that failed is no sign of life"


def test_a_deed_that_is_never_done_does_not_keep_the_ladder_from_climbing(watch, silence, ladder):
    silence.left, ladder.left = MOST_AT_ONCE + 5, 1
    watch.look()
    assert (silence.done, ladder.done) == (MOST_AT_ONCE, 1)


def test_a_lost_postgres_is_said_once_and_its_return_once(watch, silence, caplog):
    caplog.set_level(logging.WARNING)
    silence.trouble = OperationalError("server closed the connection")
    assert [watch.look() for _ in range(3)] == [False, False, False]
    silence.trouble = None
    assert [watch.look() for _ in range(2)] == [True, True]
    assert [r.message.split(":")[0] for r in caplog.records] == [
        "the watch cannot reach PostgreSQL and goes on trying",
        "the watch reaches PostgreSQL again after 0 s",
    ]


@pytest.fixture
def switch():
    """A dead-man's switch that counts who calls."""
    calls = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *told):
            pass

    with HTTPServer(("127.0.0.1", 0), Counting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/alive", calls
        server.shutdown()


def test_the_switch_is_called_at_most_once_a_minute(switch, monkeypatch):
    url, calls = switch
    deadman = Deadman(url)
    deadman.ping()
    deadman.ping()
    assert processes.wait_until(lambda: calls == ["/alive"], seconds=20)
    deadman.due -= 60
    deadman.ping()
    assert processes.wait_until(lambda: calls == ["/alive", "/alive"], seconds=20)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "not an address"])
def test_a_switch_that_does_not_answer_is_only_logged(url, caplog):
    Deadman(url).ping()
    assert processes.wait_until(lambda: caplog.records, seconds=20)
    assert caplog.records[0].levelname == "WARNING"


def test_without_a_switch_nothing_is_called():
    Deadman(None).ping()
