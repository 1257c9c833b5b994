"""The cases that stand on both sides of a rule, and the people in whose story it is named."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[3] / "tests" / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One case whose findings name a rule: where it stands, its story, and what is found."""

    file: str
    name: str
    story: str
    verdict: str


def edges(rule: str, folder: Path = HERE) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """Verdict -> what is known of a person. Empty where the tests did not come along."""
    return {verdict: tuple(cases) for verdict, cases in _edges(folder).get(rule, {}).items()}


def cases(rule: str, folder: Path = HERE) -> tuple[Case, ...]:
    """Every case beside the edges whose findings name this rule."""
    return _cases(folder).get(rule, ())


@cache
def _edges(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for path in sorted((folder / "edges").glob("*.toml")):
        made |= tomllib.loads(path.read_text(encoding="utf-8"))
    return made


@cache
def _cases(folder: Path) -> dict[str, tuple[Case, ...]]:
    made: dict[str, list[Case]] = {}
    for path in sorted(folder.glob("*.toml")):
        for name, told in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for rule, verdict in _named(told):
                made.setdefault(rule, []).append(
                    Case(path.name, name, str(told.get("story", "")), verdict)
                )
    return {rule: tuple(each) for rule, each in made.items()}


def _named(told: Any) -> Iterator[tuple[str, str]]:
    """The rules a case names, each with its verdict; a case may name none."""
    if not isinstance(told, dict) or not isinstance(told.get("findings"), dict):
        return
    for rule, verdict in told["findings"].items():
        yield str(rule), str(verdict)
