"""The words of questionnaires beside the English ones here, and those a clinic brings itself.

A clinic's text pack is a folder of files named `<instrument>.<language>.toml`; docs/wording.md says
what stands in them. Each is held against the instrument before a word of it is shown.
"""

import tomllib
from dataclasses import replace
from pathlib import Path

from tercet.knowledge.instrument_shapes import Instrument, Item, Option, Wording
from tercet.knowledge.parts import VERIFIED, Table
from tercet.knowledge.refusals import Malformed

Pack = dict[tuple[str, str], Wording]  # instrument and language -> its words


def wordings(table: Table, items: tuple[Item, ...]) -> dict[str, Wording]:
    """The other languages that an instrument's own file holds."""
    if "wording" not in table.rest:
        return {}
    return {k: wording(k, t, items) for k, t in table.table("wording").children().items()}


def wording(language: str, table: Table, items: tuple[Item, ...]) -> Wording:
    """Words in one language, as many as there are items and answers."""
    texts = _lines(table, "items", len(items))
    shared = _lines(table, "options", None) if "options" in table.rest else ()
    own = table.take("own", {})
    options = {}
    other = table.words("yes_no", ()) or None  # how "no" and "yes" are said
    for item in items:
        if item.answers == "range" or (item.answers != "points" and other is None):
            continue
        words = tuple(own.get(item.id, shared if item.answers == "points" else other))
        if len(words) != len(item.options) or not all(isinstance(w, str) and w for w in words):
            wanted = len(item.options)
            raise table.wrong(f"item {item.id} has {wanted} answers; {len(words)} are worded")
        options[item.id] = words
    if strange := sorted(own.keys() - options.keys()):
        raise table.wrong(f"`own` names item {strange[0]}, which has no list of answers")
    made = Wording(
        language=language,
        intro=table.text("intro"),
        items=dict(zip((item.id for item in items), texts, strict=True)),
        options=options,
        credit=table.text("credit"),
        verified=table.word("verified", VERIFIED, "memory"),
    )
    table.nothing_more()
    return made


def _lines(table: Table, key: str, many: int | None) -> tuple[str, ...]:
    """A list of texts; two answers may be worded alike, none may be empty."""
    value = table.take(key)
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise table.wrong(f"`{key}` must be a list of texts")
    if many is not None and len(value) != many:
        raise table.wrong(f"`{key}` holds {len(value)} texts; the instrument has {many} items")
    return tuple(value)


def pack(folder: Path, instruments: dict[str, Instrument]) -> Pack:
    """A clinic's own words. Raises `BadKnowledge` naming the file and what is wrong with it."""
    made: Pack = {}
    if not folder.is_dir():
        raise Malformed(f"{folder.name}: there is no such folder of wordings.")
    for path in sorted(folder.glob("*.toml")):
        id, _, language = path.stem.rpartition(".")
        if id not in instruments:
            raise Malformed(f"{path.name}: must be named <instrument>.<language>.toml.")
        made[id, language] = _packed(path, language, instruments[id])
    return made


def _packed(path: Path, language: str, instrument: Instrument) -> Wording:
    try:
        table = Table(path.name, tomllib.loads(path.read_text(encoding="utf-8")), {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Malformed(f"{path.name}: is not TOML: {fault}.") from fault
    if instrument.wording_version and table.text("wording_version") != instrument.wording_version:
        raise table.wrong(f"`wording_version` must be {instrument.wording_version!r}")
    return wording(language, table, (*instrument.items, *instrument.unscored))


def worded(instrument: Instrument, language: str, held: Pack | None = None) -> Instrument | None:
    """The instrument in these words: the clinic's first, then ours; None where there are none."""
    words = (held or {}).get((instrument.id, language)) or instrument.wordings.get(language)
    if words is None:
        return instrument if instrument.ships and language == "en" else None
    return replace(
        instrument,
        intro=words.intro,
        licence=words.credit,
        items=tuple(_said(item, words) for item in instrument.items),
        unscored=tuple(_said(item, words) for item in instrument.unscored),
    )


def _said(item: Item, words: Wording) -> Item:
    texts = words.options.get(item.id, ())
    options = tuple(
        Option(o.score, text, o.loinc, o.also)
        for o, text in zip(item.options, texts, strict=bool(texts))
    )
    return replace(item, text=words.items[item.id], options=options or item.options)
