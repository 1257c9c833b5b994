"""Bytes to a JSON value (RFC 8259; gzip: RFC 1952), or one sentence naming what went wrong."""

import gzip
import json
import zlib
from collections import Counter
from io import BytesIO
from typing import Any, NoReturn

from tercet.exchange import NotUnderstood

GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"
OTHER_TEXT = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
# Enough for a lifetime's record, little enough for a small machine: what may be read, unpacked, and
# how many objects, arrays and members it may hold (each costs about a hundred times its one byte).
MOST_BYTES = 64 * 1024 * 1024
MOST_PARTS = 4_000_000


def value_of(raw: bytes) -> Any:
    """The JSON value in `raw` (UTF-8, with or without a byte order mark, plain or gzip).

    Raises NotUnderstood for an empty file, a broken gzip, bytes that are not UTF-8, text
    that is not JSON (naming line and column), NaN and infinities, a name given twice, and what
    is too large.
    """
    text = _text(_unpacked(raw))
    if sum(text.count(mark) for mark in "{[,") > MOST_PARTS:
        raise NotUnderstood(f"holds more than {MOST_PARTS:,} parts, more than is read at once.")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_not_a_number)
    except NotUnderstood:
        raise
    except json.JSONDecodeError as wrong:
        where = f"line {wrong.lineno}, column {wrong.colno}"
        raise NotUnderstood(f"is not JSON: {where}: {_plainly(wrong, text)}.") from None
    except RecursionError:
        raise NotUnderstood("is nested too deeply to be a record of a person.") from None
    except ValueError:  # Python refuses to read integers of thousands of digits
        raise NotUnderstood("holds a number of more digits than any fact has.") from None


def _unpacked(raw: bytes) -> bytes:
    if not raw:
        raise NotUnderstood("is empty.")
    if not raw.startswith(GZIP):
        return _small_enough(raw)
    try:
        out = gzip.GzipFile(fileobj=BytesIO(raw)).read(MOST_BYTES + 1)
    except EOFError:
        raise NotUnderstood("is a gzip file that ends too early: it was cut off.") from None
    except (gzip.BadGzipFile, zlib.error) as wrong:
        raise NotUnderstood(f"is a damaged gzip file ({wrong}).") from None
    if not out:
        raise NotUnderstood("is empty once unpacked.")
    return _small_enough(out)


def _small_enough(raw: bytes) -> bytes:
    if len(raw) > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        raise NotUnderstood(f"is larger than {most} MB, more than is read at once.")
    return raw


def _text(raw: bytes) -> str:
    if raw[:2] in OTHER_TEXT:
        raise NotUnderstood(f"is {OTHER_TEXT[raw[:2]]} text; JSON is sent as UTF-8.")
    try:
        return raw.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise NotUnderstood(f"is not UTF-8 text: byte {wrong.start + 1}, line {line}.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different; the second of two would silently win otherwise."""
    members = dict(pairs)
    if len(members) != len(pairs):
        name = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise NotUnderstood(f'gives "{name:.60}" twice in one object; which counts is not known.')
    return members


def _not_a_number(word: str) -> NoReturn:
    raise NotUnderstood(f"is not JSON: {word} is not a number that can be measured.")


def _plainly(wrong: json.JSONDecodeError, text: str) -> str:
    if not text.strip():
        return "there is nothing in it"
    if text.lstrip().startswith("<"):
        return "it begins with < and looks like XML or HTML"
    if wrong.pos >= len(text.rstrip()):
        return "the text ends too early"
    return wrong.msg[0].lower() + wrong.msg[1:]
