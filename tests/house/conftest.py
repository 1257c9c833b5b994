"""The clinic's cast and browsers, lent to the rules that walk the whole house."""

from tests.clinic.conftest import (
    cast,
    clinic,
    django_db_modify_db_settings,
    emptied_between_tests,
    visit,
)

__all__ = ["cast", "clinic", "django_db_modify_db_settings", "emptied_between_tests", "visit"]
