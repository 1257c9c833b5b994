"""Which answers call a person, and by which ladder. An unanswered question is no answer."""

from collections.abc import Iterable

from tercet.decisions.instruments import Score
from tercet.knowledge import Wake


def by_answers(wakes: Iterable[Wake], score: Score) -> tuple[Wake, ...]:
    """Whom these answers call: by the entry that names the flag, else as the flag itself says.

    A flag that calls nobody is a finding to be read.
    """
    rules = [wake for wake in wakes if wake.on == "flag"]
    called: dict[str, Wake] = {}
    for flag in score.flags:
        if not flag.raised:
            continue
        own = [w for w in rules if w.instrument == score.instrument and w.flag in {"", flag.id}]
        for wake in own or [w for w in rules if not w.instrument and w.calls == flag.calls]:
            called[wake.id] = wake
    return tuple(called.values())


def by_refusal(wakes: Iterable[Wake], instrument: str) -> tuple[Wake, ...]:
    """Whom it calls that somebody did not want to answer this."""
    return tuple(w for w in wakes if w.on == "refused" and w.instrument == instrument)
