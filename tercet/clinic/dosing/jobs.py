"""Done on a clock: finding mornings that nobody answered."""

from datetime import timedelta

from procrastinate.contrib.django import app

from tercet.clinic import clock
from tercet.clinic.dosing import facts
from tercet.clinic.dosing.actions import notice_missing_morning
from tercet.clinic.dosing.models import DosingEvent, DosingSession

LOOK_BACK = timedelta(days=7)


@app.periodic(cron="*/5 * * * *")
@app.task(name="notice-missing-mornings", pass_context=False)
def notice_missing_mornings(timestamp: int) -> None:
    """Whoever was released and has not answered by the hour the protocol names is followed up."""
    now = clock.now()
    released = DosingEvent.objects.filter(kind="released", at__gt=now - LOOK_BACK)
    waiting = DosingSession.objects.filter(pk__in=released.values("dosing")).exclude(
        events__kind="morning"
    )
    for dosing in waiting.select_related("patient", "course"):
        if now >= facts.morning_is_late_at(dosing, facts.story(dosing)):
            notice_missing_morning(dosing, now=now)
