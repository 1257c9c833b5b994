"""How long a file, a function and a screen may be: the tail is what tires a reader."""

import ast
from collections.abc import Iterator

from house_rules.source import HouseRule, Source, functions

MOST = {"file": 300, "tests": 500, "function": 40, "view": 15}


def long_files(source: Source) -> Iterator[str]:
    most = MOST["tests"] if source.path.startswith("tests/") else MOST["file"]
    if len(source.lines) > most:
        yield f"{source.path}:{len(source.lines)}: {len(source.lines)} lines; at most {most}"


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, the docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def long_functions(source: Source) -> Iterator[str]:
    for function in functions(source):
        if length(function) > MOST["function"]:
            says = f"{function.name} is {length(function)} lines; at most {MOST['function']}"
            yield source.at(function, says)


def long_views(source: Source) -> Iterator[str]:
    for function in functions(source):
        named = [a.arg for a in function.args.args]
        if function.decorator_list and "request" in named[:1] and length(function) > MOST["view"]:
            says = f"{function.name} is {length(function)} lines; a screen is at most 15"
            yield source.at(function, says)


def _function(lines: int, *, name: str = "f()", mark: str = "") -> str:
    return f"{mark}def {name}:\n" + "    x = 1\n" * (lines - 1)


def _screen(lines: int) -> str:
    return _function(lines, name="board(request)", mark="@only(Role.GUIDE)\n")


RULES = (
    HouseRule(
        says="a source file is at most 300 lines, a test file 500",
        where=("*.py", "*.js", "*.css", "*.html", "*.sh"),
        finds=long_files,
        bad=(
            Source("tercet/clinic/page.py", "x = 1\n" * 301),
            Source("tercet/clinic/static/page.js", "x = 1\n" * 301),
            Source("tests/clinic/test_a.py", "x = 1\n" * 501),
        ),
        good=(
            Source("tercet/clinic/page.py", "x = 1\n" * 300),
            Source("tests/clinic/test_a.py", "x = 1\n" * 500),
        ),
    ),
    HouseRule(
        says="a function is at most 40 lines",
        where=("*.py",),
        but={"tests/journeys/*": "a story is read in one go, from its beginning to its end"},
        finds=long_functions,
        bad=(Source("tercet/a.py", _function(41)),),
        good=(Source("tercet/a.py", _function(40)),),
    ),
    HouseRule(
        says="a screen is at most 15 lines",
        where=("tercet/clinic/*views*.py", "tercet/clinic/home.py"),
        finds=long_views,
        bad=(Source("tercet/clinic/a/views.py", _screen(16)),),
        good=(
            Source("tercet/clinic/a/views.py", _screen(15)),
            Source("tercet/clinic/a/views.py", _function(16, name="rows(dosing)")),
        ),
    ),
)
