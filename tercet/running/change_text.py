"""What would change a verdict, on eighty columns: a verdict, and the smallest sets beside it."""

from collections.abc import Iterator, Sequence

from tercet.decisions.change import ANSWER, CORRECTION, REMEDY, Change, Move
from tercet.running.paper import marked, paragraph

SETS_SHOWN = 3  # for each verdict; JSON has them all
FACTS_SHOWN = 6  # of one set; the rest are counted
HOW = {
    ANSWER: "",
    REMEDY: ", as its remedy says",
    CORRECTION: ", if what was said is wrong",
}


def change_lines(changes: Sequence[Change]) -> Iterator[str]:
    """Nothing where nothing need change."""
    if not changes:
        return
    yield ""
    yield "What would change this verdict"
    for change in changes:
        if change.held:
            begun = "No answer would" if change.searched else "No way was found in the time"
            text = f"{begun}; a person decides on: {', '.join(change.held)}."
            yield from paragraph("", text, indent=2, width=0)
            continue
        yield f"  to {marked(change.verdict.name)}"
        shown = [moves for moves in change.sets if len(moves) <= FACTS_SHOWN] or change.sets[:1]
        for number, moves in enumerate(shown[:SETS_SHOWN]):
            yield from paragraph("or" if number else "if", _set(moves))
        yield from paragraph("", _rest(change, len(shown[:SETS_SHOWN])))


def _set(moves: Sequence[Move]) -> str:
    told = [f"{move.label}: {move.to}{HOW[move.how]}" for move in moves]
    if len(told) > FACTS_SHOWN:
        told = [*told[:FACTS_SHOWN], f"and {len(told) - FACTS_SHOWN} more facts as they must be"]
    return f"{'; '.join(told)}."


def _rest(change: Change, shown: int) -> str:
    more = change.unlisted + len(change.sets) - shown
    least = "" if change.searched else "at least "
    return f"And {least}{more} other ways." if more else ""
