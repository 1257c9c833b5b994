"""A line as it was typed, into words, numbers and signs: capitals, accents and marks set aside."""

import re
import unicodedata

JOINERS = frozenset("-./#&")  # may stand inside a name: "toprol-xl", "st. john's", "tylenol #3"
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|\.[0-9]+|[^\W0-9_]+|[^\w\s]")
_UNSEEN = str.maketrans("®™©℠", "    ", "'’‘`´ʼ")  # marks are spaces, apostrophes are nothing
_SIGNS = str.maketrans(
    {"½": " 1/2 ", "¼": " 1/4 ", "¾": " 3/4 ", "⅓": " 1/3 ", "⅔": " 2/3 ", "×": "x"}
    | {"µ": "u", "μ": "u", "⁄": "/"}
    | dict.fromkeys("‐‑‒–—−", "-")
)


def tokens(text: str) -> list[str]:
    """Words in small letters, numbers and signs, in order. A letter and a digit never share one."""
    return _TOKEN.findall(plain(text))


def plain(text: str) -> str:
    """In small letters, without accents on Latin letters, marks, or what cannot be seen."""
    text = text.translate(_UNSEEN)
    if not text.isascii():
        text = _bare(unicodedata.normalize("NFKD", text.translate(_SIGNS)))
    return text.lower()


def _bare(text: str) -> str:
    """Without what cannot be seen, and without the accents of Latin letters; others keep theirs."""
    kept: list[str] = []
    for letter in text:
        kind = unicodedata.category(letter)
        accent = kind == "Mn" and kept and kept[-1] < "\u0250"
        if kind != "Cf" and not accent:
            kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))
