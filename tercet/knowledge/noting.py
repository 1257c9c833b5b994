"""notes/ into frozen values: what is published, decides nothing, and is shown where it bears."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tercet.knowledge.entries import named
from tercet.knowledge.held import Knowledge
from tercet.knowledge.parts import Table
from tercet.knowledge.refusals import Malformed
from tercet.knowledge.shapes import Note, Source


def notes(files: Mapping[str, Any], sources: Mapping[str, Source]) -> Mapping[str, Note]:
    """Every file of notes/, its notes in order; an id stands in one file only."""
    made: dict[str, Note] = {}
    for name, contents in files.items():
        if not name.startswith("notes/"):
            continue
        for id, each in contents.items():
            table = Table(f"{name} {id}", each, sources)
            if id in made:
                raise table.wrong("stands in two files; keep it in one")
            made[id] = _note(id, Path(name).stem, table)
    return MappingProxyType(made)


def _note(id: str, topic: str, table: Table) -> Note:
    made = Note(
        id=named(id, table),
        topic=topic,
        title=table.text("title"),
        says=table.text("says"),
        beside=table.words("beside", ()),
        **table.grounds(),
        expires=table.day("expires") if "expires" in table.rest else None,
    )
    table.nothing_more()
    if made.expires and made.expires < made.checked_on:
        raise table.wrong("`expires` was already past when it was checked")
    return made


def check_beside(made: Knowledge) -> None:
    """A note stands beside rules there are, and is never taken for one."""
    rules = {rule.id for rule in made.every_rule()}
    for note in made.notes.values():
        strange = [id for id in note.beside if id not in rules]
        if strange:
            raise Malformed(
                f"notes/{note.topic}.toml {note.id}: `beside` names {strange[0]}, "
                "which is not a rule."
            )
        if note.id in rules:
            raise Malformed(f"notes/{note.topic}.toml {note.id}: is a rule's id already.")
