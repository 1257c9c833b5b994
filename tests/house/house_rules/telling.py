"""Time and chance are told, never asked: below the door nobody looks at a clock."""

import ast
from collections.abc import Iterator

from house_rules.source import HouseRule, Source, dotted, functions, imported
from house_rules.writing import is_orm_write, is_writing_sql

CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now",
    "clock.now", "time.time", "time.monotonic",
    "time.perf_counter", "time.sleep", "time.localtime", "time.gmtime",
}  # fmt: skip
CLOCKS_UNLESS_GIVEN = {"timezone.localdate", "timezone.localtime"}
WORLD = {"socket", "http", "urllib", "requests", "subprocess", "asyncio", "threading", "os"}
NOT_A_DEED = {"tell": "says that something changed", "lock": "only waits its turn"}
TOLD_BY_ITS_ROWS = {
    "keep_heartbeats": "each sign of life carries the instant it was heard at",
    "rearm": "told when the patient was last heard",
}
DEEDS = ("tercet/clinic/*/actions.py", "tercet/clinic/*/actions/*.py")


def clocks(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.Call) and _asks(node):
            yield source.at(node, f"`{dotted(node.func)}()` asks the time; take `now` instead")
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield source.at(node.value, f"`{node.arg}` asks the time; a deed tells it")
        elif _defaults_to_a_clock(node):
            yield source.at(node.value, "a default asks the time; a deed tells it")


def _defaults_to_a_clock(node: ast.AST) -> bool:
    named = isinstance(node, ast.keyword) and node.arg == "default"
    return named and _is_clock(dotted(node.value))


def _asks(call: ast.Call) -> bool:
    name = dotted(call.func)
    return _is_clock(name) or (name in CLOCKS_UNLESS_GIVEN and not call.args)


def _is_clock(name: str) -> bool:
    return ".".join(name.split(".")[-2:]) in CLOCKS


def impure(source: Source) -> Iterator[str]:
    yield from clocks(source)
    for node, name in imported(source):
        first = name.partition(".")[0]
        if first in {"time", "random", "secrets"} | WORLD or name == "uuid.uuid4":
            yield source.at(node, f"import of {name}: a pure floor has no clock, chance or world")


def untold(source: Source) -> Iterator[str]:
    here = {f.name: f for f in functions(source)}
    for function in source.tree.body:
        if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
            continue
        if function.name in NOT_A_DEED | TOLD_BY_ITS_ROWS:
            continue
        if not (_in_a_transaction(function) or _writes(function, here, set())):
            continue
        if "now" not in {a.arg for a in function.args.kwonlyargs}:
            yield source.at(function, f"{function.name} writes and is not told `now` by name")


def _in_a_transaction(function: ast.FunctionDef) -> bool:
    return any(dotted(mark).endswith("atomic") for mark in function.decorator_list)


def _writes(function: ast.AST, here: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    """Whether a function writes, itself or through another in the same file."""
    for node in ast.walk(function):
        if is_writing_sql(node):
            return True
        if not isinstance(node, ast.Call):
            continue
        called = dotted(node.func)
        if is_orm_write(node) or called == "log":
            return True
        if called in here and called not in seen:
            seen.add(called)
            if _writes(here[called], here, seen):
                return True
    return False


RULES = (
    HouseRule(
        says="published knowledge and what follows from it have no clock, chance or world",
        where=("tercet/knowledge/*.py", "tercet/decisions/*.py"),
        finds=impure,
        bad=(
            Source("tercet/decisions/gate.py", "def f(): return datetime.now(UTC)"),
            Source("tercet/decisions/gate.py", "def f(): return date.today()"),
            Source("tercet/decisions/gate.py", "import time"),
            Source("tercet/decisions/gate.py", "import random"),
            Source("tercet/decisions/gate.py", "from uuid import uuid4"),
            Source("tercet/knowledge/loader.py", "import socket"),
            Source("tercet/knowledge/loader.py", "from urllib.request import urlopen"),
        ),
        good=(
            Source("tercet/decisions/gate.py", "from datetime import datetime, timedelta"),
            Source("tercet/decisions/gate.py", "def f(facts): return facts.now"),
        ),
    ),
    HouseRule(
        says="below the door the time is told, never asked",
        where=("tercet/clinic/*.py", "tercet/exchange/*.py"),
        but={
            "tercet/clinic/clock.py": "the one clock",
            "tercet/clinic/walls.py": "the door of every page",
            "tercet/clinic/live.py": "the door of streams and signs of life",
            "tercet/clinic/live_people.py": "remembers for a few seconds of its own",
            "tercet/clinic/*/jobs.py": "the door of what is done on a clock",
        },
        finds=clocks,
        bad=(
            Source("tercet/clinic/alerts/actions.py", "def f(): return timezone.now()"),
            Source("tercet/clinic/alerts/views.py", "def f(request): return clock.now()"),
            Source("tercet/clinic/alerts/models.py", "at = DateTimeField(auto_now_add=True)"),
            Source("tercet/clinic/alerts/models.py", "at = DateTimeField(default=timezone.now)"),
            Source("tercet/clinic/templatetags/times.py", "today = timezone.localdate()"),
            Source("tercet/exchange/fhir.py", "today = datetime.date.today()"),
        ),
        good=(
            Source("tercet/clinic/alerts/views.py", "def f(request): return request.now"),
            Source("tercet/clinic/templatetags/times.py", "local = timezone.localtime(at)"),
            Source("tercet/clinic/dosing/jobs.py", "def f(): return clock.now()"),
        ),
    ),
    HouseRule(
        says="a deed is told the time, by name",
        where=DEEDS,
        finds=untold,
        bad=(
            Source("tercet/clinic/a/actions.py", "def sign(by):\n    Order.objects.create(by=by)"),
            Source("tercet/clinic/a/actions.py", "def climb(now):\n    alert.save()"),
            Source("tercet/clinic/a/actions.py", "@transaction.atomic\ndef see(now): call(now)"),
            Source("tercet/clinic/a/actions/b.py", "def keep(by):\n    _k()\ndef _k(): row.save()"),
            Source("tercet/clinic/a/actions/b.py", "def beat():\n    c.execute('insert into x')"),
        ),
        good=(
            Source("tercet/clinic/a/actions.py", "def sign(*, by, now):\n    row.save()"),
            Source("tercet/clinic/a/actions.py", "def why_not_sign(by):\n    return None"),
            Source("tercet/clinic/a/actions.py", "def _keep(row):\n    row.save()"),
        ),
    ),
)
