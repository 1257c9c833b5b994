"""One line of a medicine list: its ingredients, their classes, how much, and what was left over."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import digits

from tercet.decisions.medicines.amounts import Dose, doses_in
from tercet.decisions.medicines.names import Piece, nearly, pieces
from tercet.decisions.medicines.spelling import plain
from tercet.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Recognised:
    """One line of a medicine list: its ingredients, their classes, and what was left over."""

    text: str
    ingredients: tuple[str, ...]
    classes: tuple[str, ...]
    leftover: tuple[str, ...]  # words nobody could place; any at all and a person looks
    doses: tuple[Dose, ...] = ()  # one an ingredient and a time it is named; blanks not known
    rxnorm: tuple[str, ...] = ()  # RxNorm's codes of its ingredients, where they are known

    @property
    def strange(self) -> bool:
        """Whether a person must look: nothing in it is known, or something is not."""
        return bool(self.leftover) or not self.ingredients


def recognise(text: str, known: Knowledge) -> Recognised | None:
    """What this line names, or None where no word of it is a medicine we know."""
    read = _read(text, known)
    return read if read.ingredients else None


def read_list(texts: Sequence[str], known: Knowledge) -> tuple[Recognised, ...]:
    """Every line that says something, in order; those nobody can read are `strange`."""
    return tuple(_read(text, known) for text in texts if not _says_nothing(text, known))


def did_you_mean(text: str, known: Knowledge) -> tuple[str, ...]:
    """The names that the words of this line nearly are, where nobody can place them."""
    return _once(name for word in _read(text, known).leftover for name in nearly(word, known))


def by_rxnorm(code: str, known: Knowledge) -> tuple[str, ...] | None:
    """The ingredients of an RxNorm code, of an ingredient or of a product; None if not held."""
    for medicine in known.medicines.values():
        if code in medicine.rxnorm:
            return (medicine.id,)
    return known.products.get(code)


def _read(text: str, known: Knowledge) -> Recognised:
    line = list(_placed(pieces(text, known), known))
    ingredients = tuple(dict.fromkeys(id for piece in line for id in piece.ingredients))
    medicines = [known.medicines[id] for id in ingredients]
    leftover = tuple(piece.text for piece in line if not piece.placed)
    return Recognised(
        text=text,
        ingredients=ingredients,
        classes=_once(name for medicine in medicines for name in medicine.classes),
        leftover=leftover,
        doses=tuple(map(Dose, ingredients)) if leftover else doses_in(line),
        rxnorm=_once(code for medicine in medicines for code in medicine.rxnorm),
    )


def _placed(line: Iterable[Piece], known: Knowledge) -> Iterator[Piece]:
    """What stands beside a name is placed by where it stands: its salt, and what it is for.

    Numbers and signs say how much and are placed anywhere.
    """
    salts, reasons = known.words["salts"], known.words["reasons"]
    may_follow: Collection[str] = ()
    for piece in line:
        word = piece.text
        follows = word in may_follow
        if follows and may_follow is salts:
            yield Piece(word, placed=True)
            continue
        number_or_sign = word[-1] in digits or not word[-1].isalnum()
        yield Piece(word, piece.ingredients, piece.placed or follows or number_or_sign)
        if piece.ingredients:
            may_follow = salts
        elif word == "for":
            may_follow = reasons
        elif not follows and not (word == "and" and may_follow is reasons):
            may_follow = ()


def _says_nothing(text: str, known: Knowledge) -> bool:
    return " ".join(plain(text).split()).removesuffix(".") in known.words["nothing"] | {""}


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
