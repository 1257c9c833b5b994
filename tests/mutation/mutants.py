"""What mutmut would break, put side by side into one module; and each change as a line of words.

Its own runner starts the tests anew for every mutant, which takes most of a day here; forks.py
tries the same mutants in forks of one process.
"""

import ast
import difflib
import json
import re
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents

from tests.mutation.copies import DECISIONS

KEPT = "survivors.json"
NUMBER = re.compile(r"__mutmut_(?:\d+|orig)\b")


def broken_in(copy: Path) -> list[str]:
    """Rewrite decisions/ of a copy with every mutant in it; their names, none of them active."""
    return [
        name for path in sorted((copy / DECISIONS).rglob("*.py")) for name in _broken(path, copy)
    ]


def _broken(path: Path, copy: Path) -> list[str]:
    relative = path.relative_to(copy)
    mutated = mutate_file_contents(str(relative), path.read_text())
    path.write_text(mutated.code)
    module = ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
    return [f"{module}.{name}" for name in mutated.mutant_names]


def function_of(mutant: str) -> str:
    """The function that a mutant stands for, as mutmut reports that it was reached."""
    return NUMBER.sub("", mutant)


def file_of(mutant: str) -> Path:
    """The file of decisions/ that a mutant stands in."""
    module = mutant.rpartition(".")[0].removeprefix("tercet.decisions").strip(".")
    return Path(*module.split("."))


def keep(copy: Path, mutants: list[str]) -> None:
    """Write each survivor as `module.function: - old + new` beside the copy's program."""
    (copy / KEPT).write_text(json.dumps([_told(copy, mutant) for mutant in sorted(mutants)]))


def survivors_kept_in(copy: Path) -> list[str]:
    """What `keep` wrote."""
    return json.loads((copy / KEPT).read_text())


def _told(copy: Path, mutant: str) -> str:
    module, _, name = mutant.rpartition(".")
    function = re.sub(r"\.(x_|xǁ)", ".", function_of(mutant)).replace("ǁ", ".")
    was, now = (
        _lines(copy, module, wanted) for wanted in (function_of(name) + "__mutmut_orig", name)
    )
    changed = [line for line in difflib.unified_diff(was, now, n=0) if not _heads(line)]
    return f"{function}: " + " ".join(f"{line[0]} {line[1:].strip()}" for line in changed)


def _heads(line: str) -> bool:
    return line.startswith(("---", "+++", "@@"))


def _lines(copy: Path, module: str, name: str) -> list[str]:
    path = copy.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    code = path.read_text()
    found = next(
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef) and node.name == name
    )
    return NUMBER.sub("", ast.get_source_segment(code, found) or "").splitlines()
