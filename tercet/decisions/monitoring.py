"""How is this live dosing session going, and who must act by when? Silence is a finding too."""

from datetime import datetime, timedelta

from tercet.decisions import rules
from tercet.decisions.facts import Facts
from tercet.decisions.words import Decision, Finding
from tercet.knowledge import Knowledge, Protocol, Step


def decide(facts: Facts, protocol: Protocol, known: Knowledge) -> Decision:
    """One finding a rule of monitoring, on what was last heard and measured."""
    return rules.decide("monitoring", protocol.monitoring.values(), facts, known=known)


def silent_after(heard_at: datetime, protocol: Protocol) -> datetime:
    """The moment after which hearing nothing is itself an alarm: a check-in and its grace."""
    rhythm = protocol.check_in
    return heard_at + timedelta(minutes=rhythm.every_minutes + rhythm.grace_minutes)


def ladder(finding: Finding, protocol: Protocol) -> tuple[Step, ...]:
    """Who is called for this finding, in order; empty where the board alone is enough."""
    rule = protocol.monitoring.get(finding.rule)
    name = rule.ladder if rule else "worse"
    return protocol.ladders[name] if name else ()
