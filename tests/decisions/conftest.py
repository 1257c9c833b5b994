"""What the tests of the pure floors share. Nothing here needs Django or a database."""

import pytest

from tercet import knowledge
from tercet.decisions import contradictions, rules
from tercet.decisions.medicines import names


@pytest.fixture(autouse=True)
def nothing_was_built_before():
    """Expressions are built once and kept; a test builds its own, so that it sees what it reads."""
    rules.reasoning.cache_clear()
    rules._made_ready.cache_clear()
    contradictions.reasoning.cache_clear()
    names._names.cache_clear()
    names._near.cache_clear()


@pytest.fixture(scope="session")
def known():
    """The knowledge as it is published here."""
    return knowledge.read()


@pytest.fixture(scope="session")
def protocol(known):
    """The one course there is."""
    return known.protocols["at-home-low-dose"]
