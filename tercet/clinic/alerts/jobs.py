"""Telling people by mail that something needs them. The message itself says nothing of health."""

from django.core.mail import send_mail
from procrastinate.contrib.django import app

from tercet.clinic.alerts.models import Alert, AlertStep
from tercet.clinic.people.models import Person, TeamMember

SUBJECT = "Tercet needs you now"
BODY = "Someone in your care needs a person. Sign in to Tercet to see who and why.\n"


@app.task(name="send-notices", retry=5, pass_context=False)
def send_notices(alert: int, step: int) -> None:
    """Mail those whom one step of the ladder names; an alert taken in the meantime is quiet."""
    reached = AlertStep.objects.select_related("alert").get(alert=alert, step=step)
    if reached.alert.acknowledged_at:
        return
    for address in whom(reached.alert, reached.who):
        send_mail(SUBJECT, BODY, None, [address])


def whom(alert: Alert, who: str) -> list[str]:
    """Addresses for a step: that role on the patient's team, else that role in the clinic."""
    team = TeamMember.objects.filter(patient=alert.patient_id, until_at=None, member__role=who)
    found = list(team.values_list("member__email", flat=True))
    return found or list(
        Person.objects.filter(role=who, is_active=True, role__in=Person.STAFF).values_list(
            "email", flat=True
        )
    )
