"""The clinic's cast, browsers and evening, lent to the rules that walk the whole house."""

from tests.clinic.an_evening import course, holding, planned, released, working
from tests.clinic.conftest import (
    cast,
    clinic,
    django_db_modify_db_settings,
    django_db_setup,
    emptied_between_tests,
    visit,
)

__all__ = [
    "cast",
    "clinic",
    "course",
    "django_db_modify_db_settings",
    "django_db_setup",
    "emptied_between_tests",
    "holding",
    "planned",
    "released",
    "visit",
    "working",
]
