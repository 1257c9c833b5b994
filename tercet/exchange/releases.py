"""Which FHIR release a bundle speaks; only R4 (https://hl7.org/fhir/R4/) and R4B are read."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tercet.exchange import NotUnderstood

CORE_PROFILE = re.compile(r"hl7\.org/fhir/StructureDefinition/[A-Za-z]+\|(\d+)\.")
SHAPES: dict[str, type] = {"string": str, "object": dict, "array": list}
ENDING = "only R4 (4.0.1) and R4B are read"


@cache
def tells() -> dict[str, Any]:
    """The signs of other releases, from releases.toml."""
    return tomllib.loads((Path(__file__).parent / "releases.toml").read_text("utf-8"))


def insist_on_r4(resource: dict[str, Any], path: str) -> None:
    """Raise NotUnderstood when `resource` cannot be R4, naming the element that shows it."""
    for release, where in _signs(resource, path):
        raise NotUnderstood(f"{where} is FHIR {release}; {ENDING}.")


def _signs(resource: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    known = tells()
    kind = resource.get("resourceType")
    if not isinstance(kind, str):
        return
    if release := known["types"].get(kind):
        yield release, f"{path} (a {kind})"
    yield from _named(resource, path)
    for element, release in known["elements"].get(kind, {}).items():
        name, _, shape = element.partition("=")
        if name in resource and (not shape or isinstance(resource[name], SHAPES[shape])):
            yield release, f"{path}.{name}"


def _named(resource: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """Releases named outright, by `fhirVersion` or by the address of a profile."""
    known = tells()
    version = resource.get("fhirVersion")
    if isinstance(version, str) and (release := known["versions"].get(version.split(".")[0])):
        yield release, f"{path}.fhirVersion {version:.20}".lstrip(".")
    meta = resource.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    for n, profile in enumerate(profiles if isinstance(profiles, list) else ()):
        if isinstance(profile, str) and (release := _of_profile(profile)):
            yield release, f"{path}.meta.profile[{n}]".lstrip(".")


def _of_profile(profile: str) -> str | None:
    known = tells()
    if core := CORE_PROFILE.search(profile):
        return str(known["versions"].get(core.group(1), "")) or None
    named = (release for words, release in known["profiles"].items() if words in profile)
    return next(named, None)
