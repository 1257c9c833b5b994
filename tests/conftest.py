"""What every test may ask for: the database, the fixed cast, and a visit as one of them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
EVENING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # 18:00 in Denver, the day before


def pytest_collection_modifyitems(items):
    """Tests of the shared data run where it is; elsewhere they are listed as needing it."""
    if not SHARED.exists():
        needs = pytest.mark.skip(reason="needs data: ../shared/data is not beside this clone")
        for item in items:
            if "shared" in item.keywords:
                item.add_marker(needs)


@pytest.fixture
def evening():
    """The evening on which most stories happen."""
    return EVENING
