"""Gives Tomás of the demo a diary of some weeks, and prints his way in.

python -m tests.journeys.weeks_of_diary    in the environment of a running demo
"""

from datetime import timedelta
from uuid import uuid4

from tercet.running.demo_command import clinic_at_hand

# Days ago, the worst fear (None: not said), minutes, whether it was seen coming.
ATTACKS = [
    (34, 90, 25, "no"),
    (33, 75, None, None),
    (31, None, 10, "no"),
    (30, 70, 15, "yes"),
    (19, 60, 12, "yes"),
    (9, 45, 8, "yes"),
    (4, 30, 5, "yes"),
]
# Days ago, share of the day, what is feared, what came of it.
WORRIES = [
    (34, 80, "They will let me go", "no"),
    (33, 75, "", ""),
    (32, 70, "I will faint", "no"),
    (31, None, "She is angry with me", "partly"),
    (29, 60, "", ""),
    (28, 65, "", ""),
    (25, 50, "The lift gets stuck", "no"),
    (24, 55, "I will faint", "no"),
    (18, 40, "I cannot pay the rent", "yes"),
    (12, 0, "", ""),
    (11, 35, "I say nonsense", "no"),
    (3, 20, "The test is bad", "early"),
]
# Days ago, how it went, fear before, at its peak, after.
AISLE = [(33, "did", 40, 70, 40), (30, "did", 35, 50, 20), (28, "did", 20, 30, 10)]
QUEUE = [
    (20, "left", 60, 80, 70),
    (17, "not-tried", 70, None, None),
    (14, "did", 50, 55, 30),
    (10, "did", 40, None, 20),
    (6, "did", 30, 35, 20),
    (2, "did", 20, 30, 10),
]


def main() -> None:
    with clinic_at_hand():
        from tercet.clinic.clock import now
        from tercet.clinic.models import Person
        from tercet.clinic.people.actions import make_sign_in_link

        tomas = Person.objects.get(email="tomas@demo.example")
        if not tomas.diary.exists():
            write(tomas, now())
        print(f"/demo/{make_sign_in_link(tomas, now=now())}/")


def write(tomas, now) -> None:
    from tercet.clinic.diary import actions

    def keep(kind, days, of=None, **said):
        at = now - timedelta(days=days)
        if kind in ("worry", "attempt"):
            said["day"] = at.astimezone(tomas.tz).date().isoformat()
            at = at.astimezone(tomas.tz).replace(hour=0, minute=0, second=0, microsecond=0)
        said = {name: value for name, value in said.items() if value not in (None, "")}
        who = {"once": uuid4(), "by": tomas, "now": now}
        return actions.keep(tomas, kind, said, happened_at=at, of=of, **who)

    for days, worst, minutes, expected in ATTACKS:
        words = "In the queue at the shop" if worst == 90 else ""
        keep("panic", days, worst=worst, minutes=minutes, expected=expected, words=words)
    for days, share, fears, happened in WORRIES:
        worry = keep("worry", days, share=share, fears=fears)
        if happened:
            keep("worry-outcome", 0, of=worry, happened=happened)
    goal = keep("goal", 34, area="places", words="Do the week’s shopping by myself on a Saturday")
    aisle = keep("step", 34, of=goal, words="Walk one aisle and leave", expected=60)
    queue = keep("step", 33, of=goal, words="Stand in the queue with one thing", expected=80)
    keep("step", 32, of=goal, words="The whole list, on a Saturday morning", expected=95)
    for step, tries in ((aisle, AISLE), (queue, QUEUE)):
        for days, did, before, peak, after in tries:
            keep("attempt", days, of=step, did=did, before=before, peak=peak, after=after)
    call = keep("goal", 30, area="social", words="Call my brother")
    keep("goal-finished", 1, of=call)


if __name__ == "__main__":
    main()
