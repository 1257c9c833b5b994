"""Every file opens with one line saying what it is for."""

from collections.abc import Iterator

from house_rules.source import HouseRule, Source

OPENINGS = {
    ".py": ('"""', "#"),
    ".toml": ("#",),
    ".sh": ("#",),
    ".css": ("/*",),
    ".js": ("/*", "//"),
    ".html": ("{#", "<!--", "{% comment"),
}


def unsaid(source: Source) -> Iterator[str]:
    lines = [line for line in source.lines if not line.startswith(("#!", "{% extends"))]
    if not source.text.strip():
        return
    first = lines[0].strip() if lines else ""
    marks = OPENINGS[source.suffix]
    mark = next((m for m in marks if first.startswith(m)), None)
    if mark is None or not any(letter.isalpha() for letter in first[len(mark) :]):
        yield f"{source.path}:1: opens without a line saying what it is for"


RULES = (
    HouseRule(
        says="every file opens with one line saying what it is for",
        where=tuple(f"*{suffix}" for suffix in OPENINGS),
        finds=unsaid,
        bad=(
            Source("tercet/a.py", "import os\n"),
            Source("tercet/a.py", '"""\nA thing.\n"""\n'),
            Source("tercet/a.toml", "[a]\n"),
            Source("tercet/a.css", "body { margin: 0 }\n"),
            Source("tercet/a.js", "let x = 1\n"),
            Source("tercet/a.html", "<p>Hello</p>\n"),
            Source("tercet/a.sh", "#!/bin/sh\nset -e\n"),
        ),
        good=(
            Source("tercet/a.py", '"""What time it is."""\n'),
            Source("tercet/__init__.py", ""),
            Source("tercet/a.toml", "# Who must not.\n"),
            Source("tercet/a.sh", "#!/bin/sh\n# Calls the tests.\n"),
            Source("tercet/a.html", "{% extends 'base.html' %}\n{# The board. #}\n"),
        ),
    ),
)
