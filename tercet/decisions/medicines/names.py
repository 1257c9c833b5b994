"""Where names stand in a line: the longest name wins, and what is nearly a name is asked about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tercet.decisions.medicines.spelling import JOINERS, tokens
from tercet.knowledge import Knowledge

SHORTEST, LONGEST = 5, 24  # letters of a word that may be nearly another: "xanex", not "iron"
COUNTED = {"times", "x", "tab", "tabs", "tablet", "tablets", "cap", "caps", "capsule", "capsules"}
COUNTED |= {"pill", "pills", "mg", "mcg", "g", "ml"}

Words = tuple[str, ...]
Index = Mapping[str, tuple[tuple[Words, Words], ...]]  # first word -> names, the longest first


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line: a name with its ingredients, a phrase around names, or one word."""

    text: str
    ingredients: Words = ()
    placed: bool = False  # by its own meaning: a name, or words around names


def pieces(text: str, known: Knowledge) -> list[Piece]:
    """The whole line, in order."""
    return list(_cut(tokens(text), _names(known)))


def nearly(word: str, known: Knowledge) -> Words:
    """The names that this word nearly is: a letter more, less, other, or two changed about."""
    if not SHORTEST <= len(word) <= LONGEST:
        return ()
    near = _near(known)
    found = (near.get(short, "").split() for short in _shortened(word))
    return tuple(sorted({name for names in found for name in names}))


def ingredients_of(name: str, known: Knowledge) -> Words:
    """The ingredients of a name that is written exactly."""
    return tuple(id for piece in pieces(name, known) for id in piece.ingredients)


def _cut(words: list[str], names: Index) -> Iterator[Piece]:
    at = 0
    while at < len(words):
        end, ingredients = _longest(words, at, names)
        yield Piece(" ".join(words[at:end]), ingredients or (), placed=ingredients is not None)
        at = end


def _longest(words: list[str], at: int, names: Index) -> tuple[int, Words | None]:
    """Where the longest name that begins here ends, and its ingredients; else one word.

    A number that counts what follows it ends no name where a shorter one will do, so that
    "Tylenol 3 times a day" is not "Tylenol 3".
    """
    found = [
        (end, ingredients)
        for name, ingredients in names.get(words[at], ())
        if (end := _end(words, at, name)) is not None
    ]
    if not found:
        return at + 1, None
    end = found[0][0]
    counts = words[end - 1].isdigit() and end < len(words) and words[end] in COUNTED
    return found[1] if counts and len(found) > 1 else found[0]


def _end(words: list[str], at: int, name: Words) -> int | None:
    """Where this name ends if it stands here; a joiner may stand between any two of its words."""
    for nth, word in enumerate(name):
        if nth and at < len(words) and words[at] in JOINERS:
            at += 1
        if at >= len(words) or words[at] != word:
            return None
        at += 1
    return at


@cache
def _names(known: Knowledge) -> Index:
    """Every name and every phrase around names, by its first word, the longest first."""
    made: dict[Words, Words] = {_words(phrase): () for phrase in known.words["filler"]}
    for medicine in known.medicines.values():
        made |= dict.fromkeys(map(_words, medicine.names), (medicine.id,))
    made |= {_words(name): ingredients for name, ingredients in known.combinations.items()}
    first: dict[str, list[tuple[Words, Words]]] = {}
    for words in sorted(made, key=len, reverse=True):
        first.setdefault(words[0], []).append((words, made[words]))
    return {word: tuple(names) for word, names in first.items()}


def _words(name: str) -> Words:
    return tuple(word for word in tokens(name) if word not in JOINERS)


@cache
def _near(known: Knowledge) -> Mapping[str, str]:
    """What is left of each name of one word when a letter is taken out -> those names, in a line.

    Lines of names, not sets of them: twenty thousand sets would take longer to make than to ask.
    """
    every = {name for medicine in known.medicines.values() for name in medicine.names}
    made: dict[str, str] = {}
    for name in every | known.combinations.keys():
        if len(name) >= SHORTEST and name.isalpha():
            for short in _shortened(name):
                made[short] = f"{made[short]} {name}" if short in made else name
    return made


def _shortened(word: str) -> set[str]:
    """The word, and the word without each of its letters: near words have one of these alike."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
