"""The turns of a dose: planned, started, released, closed; and every refusal on the way."""

from uuid import uuid4

import pytest

from tercet.clinic.dosing import actions, facts


def test_smoke(released):
    assert facts.story(released).phase == "resting"
