"""`tercet run` as it is: the real processes, started, killed, stopped, in a folder of its own."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from tercet.running import processes
from tercet.running.postgres import Cluster

READY_SECONDS = 60
STOP_SECONDS = 8  # five on a quiet machine


class Run:
    """One `tercet run`: its output so far, its processes, its end."""

    def __init__(self, var: Path, port: int, settings: dict[str, str]) -> None:
        self.var, self.port = var, port
        self.output = var.parent / f"output-{time.monotonic_ns()}"
        ours = {"TERCET_VAR": str(var), "TERCET_PORT": str(port)}
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "TERCET_"))}
        self.env = clean | ours | settings
        with self.output.open("wb") as out:
            self.parent = subprocess.Popen(
                [sys.executable, "-m", "tercet.running.command", "run"],
                env=self.env,
                stdout=out,
                stderr=out,
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def until(self, words: str, *, seconds: float = READY_SECONDS) -> "Run":
        def so() -> bool:
            return words in self.said or self.parent.poll() is not None

        assert processes.wait_until(so, seconds=seconds, pause=0.05), self.said
        assert words in self.said, self.said
        return self

    def pids(self, word: str = "tercet.running.command") -> list[int]:
        """Of every process of this folder's that has `word` among its arguments."""
        mark, found = f"TERCET_VAR={self.var}\0".encode(), []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (process / "environ").read_bytes():
                    words = (process / "cmdline").read_bytes().decode().split("\0")
                    found += [int(process.name)] if word in words else []
            except OSError:
                continue
        return found

    def answers(self, port: int) -> bool:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/ready")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False

    def end(self, number: int = signal.SIGTERM) -> int:
        self.parent.send_signal(number)
        return self.parent.wait(STOP_SECONDS * 3)


@pytest.fixture(scope="module")
def home():
    """A folder under a 0700 folder, in which everything of this file happens."""
    above = Path(tempfile.mkdtemp(prefix="tercet-test-"))
    yield above / "var"
    Cluster(above / "var").stop()
    shutil.rmtree(above)


@pytest.fixture
def start(home, free_ports):
    """Starts runs; whatever a test leaves of them is killed."""
    runs = []

    def begin(*, port: int | None = None, **settings: str) -> Run:
        runs.append(Run(home, port or free_ports(), settings))
        return runs[-1]

    yield begin
    for run in runs:
        if run.parent.poll() is None:
            run.parent.kill()
            run.parent.wait()
        processes.wait_until(lambda run=run: not run.pids(), seconds=2)


def people_in(home: Path) -> int:
    with psycopg.connect(Cluster(home).url()) as asked:
        return asked.execute("select count(*) from clinic_person").fetchone()[0]


def a_job_a_killed_worker_had_begun(home: Path) -> int:
    with psycopg.connect(Cluster(home).url(), autocommit=True) as owner:
        return owner.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status)"
            " values ('default', 'send-notices', '{\"alert\": 0, \"step\": 0}', 'doing')"
            " returning id"
        ).fetchone()[0]


def still_doing(home: Path, job: int) -> bool:
    with psycopg.connect(Cluster(home).url()) as asked:
        kept = asked.execute("select status from procrastinate_jobs where id = %s", [job])
        return kept.fetchone()[0] == "doing"


@pytest.mark.alone
def test_the_first_start_fills_a_demo_and_prints_how_to_sign_in(start, home):
    run = start().until("Ready in")
    assert f"Tercet is at http://127.0.0.1:{run.port}" in run.said
    for name in ("Maria", "Ana", "Noor", "Okafor", "Lee", "Priya", "Kim", "Dana", "Sam"):
        assert name in run.said
    assert run.said.count("/demo/") == 9
    assert people_in(home) >= 8

    began = time.monotonic()
    assert run.end(signal.SIGINT) == 0
    assert time.monotonic() - began < STOP_SECONDS
    assert run.pids() == [], "Ctrl-C left a process"
    assert not Cluster(home).status().running, "Ctrl-C left PostgreSQL"
    assert run.said.endswith("Everything is stopped; all data is kept.\n")


def test_the_second_start_keeps_all_and_a_second_copy_is_refused(start, home):
    run = start().until("Ready in")
    before = people_in(home)
    assert "Filling" not in run.said
    assert "Preparing" not in run.said

    second = start()
    assert second.parent.wait(20) == 1
    assert second.said == (
        f"Error: Tercet is already running at http://127.0.0.1:{run.port}"
        f" (process {run.parent.pid}).\n"
    )
    assert run.answers(run.port), "the second copy disturbed the first"

    forward = [sys.executable, "-m", "tercet.running.command", "demo", "forward", "1h30m"]
    done = subprocess.run(forward, env=run.env, capture_output=True, text=True)
    assert done.stdout == "The demo's clock is now 1:30:00 ahead of the real one.\n", done.stderr
    assert (home / "clock").read_text() == "5400\n"
    (home / "clock").unlink()
    assert people_in(home) == before
    assert run.end() == 0


def test_a_busy_port_is_said_before_anything_starts(start, home, free_ports):
    port = free_ports()
    with socket.create_server(("127.0.0.1", port)):
        run = start(port=port)
        assert run.parent.wait(20) == 1
    assert run.said.startswith(f"Error: Port {port} is in use by another program;")
    assert "TERCET_PORT=" in run.said
    assert run.said.count("\n") == 1
    assert not Cluster(home).status().running


def test_a_parent_killed_outright_leaves_nobody_and_the_next_start_works_at_once(start, home):
    run = start().until("Ready in")
    os.kill(run.parent.pid, signal.SIGKILL)
    run.parent.wait()
    again = start(port=run.port).until("Ready in")
    assert "Starting PostgreSQL" not in again.said, "it lives on and is joined"
    assert all(map(again.answers, (again.port, again.port + 1)))
    assert again.end() == 0
    assert again.pids() == []


def test_whoever_is_killed_comes_again(start, home):
    run = start().until("Ready in")
    begun = a_job_a_killed_worker_had_begun(home)
    for name in ("web", "live", "watch", "worker"):
        before = set(run.pids(name))
        assert before, name
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        run.until(f"Starting {name} again: it was killed by signal 9.", seconds=10)
    os.kill(Cluster(home).status().pid, signal.SIGKILL)
    run.until("PostgreSQL runs again.", seconds=20)
    doors = (run.port, run.port + 1)
    assert processes.wait_until(lambda: all(map(run.answers, doors)), seconds=20), run.said
    assert processes.wait_until(lambda: not still_doing(home, begun), seconds=20), run.said
    beat = home / "watch.beat"
    lost = time.time()
    assert processes.wait_until(lambda: beat.stat().st_mtime > lost, seconds=20), "nobody watches"
    assert run.end(signal.SIGHUP) == 0
    assert run.pids() == []
    assert not Cluster(home).status().running


def test_a_database_nobody_answers_at_is_one_sentence(start, home):
    run = start(DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert run.parent.wait(20) == 1
    assert run.said.startswith("Error: The database that DATABASE_URL names cannot be reached:")
    assert run.said.count("\n") == 1


def test_what_keeps_it_from_starting_is_said_and_nothing_is_left(start, home):
    run = start(EMAIL_URL="smtp://localhost:none")
    assert run.parent.wait(30) == 1
    assert "does not start: ValueError: Port could not be cast" in run.said
    assert run.pids() == []
    assert not Cluster(home).status().running
