"""Whatever a file holds, bundle or flat, as facts; and what could not be read, beside what was."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from tercet.decisions import Decision, Finding
from tercet.decisions.rules import reasoning
from tercet.decisions.stacking import COUNTED
from tercet.exchange import NotUnderstood
from tercet.exchange.fhir import heard_in_bundle
from tercet.exchange.flat import heard_in_flat
from tercet.exchange.words import MEDICINES, Heard
from tercet.knowledge import Knowledge

# What is worked out from the list of medicines shares what could not be read of it.
WORKED_OUT = ("takes-", "unrecognised-medicines", *COUNTED)


def heard_in(value: Any, *, now: datetime, known: Knowledge, as_of: bool = False) -> Heard:
    """The facts in parsed JSON: a FHIR bundle when it says what resource it is, else flat facts."""
    if not isinstance(value, dict):
        shape = "an array" if isinstance(value, list) else "a bare value"
        raise NotUnderstood(f"holds {shape}; a FHIR bundle or an object of facts is read.")
    if "resourceType" in value:
        return heard_in_bundle(value, now=now, known=known, as_of=as_of)
    if isinstance(value.get("entry"), list):
        raise NotUnderstood("has entries but no resourceType; a FHIR bundle says that it is one.")
    return heard_in_flat(value, now=now, known=known)


def with_notes(decision: Decision, heard: Heard, known: Knowledge) -> Decision:
    """The decision with what could not be read written beside what was seen; no verdict moves."""
    if not heard.notes:
        return decision
    return replace(decision, findings=tuple(_noted(one, heard, known) for one in decision.findings))


def _noted(finding: Finding, heard: Heard, known: Knowledge) -> Finding:
    names = reasoning(known.rules[finding.rule]).facts if finding.rule in known.rules else ()
    asked = [MEDICINES if name.startswith(WORKED_OUT) else name for name in names]
    notes = [heard.notes[name] for name in dict.fromkeys(asked) if name in heard.notes]
    return replace(finding, saw="; ".join([finding.saw, *notes])) if notes else finding
