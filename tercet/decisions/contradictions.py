"""Facts that cannot all be so: one finding for each contradiction, which asks and never passes.

None of the facts is struck out for it: a "yes" that excludes still excludes. The sentence says
that one of them was said wrongly, and the question asks which.
"""

from datetime import datetime
from functools import cache

from tercet.decisions import sight
from tercet.decisions.logic import Expression, all_of, fact
from tercet.decisions.sight import Seen
from tercet.decisions.words import Finding, Verdict
from tercet.knowledge import Contradiction


@cache
def reasoning(contradiction: Contradiction) -> Expression:
    """Everything it names is as it must not all be; built once."""
    said = [fact(name).is_yes for name in contradiction.yes]
    said += [~fact(name).is_yes for name in contradiction.no]
    said += [fact(name).is_known for name in contradiction.known]
    if contradiction.not_below:
        upper, lower = contradiction.not_below
        said.append(fact(lower) - fact(upper) >= 0)
    return all_of(said)


def finding(contradiction: Contradiction, seen: list[Seen], now: datetime) -> Finding:
    """What is asked of whoever can say which of these is right."""
    return Finding(
        rule=contradiction.id,
        title=contradiction.title,
        verdict=Verdict.ASK,
        saw=sight.in_words(seen, now),
        says=contradiction.says,
        ask=contradiction.ask,
        who=contradiction.who,
        sources=contradiction.sources,
        strength="D",
        basis="derived",
        verified="derived",
        evidence="programme",
        remedy="The answers are put right and it is judged again.",
        proof=tuple(sight.proof(one) for one in seen),
    )
