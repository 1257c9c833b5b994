"""What the tests of the pure floors share. Nothing here needs Django or a database."""

import pytest

from tercet import knowledge


@pytest.fixture(scope="session")
def known():
    """The knowledge as it is published here."""
    return knowledge.read()


@pytest.fixture(scope="session")
def protocol(known):
    """The one course there is."""
    return known.protocols["at-home-low-dose"]
