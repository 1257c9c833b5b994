"""A list of medicines as facts: lines of text, a JSON array of lines, flat facts or a bundle."""

from collections.abc import Sequence
from datetime import datetime

from tercet.exchange import NotUnderstood
from tercet.exchange.flat import heard_in_flat
from tercet.exchange.json_text import BOM, GZIP, MOST_BYTES, value_of
from tercet.exchange.reading import heard_in
from tercet.exchange.words import MEDICINES, Heard
from tercet.knowledge import Knowledge

MOST_LINES = 500  # far more than anybody takes
JSON_BEGINS = (b"{", b"[")


def heard_in_list(raw: bytes, *, now: datetime, known: Knowledge) -> Heard:
    """What these bytes say of one person's medicines; NotUnderstood, in a sentence, if nothing."""
    begins = raw.removeprefix(BOM).lstrip()[:1]
    if not raw.startswith(GZIP) and begins not in JSON_BEGINS:
        return heard_in_lines(_lines(raw), now=now, known=known)
    value = value_of(raw)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return heard_in_lines(value, now=now, known=known)
    return heard_in(value, now=now, known=known)


def heard_in_lines(lines: Sequence[str], *, now: datetime, known: Knowledge) -> Heard:
    """One medicine a line, as somebody wrote them down for us now; blank lines say nothing."""
    said = [line.strip() for line in lines if line.strip()]
    if not said:
        raise NotUnderstood("holds no line; somebody who takes nothing writes: none.")
    if len(said) > MOST_LINES:
        raise NotUnderstood(f"holds {len(said):,} lines; up to {MOST_LINES} are read.")
    return heard_in_flat({MEDICINES: said}, now=now, known=known)


def _lines(raw: bytes) -> list[str]:
    if not raw:
        raise NotUnderstood("is empty.")
    if len(raw) > MOST_BYTES:
        raise NotUnderstood(
            f"is larger than {MOST_BYTES // 1024**2} MB, more than is read at once."
        )
    try:
        return raw.removeprefix(BOM).decode("utf-8").splitlines()
    except UnicodeDecodeError as wrong:
        raise NotUnderstood(f"is not UTF-8 text: byte {wrong.start + 1}.") from None
