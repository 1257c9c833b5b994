"""`python -m tests.mutation.forks PATTERN MANY`: try each mutant in a fork of one warm process.

Run in a copy. The tests are collected once, with no mutant active. One round in forks hears which
test reaches which function; then each mutant is woken in a fork of its own, and the tests that
reach it are asked, the likely ones first, until one notices.

The first process never runs a test: one that has used Polars has threads, and its forks would
wait for them for ever.
"""

import json
import os
import re
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.copies import ALONE, EXAMPLES, named_after
from tests.mutation.mutants import broken_in, file_of, function_of, keep

PATIENCE = 10  # a test may take this many times as long as it takes unbroken, and as many seconds
OTHERS = 200  # tests of other files that are asked; who breaks a thing should hear it nearby
SURVIVED, UNREACHED, NOTICED, SLOW = "survived", "reached by no test", "noticed", "took too long"


class Trial:
    """A plugin of pytest that, for its loop, tries mutants."""

    def __init__(self, copy: Path, mutants: list[str], many: int) -> None:
        self.copy, self.mutants, self.many = copy, mutants, many
        self.items: list[pytest.Item] = []
        self.reached_by: dict[str, list[int]] = defaultdict(list)
        self.seconds: list[float] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = session.items
        self._hear()
        ends = self._try()
        print(
            *(f"{many} {end}" for end, many in Counter(ends.values()).items()), sep=", ", flush=True
        )
        keep(self.copy, [name for name, end in ends.items() if end in (SURVIVED, UNREACHED)])
        return True

    def _hear(self) -> None:
        """Which test reaches which function, and how long each takes."""
        self.seconds = [0.0] * len(self.items)
        for test, passed, seconds, functions in self._in_forks(self._heard_by):
            if not passed:
                sys.exit(f"Fails before anything is broken: {self.items[test].nodeid}")
            self.seconds[test] = seconds
            for function in functions:
                self.reached_by[function].append(test)

    def _heard_by(self, worker: int) -> Iterable[tuple]:
        import mutmut.mutation.trampoline as trampoline

        reached: set[str] = set()
        trampoline.record_trampoline_hit = lambda name, caller=None: reached.add(name)
        trampoline.set_mutant_under_test("stats")
        mine = range(worker, len(self.items), self.many)
        for test in mine:
            reached.clear()
            since = time.monotonic()
            passed = self._passes(test, test + self.many)
            yield test, passed, time.monotonic() - since, sorted(reached)

    def _try(self) -> dict[str, str]:
        """How each mutant ended, by its name."""
        return dict(self._in_forks(self._tried_by))

    def _tried_by(self, worker: int) -> Iterable[tuple]:
        functions = [list(names) for _, names in groupby(self.mutants, key=function_of)]
        for names in functions[worker :: self.many]:
            tests = self._nearest(names[0])
            for name in names:
                noticed, end = self._fork_of(name, tests)
                if noticed is not None:  # what noticed one mutant will likely notice the next
                    tests.remove(noticed)
                    tests.insert(0, noticed)
                if end in (SURVIVED, UNREACHED):
                    print(f"{name}: {end}", flush=True)
                yield name, end

    def _nearest(self, mutant: str) -> list[int]:
        """The tests that bear the name of its file, and the quickest of the others it is met in."""
        reached = sorted(self.reached_by[function_of(mutant)], key=self.seconds.__getitem__)
        file = file_of(mutant)
        near = [test for test in reached if named_after(file, self.items[test].path.stem)]
        return near + [test for test in reached if test not in near][:OTHERS]

    def _fork_of(self, mutant: str, tests: list[int]) -> tuple[int | None, str]:
        if not tests:
            return None, UNREACHED
        hears, tells = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(hears)
            self._ask(mutant, tests, tells)
        os.close(tells)
        with os.fdopen(hears) as pipe:
            said = pipe.read()
        _, status = os.waitpid(child, 0)
        if said:
            return int(said), NOTICED
        return None, SURVIVED if status == 0 else SLOW

    def _ask(self, mutant: str, tests: list[int], tells: int) -> None:
        """In a fork: say on the pipe which test noticed, or nothing; never returns."""
        import mutmut.mutation.trampoline as trampoline

        trampoline.set_mutant_under_test(mutant)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        for test, following in zip(tests, [*tests[1:], len(self.items)], strict=True):
            signal.alarm(round(PATIENCE * (1 + self.seconds[test])))
            try:
                noticed = not self._passes(test, following)
            except BaseException:  # a mutant may break pytest itself; that is noticed too
                noticed = True
            if noticed:
                os.write(tells, str(test).encode())
                os._exit(1)
        os._exit(0)

    def _passes(self, test: int, following: int) -> bool:
        item = self.items[test]
        then = self.items[following] if following < len(self.items) else None
        return not any(report.failed for report in runtestprotocol(item, nextitem=then, log=False))

    def _in_forks(self, work: Callable[[int], Iterable[tuple]]) -> Iterable[tuple]:
        """What `work` yields for each worker, each in a fork of its own, as it comes to its end."""
        files = [self.copy / f"{work.__name__}-{worker}.json" for worker in range(self.many)]
        children = []
        for worker, file in enumerate(files):
            child = os.fork()
            if child == 0:
                _write(work(worker), file)
            children.append(child)
        if any([os.waitpid(child, 0)[1] for child in children]):
            sys.exit(f"{work.__name__} came to no end; what stopped it is above.")
        for file in files:
            with file.open() as lines:
                yield from map(json.loads, lines)


def _write(found: Iterable[tuple], file: Path) -> None:
    """In a fork: each thing found as a line of the file; never returns."""
    try:
        with file.open("w") as lines:
            for each in found:
                print(json.dumps(each), file=lines, flush=True)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def main(pattern: str, many: str) -> int:
    """0 if the mutants were tried; what survived is kept beside the copy."""
    copy = Path.cwd()
    mutants = [name for name in broken_in(copy) if re.search(pattern, name)]
    print(f"{len(mutants)} mutants", flush=True)
    trial = Trial(copy, mutants, int(many))
    return pytest.main([*ALONE, *EXAMPLES], plugins=[trial])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
