"""What the documents are held to: links that lead somewhere, tests that exist, words once each."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
TEST = re.compile(r"`(tests/[\w/.-]+\.py)::(\w+)`")
TERM = re.compile(r"^\*\*(.+?)\*\*", re.MULTILINE)
ROW = re.compile(r"^\|(?!\s*(?:-|hazard\b|#))(.+)\|\s*$", re.MULTILINE | re.IGNORECASE)


def documents() -> list[Path]:
    """Every Markdown file of ours."""
    roots = [ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md"), (ROOT / "tercet").rglob("*.md")]
    return sorted(path for found in roots for path in found)


def broken_links(document: Path, text: str) -> Iterator[str]:
    """Links of a document to files or headings that are not there."""
    for target in LINK.findall(CODE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, heading = target.partition("#")
        aim = (document.parent / path).resolve() if path else document
        if not aim.exists():
            yield f"{document.name}: {target} leads nowhere"
        elif heading and aim.suffix == ".md" and heading not in headings(aim.read_text()):
            yield f"{document.name}: {target} names no heading"


def headings(text: str) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    found = re.findall(r"^#+\s+(.+?)\s*$", CODE.sub(_keep_inline, text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def _keep_inline(found: re.Match[str]) -> str:
    return "" if found.group().startswith("```") else found.group().strip("`")


def hazards(text: str) -> list[str]:
    """The rows of SAFETY.md's table."""
    return [row.strip() for row in ROW.findall(text)]


def unproved(text: str, root: Path = ROOT) -> Iterator[str]:
    """Hazards that name no test, or a test that does not exist."""
    for row in hazards(text):
        named, hazard = TEST.findall(row), row.split("|")[0].strip()
        if not named:
            yield f"{hazard}: names no test"
        for path, test in named:
            if not has_test(root / path, test):
                yield f"{hazard}: {path} has no {test}"


def has_test(path: Path, name: str) -> bool:
    """Whether this file defines a test of this name."""
    if not path.exists() or not name.startswith("test_"):
        return False
    walked = ast.walk(ast.parse(path.read_text()))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return any(isinstance(node, kinds) and node.name == name for node in walked)


def terms(text: str) -> list[str]:
    """The words a glossary explains, in its order."""
    return [said for term in TERM.findall(text) for said in term.split(", ")]


def missing_words(text: str, words: Iterable[str]) -> list[str]:
    """Words that the glossary owes an entry."""
    held = {term.lower() for term in terms(text)}
    return sorted(word for word in words if word.lower() not in held)
