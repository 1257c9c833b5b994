"""Read a folder of knowledge once: refuse it whole, or hold it frozen under one version."""

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tercet.knowledge import (
    courses,
    entries,
    noting,
    published,
    questionnaires,
    sampling,
    statutes,
    trials,
)
from tercet.knowledge.around import around
from tercet.knowledge.around_shapes import Around
from tercet.knowledge.formulary import FOLDER, formulary
from tercet.knowledge.held import Knowledge
from tercet.knowledge.parts import Table
from tercet.knowledge.refusals import Malformed
from tercet.knowledge.responses import reading
from tercet.knowledge.sampling_shapes import Plan
from tercet.knowledge.shapes import Contradiction, Fact, Medicine, Rule, Source

HERE = Path(__file__).parent
AROUND = ("interactions.toml", "timing.toml")
NEEDED = (
    "sources.toml",
    "facts.toml",
    "contradictions.toml",
    *AROUND,
    "law.toml",
    "trials.toml",
    "response.toml",
    "published.toml",
)
ALLOWED = ("coverage.toml",)  # read by `coverage`, for the reference pages
FOLDERS = ("contraindications", "medicines", "instruments", "notes", "protocols", "asking")

Files = dict[str, Any]


def read(folder: Path = HERE) -> Knowledge:
    """Everything in `folder`, read once. Raises `BadKnowledge` naming file, id and what to do."""
    return _read(folder)


@cache
def _read(folder: Path) -> Knowledge:
    texts = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.toml"))
    }
    _check_names(texts)
    made = _made({name: _parsed(name, text) for name, text in texts.items()}, _version(texts))
    _check_ids(made)
    _check_trials(made)
    _check_plans(made)
    _check_published(made)
    noting.check_beside(made)
    return made


def _made(files: Files, version: str) -> Knowledge:
    sources = _sources(files)
    facts = {k: entries.fact(k, t) for k, t in _tables(files, "facts.toml", sources)}
    entries.check_only_ifs(facts)
    held = formulary(_stems(files, FOLDER), sources)
    rules = _rules(files, facts, sources)
    return Knowledge(
        version=version,
        sources=MappingProxyType(sources),
        facts=MappingProxyType(facts),
        rules=rules,
        contradictions=_contradictions(files, facts, sources),
        instruments=MappingProxyType(
            {k: questionnaires.instrument(k, t) for k, t in _each(files, "instruments", sources)}
        ),
        protocols=MappingProxyType(
            {k: courses.protocol(k, t, facts) for k, t in _each(files, "protocols", sources)}
        ),
        asking=MappingProxyType(
            {k: _plan(k, t, files, facts) for k, t in _each(files, "asking", sources)}
        ),
        law=statutes.law(Table("law.toml", files["law.toml"], sources), facts),
        trials=trials.trial_rules(Table("trials.toml", files["trials.toml"], sources), facts),
        reading=reading(Table("response.toml", files["response.toml"], sources), facts),
        published=published.published(Table("published.toml", files["published.toml"], sources)),
        medicines=held.medicines,
        medicine_groups=held.groups,
        combinations=held.combinations,
        products=held.products,
        words=held.words,
        around=_around(files, held.medicines, rules, sources),
        topics=_topics(files),
        notes=noting.notes(files, sources),
    )


def _plan(id: str, table: Table, files: Files, facts: Mapping[str, Fact]) -> Plan:
    """A plan of asking may only ask what there is."""
    return sampling.plan(id, table, instruments=_stems(files, "instruments"), facts=facts)


def _version(texts: dict[str, bytes]) -> str:
    """Twelve hex digits of every name and every byte, so any change is another version."""
    digest = hashlib.sha256()
    for name, text in texts.items():
        digest.update(f"{name}\0{len(text)}\0".encode())
        digest.update(text)
    return digest.hexdigest()[:12]


def _check_names(texts: dict[str, bytes]) -> None:
    for name in NEEDED:
        if name not in texts:
            raise Malformed(f"{name}: there is no such file; knowledge cannot be read without it.")
    for name in texts:
        folder = name.rpartition("/")[0]
        if name not in (*NEEDED, *ALLOWED) and folder not in FOLDERS:
            raise Malformed(f"{name}: nobody reads this file; move it or take it out.")


