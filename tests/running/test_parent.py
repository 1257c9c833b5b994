"""One parent over toy children: real processes, real kills, nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tercet.running import processes
from tercet.running.parent import Child, Parent

ROOT = Path(__file__).parents[2]
SLEEPS = "import time; time.sleep(60)"
IGNORES_BEING_ASKED = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
)
# A child with a child of its own, as web has; each holds the leash.
WITH_A_CHILD = """
import os, sys, time
from pathlib import Path
from tercet.running import leash
leash.hold()
mine = Path(sys.argv[1] + ".grandchild" if os.fork() == 0 else sys.argv[1])
mine.write_text(str(os.getpid()))
time.sleep(60)
"""


@pytest.fixture
def said():
    return []


@pytest.fixture
def parent(var, said):
    made = Parent(var, said.append)
    yield made
    made.stop(patience=0.2)


def child(name: str, code: str, *arguments: str) -> Child:
    return Child(name, (sys.executable, "-c", code, *arguments), {"PYTHONPATH": str(ROOT)})


def look_until(parent: Parent, true, *, seconds: float = 30.0) -> bool:
    def looked() -> bool:
        parent.look_after()
        return true()

    return processes.wait_until(looked, seconds=seconds, pause=0.02)


def pid_in(path: Path) -> int:
    assert processes.wait_until(lambda: path.exists() and path.read_text() != "", seconds=30)
    return int(path.read_text())


def test_a_fallen_child_is_started_again_and_said(parent, said):
    parent.start(child("worker", SLEEPS))
    first = parent.children[0].process.pid
    os.kill(first, signal.SIGKILL)
    assert look_until(parent, lambda: (p := parent.children[0].process) and p.pid != first)
    assert said == ["Starting worker again: it was killed by signal 9."]


def test_a_child_that_keeps_falling_is_tried_less_and_less_often(parent, said):
    parent.start(child("worker", "raise SystemExit('no database')"))
    assert look_until(parent, lambda: parent.children[0].falls == 3)
    assert parent.children[0].pause == pytest.approx(0.4)
    assert "no database" in said[0]


def test_when_a_child_falls_its_own_children_go_with_it(parent, var):
    parent.start(child("web", WITH_A_CHILD, str(var / "pid")))
    grandchild = pid_in(var / "pid.grandchild")
    os.kill(pid_in(var / "pid"), signal.SIGKILL)
    assert look_until(parent, lambda: not processes.alive(grandchild))


@pytest.mark.alone
def test_stopping_leaves_none_not_even_the_deaf(parent, var):
    parent.start(child("deaf", IGNORES_BEING_ASKED))
    parent.start(child("web", WITH_A_CHILD, str(var / "pid")))
    pids = [r.process.pid for r in parent.children] + [pid_in(var / "pid.grandchild")]
    began = time.monotonic()
    parent.stop(patience=0.3)
    assert time.monotonic() - began < 2
    assert processes.wait_until(lambda: not any(map(processes.alive, pids)), seconds=1)


def test_what_a_child_warns_of_is_said_and_the_rest_only_logged(parent, said, var):
    talks = (
        "import sys, time\n"
        "print('INFO a quiet line', file=sys.stderr)\n"
        "print('WARNING django.request: Not Found: /favicon.ico', file=sys.stderr)\n"
        "print('2026 ERROR tercet.watch: PostgreSQL is gone', file=sys.stderr, flush=True)\n"
        "time.sleep(60)"
    )
    parent.start(child("watch", talks))
    assert look_until(parent, lambda: said)
    assert said == ["watch: 2026 ERROR tercet.watch: PostgreSQL is gone"]
    assert "a quiet line" in (var / "log" / "watch.log").read_text()


def test_half_a_line_is_not_said(parent, said):
    talks = (
        "import sys, time\n"
        "print('ERROR half', file=sys.stderr, end='', flush=True); time.sleep(0.3)\n"
        "print(' and half', file=sys.stderr, flush=True); time.sleep(60)"
    )
    parent.start(child("watch", talks))
    assert look_until(parent, lambda: said)
    assert said == ["watch: ERROR half and half"]


@pytest.mark.alone
def test_when_the_parent_is_killed_every_child_goes_within_a_second(var):
    code = (
        "import sys, time; from pathlib import Path\n"
        "from tercet.running.parent import Child, Parent\n"
        "var = Path(sys.argv[1]); parent = Parent(var, print)\n"
        "argv = (sys.executable, '-c', sys.argv[2], str(var / 'pid'))\n"
        "parent.start(Child('web', argv, {})); time.sleep(60)"
    )
    var.mkdir()
    argv = [sys.executable, "-c", code, str(var), WITH_A_CHILD]
    with subprocess.Popen(argv, env={**os.environ, "PYTHONPATH": str(ROOT)}) as killed:
        pids = pid_in(var / "pid"), pid_in(var / "pid.grandchild")
        killed.kill()
        killed.wait()
    assert processes.wait_until(lambda: not any(map(processes.alive, pids)), seconds=1.5)


@pytest.mark.alone
def test_when_webs_first_process_is_killed_its_workers_go_too(parent, var):
    """Even before the parent looks: they must not serve on a port the next web needs."""
    parent.start(child("web", WITH_A_CHILD, str(var / "pid")))
    grandchild = pid_in(var / "pid.grandchild")
    os.kill(pid_in(var / "pid"), signal.SIGKILL)
    parent.children[0].process.wait()
    assert processes.wait_until(lambda: not processes.alive(grandchild), seconds=1.5)
