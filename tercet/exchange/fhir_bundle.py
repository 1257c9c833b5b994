"""The entries of a bundle, sorted: https://hl7.org/fhir/R4/bundle.html and its references,
https://hl7.org/fhir/R4/references.html."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tercet.exchange import NotUnderstood
from tercet.exchange.place import Place, must_be
from tercet.exchange.releases import insist_on_r4

MOST_ENTRIES = 100_000  # far more than a lifetime's record


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource of the bundle and the addresses by which others refer to it."""

    place: Place
    kind: str
    addresses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Record:
    """A bundle about one patient."""

    patient: Entry
    of: Mapping[str, tuple[Entry, ...]]  # resource type -> entries
    medications: Mapping[str, Place]  # every address -> the Medication resource there

    def about_the_patient(self, kind: str) -> Iterator[Place]:
        """The resources of a type whose subject is the patient."""
        return (entry.place for entry in self.of.get(kind, ()) if self._is_about(entry.place))

    def about_others(self, *kinds: str) -> int:
        """How many resources of the types are about somebody else, or do not say about whom."""
        every = [entry.place for kind in kinds for entry in self.of.get(kind, ())]
        return sum(not self._is_about(place) for place in every)

    def _is_about(self, place: Place) -> bool:
        subject = place.part("patient" if "patient" in place.value else "subject")
        reference = subject.text("reference") if subject else None
        return reference is not None and _unversioned(reference) in self.patient.addresses


def record_in(bundle: Any) -> Record:
    """The record in parsed JSON. Raises NotUnderstood unless it is an R4 bundle of one patient."""
    place = _bundle(bundle)
    of: dict[str, list[Entry]] = defaultdict(list)
    for entry in _entries(place):
        of[entry.kind].append(entry)
    patients = of["Patient"]
    if len(patients) != 1:
        several = " and ".join(p.place.path for p in patients[:2])
        held = f"{len(patients)} patients ({several})" if patients else "no Patient"
        raise NotUnderstood(f"holds {held}; a bundle about one person is read.")
    medications = {a: one.place for one in of["Medication"] for a in one.addresses}
    return Record(patients[0], {k: tuple(v) for k, v in of.items()}, medications)


def _bundle(bundle: Any) -> Place:
    if not isinstance(bundle, dict):
        raise NotUnderstood(f"is not a FHIR resource: it must be an object, not {_shape(bundle)}.")
    kind = bundle.get("resourceType")
    if kind != "Bundle":
        named = f"a {kind:.40}" if isinstance(kind, str) else "a thing without a resourceType"
        raise NotUnderstood(f"is {named}; a Bundle about one person is read.")
    insist_on_r4(bundle, "")
    if bundle.get("type") == "history":
        raise NotUnderstood("is a history bundle: several versions of things, not what holds now.")
    return Place(bundle, "")


def _shape(value: Any) -> str:
    return "an array" if isinstance(value, list) else "a bare value"


def _entries(bundle: Place) -> Iterator[Entry]:
    listed = bundle.value.get("entry")
    if listed is not None and len(must_be(listed, list, "entry")) > MOST_ENTRIES:
        raise NotUnderstood(f"holds {len(listed):,} entries; up to {MOST_ENTRIES:,} are read.")
    for outer in bundle.each("entry"):
        place = outer.part("resource")
        if place is None:
            continue  # a transaction may delete, and a response may be empty
        kind = place.text("resourceType")
        if kind is None:
            raise NotUnderstood(f"{place.path} has no resourceType.")
        insist_on_r4(place.value, place.path)
        yield Entry(place, kind, _addresses(outer.text("fullUrl"), kind, place.text("id")))


def _addresses(full: str | None, kind: str, id_: str | None) -> frozenset[str]:
    relative = f"{kind}/{id_}" if id_ else None
    return frozenset(filter(None, (full, relative)))


def _unversioned(reference: str) -> str:
    return reference.partition("/_history/")[0]
