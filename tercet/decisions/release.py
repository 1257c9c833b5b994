"""May they be left, and from when may they drive again?"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tercet.decisions import rules
from tercet.decisions.facts import Facts
from tercet.decisions.words import Decision
from tercet.knowledge import Knowledge, Protocol


def decide(facts: Facts, protocol: Protocol, known: Knowledge) -> Decision:
    """One finding a rule of release; all of them must pass before anyone leaves."""
    return rules.decide("release", protocol.release.values(), facts, known=known)


def may_drive_from(dosed_at: datetime, zone: ZoneInfo, protocol: Protocol) -> datetime:
    """The morning of the next local day, in `zone`; a clock change moves no one to an earlier one.

    `dosed_at` must have a zone of its own. A dose after midnight waits for the day after.
    """
    if dosed_at.utcoffset() is None:
        raise ValueError("dosed_at has no time zone.")
    tomorrow = dosed_at.astimezone(zone).date() + timedelta(days=1)
    morning = datetime.combine(tomorrow, protocol.morning, zone)
    latest = max(morning.replace(fold=fold).timestamp() for fold in (0, 1))
    return datetime.fromtimestamp(latest, zone)
