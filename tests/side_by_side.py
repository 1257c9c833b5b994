"""How the tests share the machine when several processes run them, as `make test` does.

A file of tests is never divided: what it makes once is made once. The journeys share one running
Tercet, so they stay together. A test marked `alone` measures, by a clock, what a loaded machine
would do later: it waits until no other test runs, and none begins before it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.postgres_plugin import VAR

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
TOGETHER = ("tests/journeys",)
# What takes longest begins first, so that no process is left with it when the others are done.
LONG_FIRST = (
    "tests/journeys",
    "tests/clinic/asking/test_year.py",
    "tests/running/test_truth_under_kills.py",
    "tests/house/test_routes.py",
    "tests/decisions/test_panel.py",
    "tests/running/test_run.py",
    "tests/running/test_bootstrap.py",
    "tests/house/test_gallery.py",
)
PORTS_EACH = 2_000
# The folder of the process that gives out the tests; its workers are told.
TURNS = Path(os.environ.setdefault("TERCET_TESTS_TURNS", str(VAR)))


def first_port(base: int) -> int:
    """Where this process begins to look for free ports: never where another of this run does."""
    number = int(WORKER.removeprefix("gw") or 0)
    return base + number * PORTS_EACH + os.getpid() % (PORTS_EACH // 2) * 2


def piece(nodeid: str) -> str:
    """What stays in one process: a file, or a folder of files that share something big."""
    file = nodeid.partition("::")[0]
    return next((each for each in TOGETHER if file.startswith(f"{each}/")), file)


def longest_first(pieces: list[str]) -> list[str]:
    """The pieces in the order in which they begin."""

    def place(one: str) -> int:
        found = (n for n, long in enumerate(LONG_FIRST) if one.startswith(long))
        return next(found, len(LONG_FIRST))

    return sorted(pieces, key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Pieces go to whichever process is free."""
    from xdist.scheduler import LoadScopeScheduling

    class Pieces(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return piece(nodeid)

        def _assign_work_unit(self, node) -> None:
            for one in longest_first(list(self.workqueue)):
                self.workqueue.move_to_end(one)
            super()._assign_work_unit(node)

    return Pieces(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Tests hold the machine together, one that is marked `alone` by itself."""
    if not WORKER:
        return (yield)
    with the_machine(alone=item.get_closest_marker("alone") is not None):
        return (yield)


@contextmanager
def the_machine(*, alone: bool) -> Iterator[None]:
    """Who waits to be alone holds the door, so that nobody else goes in meanwhile."""
    with (TURNS / "room").open("a") as room:
        with one_at_a_time("door"):
            fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """What processes of one run may not do at the same moment."""
    with (TURNS / name).open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