def _parsed(name: str, text: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Malformed(f"{name}: is not TOML: {fault}.") from fault


def _sources(files: Files) -> dict[str, Source]:
    return {k: entries.source(k, table) for k, table in _tables(files, "sources.toml", {})}


def _rules(
    files: Files, facts: Mapping[str, Fact], sources: dict[str, Source]
) -> Mapping[str, Rule]:
    """Every file of contraindications/, its rules in order; an id stands in one file only."""
    made: dict[str, Rule] = {}
    for name in files:
        if not name.startswith("contraindications/"):
            continue
        for id, table in _tables(files, name, sources):
            if id in made:
                raise table.wrong("stands in two files; keep it in one")
            made[id] = entries.rule(id, table, facts, fill={})
    if not made:
        raise Malformed("contraindications/: holds no rule; knowledge cannot be read without them.")
    return MappingProxyType(made)


def _around(
    files: Files,
    medicines: Mapping[str, Medicine],
    rules: Mapping[str, Rule],
    sources: dict[str, Source],
) -> Around:
    interactions, timing = (Table(name, files[name], sources) for name in AROUND)
    return around(interactions, timing, medicines=medicines, rules=rules)


def _contradictions(
    files: Files, facts: Mapping[str, Fact], sources: dict[str, Source]
) -> Mapping[str, Contradiction]:
    tables = _tables(files, "contradictions.toml", sources)
    return MappingProxyType({k: entries.contradiction(k, t, facts) for k, t in tables})


def _topics(files: Files) -> Mapping[str, tuple[str, ...]]:
    """The topic of a rule is the file it stands in."""
    named = [(Path(name), tuple(files[name])) for name in files if name.startswith("contra")]
    return MappingProxyType({path.stem: ids for path, ids in named})


def _tables(files: Files, name: str, sources: dict[str, Source]) -> list[tuple[str, Table]]:
    return [(id, Table(f"{name} {id}", each, sources)) for id, each in files[name].items()]


def _stems(files: Files, folder: str) -> Files:
    """What each file of a folder holds, by its stem."""
    return {Path(n).stem: held for n, held in files.items() if n.startswith(f"{folder}/")}


def _each(files: Files, folder: str, sources: dict[str, Source]) -> list[tuple[str, Table]]:
    """Each file of a folder: its stem is its id."""
    return [
        (Path(name).stem, Table(name, contents, sources))
        for name, contents in files.items()
        if name.startswith(f"{folder}/")
    ]


def _check_ids(made: Knowledge) -> None:
    """A finding is known by its rule's id alone, so no id may mean two rules."""
    taken = made.contradictions.keys() & {rule.id for rule in made.every_rule()}
    if taken:
        raise Malformed(f"contradictions.toml: ids {sorted(taken)} are rules' already.")
    for protocol in made.protocols.values():
        twice = made.rules.keys() & protocol.rules.keys()
        if twice:
            raise Malformed(f"{protocol.id}: rule ids {sorted(twice)} are eligibility's already.")
        for rule in made.rules.values():
            if rule.ladder is not None and rule.ladder not in protocol.ladders:
                raise Malformed(f"{protocol.id}: has no ladder {rule.ladder}; {rule.id} climbs it.")


def _check_trials(made: Knowledge) -> None:
    """Trials are of medicines that are known, and each protocol counts by a definition there is."""
    tried = made.trials.antidepressants | made.trials.doses.keys()
    if strange := sorted(tried - made.medicines.keys()):
        raise Malformed(f"trials.toml: {strange[0]} is no medicine of medicines/.")
    for protocol in made.protocols.values():
        if protocol.review.adequate_trial not in made.trials.definitions:
            raise Malformed(
                f"{protocol.id}: counts trials by {protocol.review.adequate_trial!r}; "
                f"trials.toml holds {', '.join(made.trials.definitions)}."
            )


def _check_plans(made: Knowledge) -> None:
    """A plan of asking is of a protocol there is, and climbs ladders there are."""
    for plan in made.asking.values():
        if wrong := sampling.check_beside(plan, made.protocols):
            raise Malformed(f"asking/{plan.id}.toml: {wrong}.")


def _check_published(made: Knowledge) -> None:
    """What is published is of questionnaires and indications there are."""
    wrong = published.check(made.published, instruments=made.instruments, facts=made.facts)
    if wrong:
        raise Malformed(f"published.toml: {wrong}.")
