"""A part of a line in one plain form: numbers as numbers, one word for one thing, § for a name."""

import re
from collections.abc import Iterator, Sequence

from tercet.decisions.medicines.names import Piece

NAME = "§"
GAP = "  "  # where words were taken out; no phrase reaches across two spaces
NUMBER = r"\b\d{1,7}(?:\.\d{1,6})?"
UPPER = (
    rf"(?:({NUMBER}) (?:-|to) )?({NUMBER})"  # a number, or a range of which the upper end counts
)

_SAME = {  # what people write -> the one word used from here on
    "piece": "tab tabs tablet tablets caplet caplets cap caps capsule capsules pill pills puff"
    " puffs spray sprays drop drops lozenge lozenges patch patches wafer",
    "mg": "mgs milligram milligrams",
    "mcg": "mcgs ug microgram micrograms",
    "g": "gm gram grams",
    "ml": "mls",
    "iu": "unit units",
    "h": "hr hrs hour hours hourly",
    "times": "time",
    "max": "maximum",
    "bid": "bd",
    "tid": "tds",
    "qid": "qds",
    "qd": "od qday",
    "1": "one",
    "2": "two",
    "3": "three",
    "4": "four",
    "5": "five",
    "6": "six",
    "8": "eight",
    "10": "ten",
    "12": "twelve",
    "1 times": "once",
    "2 times": "twice",
}
_WORD = {written: word for word, every in _SAME.items() for written in every.split()}
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


def phrase(part: Sequence[Piece]) -> str:
    """The part with single spaces between its words: "§ 0.5 mg bid prn"."""
    return " ".join(word for piece in part for word in _said(piece))


def upper(lower: str | None, higher: str) -> float:
    """The upper end of what `UPPER` found."""
    return max(float(lower or 0), float(higher))


def _said(piece: Piece) -> Iterator[str]:
    if piece.ingredients:
        yield NAME
        return
    for word in piece.text.replace(" .", "").split():
        yield _number(word) if word[-1].isdigit() else _WORD.get(word, word)


def _number(word: str) -> str:
    """1,000 is a thousand and 0,5 a half; of 1,23,4 digits are left over, so nothing is read."""
    if _THOUSANDS.fullmatch(word):
        return word.replace(",", "")
    decimal = word.replace(",", ".")
    return f"0{decimal}" if decimal.startswith(".") else decimal
