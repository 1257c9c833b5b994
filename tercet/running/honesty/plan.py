"""plan.toml as frozen values: what is true of made-up people, and how they answer."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).with_name("plan.toml")


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole file."""

    seed: int
    people: int
    clinics: int
    people_a_clinic: int
    answering: Mapping[str, Any]
    truth: Mapping[str, Any]
    questionnaire: Mapping[str, Any]


def plan(file: Path = HERE, **instead: int) -> Plan:
    """The plan in this file; `instead` changes how many are made up."""
    return Plan(**{**tomllib.loads(file.read_text(encoding="utf-8")), **instead})
