"""How the tests of translation ask: a bundle about Maria, heard at noon on 22 November 2026."""

from typing import Any

import pytest
from maria_in_fhir import NOW, Json, bundle

from tercet.decisions import Decision, eligibility
from tercet.exchange import NotUnderstood
from tercet.exchange.reading import heard_in, with_notes
from tercet.exchange.words import Heard
from tercet.knowledge import read

KNOWN = read()


def hear(*resources: Json, as_of: bool = False, **more: Any) -> Heard:
    return heard_in(bundle(*resources, **more), now=NOW, known=KNOWN, as_of=as_of)


def value(fact: str, *resources: Json, **more: Any) -> Any:
    """What the bundle says of one fact; None is not known."""
    return hear(*resources, **more).facts.value(fact)


def note(fact: str, *resources: Json, **more: Any) -> str:
    """What could not be read of one fact, which then has no value."""
    heard = hear(*resources, **more)
    assert heard.facts.value(fact) is None
    return heard.notes[fact]


def decide(heard: Heard) -> Decision:
    return with_notes(eligibility.decide(heard.facts, KNOWN), heard, KNOWN)


def why_not(found: Any) -> str:
    """The sentence with which parsed JSON is refused."""
    with pytest.raises(NotUnderstood) as refused:
        heard_in(found, now=NOW, known=KNOWN)
    return str(refused.value)
