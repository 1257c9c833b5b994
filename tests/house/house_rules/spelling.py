"""How things are named, and how arguments are given."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from house_rules.source import HouseRule, Source, functions

SAYS_NOTHING = {
    "manager", "handler", "processor", "service", "services", "factory", "util", "utils",
    "helper", "helpers", "data", "info",
}  # fmt: skip
ASKED_BY_NAME = {  # what a library looks for under exactly this name
    "handler400", "handler403", "handler404", "handler500", "get_command", "get_queryset",
    "get_absolute_url", "get_or_create", "get_response",
}  # fmt: skip
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
MOST_BY_PLACE = 3


def words_of(name: str) -> list[str]:
    """`DosingSession` and `dosing_session` are both dosing, session."""
    return [word.lower() for word in WORDS.findall(name)]


def wrong_with(name: str, *, is_class: bool = False, is_function: bool = False) -> str | None:
    """Why a name is not used in this house, or None."""
    if name in ASKED_BY_NAME:
        return None
    words = words_of(name)
    if says_nothing := SAYS_NOTHING & set(words):
        return f"“{name}”: “{min(says_nothing)}” says nothing of medicine or of the deed"
    if is_class and words[:1] == ["base"]:
        return f"“{name}”: say what it is, not that it is a base"
    if is_function and words[:1] == ["get"] and len(words) > 1:
        return f"“{name}”: name what is computed, without get"
    for before, word in zip(["", *words], words, strict=False):
        if word in {"session", "sessions"} and before not in {"dosing", "therapy"}:
            return f"“{name}”: which session? DosingSession or TherapySession"
    return None


def names(source: Source) -> Iterator[str]:
    for part in PurePosixPath(source.path).with_suffix("").parts:
        if wrong := wrong_with(part):
            yield f"{source.path}:1: {wrong}"
    for node in source.nodes:
        for name, kinds in _defined(node):
            if wrong := wrong_with(name, **kinds):
                yield source.at(node, wrong)


def _defined(node: ast.AST) -> Iterator[tuple[str, dict[str, bool]]]:
    if isinstance(node, ast.ClassDef):
        yield node.name, {"is_class": True}
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name, {"is_function": True}
    elif isinstance(node, ast.arg):
        yield node.arg, {}
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id, {}


def by_place(source: Source) -> Iterator[str]:
    for function in functions(source):
        taken = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        counted = [a for a in taken if a not in {"self", "cls", "request"}]
        if function.name.startswith("_") and not function.name.endswith("__"):
            continue
        if len(counted) > MOST_BY_PLACE and taken != ["scope", "receive", "send"]:
            said = ", ".join(counted)
            yield source.at(function, f"{function.name}({said}): beyond three, by name only")


RULES = (
    HouseRule(
        says="names say what a clinician would say",
        where=("tercet/*.py", "bench/*.py"),
        but={
            "tercet/clinic/settings.py": "names that Django reads",
            "tercet/clinic/migrations/*": "written by Django",
        },
        finds=names,
        bad=(
            Source("tercet/clinic/alerts/utils.py", ""),
            Source("tercet/clinic/a.py", "class AlertManager: ..."),
            Source("tercet/clinic/a.py", "class BaseAlert: ..."),
            Source("tercet/clinic/a.py", "def get_band(score): ..."),
            Source("tercet/clinic/a.py", "def handle(data): ..."),
            Source("tercet/clinic/a.py", "session = DosingSession()"),
            Source("tercet/clinic/a.py", "def start(session): ..."),
            Source("tercet/clinic/a.py", "patient_info = {}"),
        ),
        good=(
            Source("tercet/clinic/a.py", "dosing_session = DosingSession()"),
            Source("tercet/clinic/a.py", "def band(score): ..."),
            Source("tercet/clinic/a.py", "database = baseline = 1"),
            Source("tercet/clinic/a.py", "def get(self): ..."),
            Source("tercet/clinic/a.py", "x = request.session"),
        ),
    ),
    HouseRule(
        says="beyond three arguments of what others call, by name only",
        where=("tercet/*.py",),
        finds=by_place,
        bad=(
            Source("tercet/a.py", "def ask(self, course, reason, by, now): ..."),
            Source("tercet/a.py", "def sign(request, patient, decision, order, by): ..."),
            Source("tercet/a.py", "def __init__(self, course, reason, by, now): ..."),
        ),
        good=(
            Source("tercet/decisions/gate.py", "def decide(facts, protocol, known): ..."),
            Source("tercet/a.py", "def sign(course, *, reason, by, now): ..."),
            Source("tercet/a.py", "def _late(at, now, zone, grace): ..."),
            Source("tercet/a.py", "def screen(request, patient, decision): ..."),
            Source("tercet/a.py", "async def application(scope, receive, send): ..."),
        ),
    ),
)
