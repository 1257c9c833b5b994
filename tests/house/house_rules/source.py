"""What a rule is shown: one file, by its path in the tree and its text."""

import ast
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[3]
TEXT = {".py", ".toml", ".css", ".js", ".html", ".sh", ".md", ".txt", ".in", ""}
NOT_OURS = {
    ".git", ".venv", "var", "build", "mutants", "node_modules", "__pycache__", "vendor",
    ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One file. `path` is relative to the tree, with forward slashes."""

    path: str
    text: str

    @property
    def suffix(self) -> str:
        return Path(self.path).suffix

    @property
    def name(self) -> str:
        return Path(self.path).name

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def fits(self, *patterns: str) -> bool:
        """Whether the path is one of these; `*` also passes slashes."""
        return any(fnmatch(self.path, pattern) for pattern in patterns)

    def at(self, node: ast.AST, says: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {says}"


@dataclass(frozen=True)
class HouseRule:
    """One rule: where it holds, what it finds, and planted sources it must and must not find.

    `but` names the files it leaves alone, each with the reason.
    """

    says: str
    where: tuple[str, ...]
    finds: Callable[[Source], Iterable[str]]
    bad: tuple[Source, ...]
    good: tuple[Source, ...]
    but: Mapping[str, str] = field(default_factory=dict)

    def complaints(self, source: Source) -> list[str]:
        """What is wrong in this source; nothing where the rule does not hold."""
        if not source.fits(*self.where) or source.fits(*self.but):
            return []
        return list(self.finds(source))


@cache
def every_source() -> tuple[Source, ...]:
    """Every text file of ours in the tree."""
    return tuple(_walk())


def _walk() -> Iterator[Source]:
    for folder, below, files in os.walk(ROOT):
        below[:] = sorted(b for b in below if b not in NOT_OURS and not b.endswith(".egg-info"))
        for name in sorted(files):
            path = Path(folder, name)
            if path.suffix in TEXT and not path.is_symlink():
                try:
                    text = path.read_text(encoding="utf-8")
                except (UnicodeDecodeError, FileNotFoundError):
                    continue
                yield Source(path.relative_to(ROOT).as_posix(), text)


def functions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in a Python source."""
    return [n for n in source.nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def dotted(node: ast.AST) -> str:
    """`a.b.c` for such an expression; what cannot be named is `?`."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def imported(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Every module or name that is imported, in full: `a.b` and `a.b.name`."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)
