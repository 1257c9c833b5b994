"""How the tests share the machine: what stays together, whose ports are whose, who is alone."""

import threading
from pathlib import Path

import pytest

from tercet.running import processes
from tests import side_by_side
from tests.house.house_words import ROOT


def test_a_file_is_one_piece_and_the_journeys_are_one_together():
    for id, piece in (
        ("tests/decisions/test_gate.py::test_one[a::b]", "tests/decisions/test_gate.py"),
        ("tests/journeys/test_walk.py::test_one", "tests/journeys"),
        ("tests/journeys/test_asking.py::test_two[x]", "tests/journeys"),
        ("tests/journeys_of_others/test_one.py::test_one", "tests/journeys_of_others/test_one.py"),
    ):
        assert side_by_side.piece(id) == piece


def test_what_takes_longest_begins_first_and_the_rest_stays_in_order():
    long = list(side_by_side.LONG_FIRST)
    others = ["tests/a.py", "tests/b.py"]
    assert side_by_side.longest_first([*others, *reversed(long)]) == [*long, *others]


def test_what_is_named_as_long_is_there():
    assert [each for each in side_by_side.LONG_FIRST if not (ROOT / each).exists()] == []


def test_two_processes_never_look_for_a_port_in_the_same_place(monkeypatch):
    for pid in (1, 999, 1000, 4321):
        monkeypatch.setattr(side_by_side.os, "getpid", lambda pid=pid: pid)
        found = []
        for worker in ("", "gw1", "gw2", "gw3"):
            monkeypatch.setattr(side_by_side, "WORKER", worker)
            found.append((side_by_side.first_port(24_000) - 24_000) // side_by_side.PORTS_EACH)
        assert found == [0, 1, 2, 3]


@pytest.fixture
def room(tmp_path: Path, monkeypatch):
    """`room("ann", alone=True)` is somebody who goes in, in a thread, and stays until sent out."""
    monkeypatch.setattr(side_by_side, "TURNS", tmp_path)
    inside, leave, threads = set(), {}, []

    def enter(name: str, *, alone: bool) -> None:
        leave[name] = threading.Event()

        def stay() -> None:
            with side_by_side.the_machine(alone=alone):
                inside.add(name)
                leave[name].wait(30)
                inside.discard(name)

        threads.append(threading.Thread(target=stay, daemon=True))
        threads[-1].start()

    enter.inside, enter.leave = inside, leave
    yield enter
    for event in leave.values():
        event.set()
    for thread in threads:
        thread.join(30)


def soon(so) -> bool:
    return processes.wait_until(so, seconds=20, pause=0.01)


def never(so) -> bool:
    return not processes.wait_until(so, seconds=0.3, pause=0.01)


def test_who_is_alone_waits_for_all_and_nobody_goes_in_meanwhile(room):
    for name in ("ann", "ben"):
        room(name, alone=False)
    assert soon(lambda: room.inside == {"ann", "ben"})
    room("cleo", alone=True)
    assert never(lambda: "cleo" in room.inside)
    room("dora", alone=False)
    assert never(lambda: "dora" in room.inside), "she would keep Cleo waiting for ever"
    room.leave["ann"].set()
    assert never(lambda: "cleo" in room.inside)
    room.leave["ben"].set()
    assert soon(lambda: room.inside == {"cleo"})
    assert never(lambda: "dora" in room.inside)
    room.leave["cleo"].set()
    assert soon(lambda: room.inside == {"dora"})


def test_what_is_done_in_turn_is_done_by_one(tmp_path, monkeypatch):
    monkeypatch.setattr(side_by_side, "TURNS", tmp_path)
    done = threading.Event()
    with side_by_side.one_at_a_time("making"):
        threading.Thread(target=lambda: _take(done), daemon=True).start()
        assert not done.wait(0.3)
    assert done.wait(20)


def _take(done: threading.Event) -> None:
    with side_by_side.one_at_a_time("making"):
        done.set()
