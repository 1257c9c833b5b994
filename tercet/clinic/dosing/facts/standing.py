"""Whether what was signed still stands tonight: the order's check, the law, the consent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tercet.clinic.dosing.facts.shown import said_by_rows
from tercet.clinic.dosing.facts.story import protocol_of
from tercet.clinic.dosing.models import DosingSession
from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment.facts import as_said, base_mg, before, dose_of
from tercet.clinic.treatment.models import Order
from tercet.decisions import Decision, Facts, Said, Verdict, law, order
from tercet.knowledge import read

# What of the evaluation the check of an order leans on.
ASKED_OF_THE_ORDER = ("born-on", "severe-liver-disease", "liver-disease", "child-pugh", "medicines")


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed for one dosing session: every order of the patient, what was signed over."""

    orders: Sequence[Order]
    over: Collection[str]


def standing(
    dosing: DosingSession, said: Mapping[str, Said], signed: Signed, *, now: datetime
) -> dict[str, Said]:
    """Facts about what was signed, as it stands at this moment. Not known stays not known."""
    course, protocol = dosing.course, protocol_of(dosing)
    earlier = before(signed.orders, order=dosing.order_id, protocol=course.protocol)
    saw = Facts({**said, **as_said(dose_of(dosing.order), earlier, now=now)}, now)
    today = now.astimezone(dosing.patient.tz).date()
    more = earlier.taken_mg is None or base_mg(dosing.order, course.protocol) > earlier.taken_mg
    told: dict[str, Any] = {
        "order-still-passes": _still_passes(order.decide(saw, protocol, read()), signed.over),
        "legal-basis-holds": law.legal_basis(saw, today, read()).holds,
        "consent-version-current": _consent_is_current(dosing, said.get("consent-signed"), now=now),
        "first-dose-or-increase": earlier.never or more,
    }
    return said_by_rows({n: value for n, value in told.items() if value is not None}, now)


def signed_over(orders: Collection[int]) -> dict[int, frozenset[str]]:
    """For each order: what a prescriber read of it and signed over, with a reason."""
    kept = KeptDecision.objects.filter(signatures__order__in=orders)
    rows = kept.values_list("signatures__order", "made")
    return {
        order: frozenset(each.rule for each in Decision.from_dict(made).of(Verdict.REVIEW))
        for order, made in rows
    }


def _still_passes(made: Decision, signed: Collection[str]) -> bool | None:
    """What was signed over passes; anything graver or new does not, and not known is not known."""
    if made.verdict >= Verdict.STOP:
        return False
    if any(each.rule not in signed for each in made.of(Verdict.REVIEW)):
        return False
    return None if made.of(Verdict.ASK) else True


def _consent_is_current(dosing: DosingSession, said: Said | None, *, now: datetime) -> bool | None:
    """Signed under the text now in force, and not longer ago than a signature lasts."""
    if said is None or said.at is None:
        return None
    consent, zone = protocol_of(dosing).consent, dosing.patient.tz
    signed_on = said.at.astimezone(zone).date()
    age = now.astimezone(zone).date() - signed_on
    return said.value is True and signed_on >= consent.since and age.days <= consent.lasts_days
