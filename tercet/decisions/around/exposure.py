"""What each interacting medicine does to the amount of ketamine in the blood, by the route ordered.

A number is shown only where it was measured, with the route it was measured by. A lozenge was
never studied: its share that passes gut and liver is given the ratio of what is swallowed. What
is only expected of a class has a direction and no number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

from tercet.decisions.around.taken import Taken, taken
from tercet.decisions.facts import Facts
from tercet.knowledge import Inferred, Knowledge, Measured, Ratio, Share

KETAMINE = ("S-ketamine", "ketamine")
SWALLOWED, SPAT, NASAL, INFUSION = ROUTES = ("swallowed", "spat", "nasal", "infusion")
UNCHANGED = Ratio(1, 1, 1)
BY_ITS_CLASS = "Expected of its class. No human study with ketamine; an inference, not a number."
NOT_BY_THIS_ROUTE = (
    "Not measured by this route: an inference. The range runs from no change to what was seen "
    "when it was swallowed."
)
ROUTE_NOT_KNOWN = "The route is not known, so the strongest effect of all routes counts."


@dataclass(frozen=True, slots=True)
class Interaction:
    """What one medicine on the list does to one dose."""

    what: str  # the line as it was written
    of: str  # its ingredient, or the class somebody named
    route: str | None  # as ordered; None: not known
    direction: str  # more | less | unchanged
    measured: bool  # by exactly this route
    ratio: Ratio | None  # of ketamine in the blood over time; None where nobody has a number
    studies: tuple[Measured, ...]
    inferences: tuple[str, ...]
    says: tuple[str, ...]  # what to do
    pieces: tuple[Measured | Inferred, ...]  # what all this rests on


def interactions(facts: Facts, route: str | None, known: Knowledge) -> tuple[Interaction, ...]:
    """One for each ingredient that is measured or inferred to change the amount in the blood."""
    made = [
        each
        for one in taken(facts, known)
        for of, names in _of(one, known)
        for each in _interactions(one, of, names, route=route, known=known)
    ]
    return tuple(sorted(made, key=lambda each: (each.of, each.what)))


def _of(one: Taken, known: Knowledge) -> Iterator[tuple[str, frozenset[str]]]:
    """Each ingredient with its own classes; a class without a name stands for itself."""
    for part in one.parts:
        yield part, frozenset((part, *known.medicines[part].classes))
    if not one.parts:
        for name in sorted(one.names):
            yield name, frozenset({name})


def _interactions(
    one: Taken, of: str, names: frozenset[str], *, route: str | None, known: Knowledge
) -> Iterator[Interaction]:
    studies = tuple(each for each in known.around.measured.values() if each.of in names)
    if any(each.analyte in KETAMINE for each in studies):
        yield _from_studies(one, of, studies, route=route, shares=known.around.shares.values())
        return
    for each in known.around.inferred.values():
        if names & set(each.classes):
            yield Interaction(
                what=one.what,
                of=of,
                route=route,
                direction=each.direction,
                measured=False,
                ratio=None,
                studies=(),
                inferences=(BY_ITS_CLASS,),
                says=(each.says,),
                pieces=(each,),
            )


def _from_studies(
    one: Taken,
    of: str,
    studies: tuple[Measured, ...],
    *,
    route: str | None,
    shares: Iterable[Share],
) -> Interaction:
    by_route = {share.id: share for share in shares}
    ratio = ratio_of(studies, route, by_route)
    exact = tuple(each for each in studies if each.route == route and route not in by_route)
    telling = exact or tuple(each for each in studies if each.route == SWALLOWED) or studies
    return Interaction(
        what=one.what,
        of=of,
        route=route,
        direction=direction_of(ratio),
        measured=bool(exact),
        ratio=ratio,
        studies=studies,
        inferences=() if exact else (_why(route, by_route),),
        says=tuple(dict.fromkeys(each.says for each in telling)),
        pieces=telling,
    )


def ratio_of(
    studies: Iterable[Measured], route: str | None, shares: "dict[str, Share]"
) -> Ratio | None:
    """How many times as much reaches the blood by this route; the worst of all if it is unknown."""
    studied = [each for each in studies if each.analyte in KETAMINE]
    if route is None:
        return _worst(filter(None, (ratio_of(studied, each, shares) for each in ROUTES)))
    if route not in shares:
        exact = _together(each for each in studied if each.route == route)
        return exact or _between(UNCHANGED, _swallowed(studied))
    swallowed = _swallowed(studied)
    direct = _together(each for each in studied if each.route == INFUSION) or UNCHANGED
    return _mixed(direct, swallowed, shares[route]) if swallowed else None


def direction_of(ratio: Ratio | None) -> str:
    """More, less or unchanged."""
    value = ratio.value if ratio else 1
    if value > 1:
        return "more"
    return "less" if value < 1 else "unchanged"


def _swallowed(studies: Iterable[Measured]) -> Ratio | None:
    """As it was measured when swallowed, with the other end that a model gives, if one does."""
    of = [each for each in studies if each.route == SWALLOWED]
    made = _together(of)
    ends = [each.modelled for each in of if each.modelled is not None]
    return made and Ratio(made.value, min([made.low, *ends]), max([made.high, *ends]))


def _together(studies: Iterable[Measured]) -> Ratio | None:
    """Several studies of one thing: the furthest from no change, and all their ranges."""
    return _worst(each.auc for each in studies)


def _worst(ratios: Iterable[Ratio]) -> Ratio | None:
    every = list(ratios)
    if not every:
        return None
    furthest = max((each.value for each in every), key=lambda value: (abs(log(value)), value))
    return Ratio(furthest, min(e.low for e in every), max(e.high for e in every))


def _mixed(direct: Ratio, swallowed: Ratio, share: Share) -> Ratio:
    """The swallowed ratio to the share that is swallowed, the direct one to the rest."""
    ends = [
        _mix(one, other, part)
        for one in (direct.low, direct.high)
        for other in (swallowed.low, swallowed.high)
        for part in (share.low, share.high)
    ]
    return Ratio(_mix(direct.value, swallowed.value, share.high), min(ends), max(ends))


def _mix(direct: float, swallowed: float, share: float) -> float:
    return direct * (1 - share) + swallowed * share


def _between(one: Ratio, other: Ratio | None) -> Ratio | None:
    """Somewhere from one to the other; the further is what counts."""
    return other and Ratio(other.value, min(one.low, other.low), max(one.high, other.high))


def _why(route: str | None, shares: "dict[str, Share]") -> str:
    if route is None:
        return ROUTE_NOT_KNOWN
    return shares[route].says if route in shares else NOT_BY_THIS_ROUTE
