"""The course page of one patient with a year of answers: how long the server takes for it.

Tercet runs as `make run` starts it; the page is asked for over loopback by somebody signed in, and
in turns with `/ready`, which only asks PostgreSQL whether it answers. Limit: 50 ms server time.
"""

import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS, WARM = 41, 5
LIMIT_MS = 50
COMMAND = [sys.executable, "-m", "tercet.running.command"]
YEAR = """
from datetime import timedelta
from uuid import uuid4
from tercet.running.demo_command import clinic_at_hand

with clinic_at_hand():
    from django.db import transaction
    from tercet import knowledge
    from tercet.clinic.asking import actions as asking
    from tercet.clinic.asking import facts as asked
    from tercet.clinic.clock import now
    from tercet.clinic.measures.actions import answer_instrument
    from tercet.clinic.models import Answer, Assessment, DiaryEntry, DosingEvent, Person
    from tercet.clinic.people.actions import make_sign_in_link

    tomas, okafor = (Person.objects.get(email=f"{k}@demo.example") for k in ("tomas", "okafor"))
    known, today = knowledge.read().instruments, now()

    def told(name, day, at):
        ids = [item.id for item in known[name].items]
        given = {i: 50 if len(ids) == 1 else (day + n) % 2 for n, i in enumerate(ids)}
        answer_instrument(tomas, name, given, once=uuid4(), by=tomas, now=at)

    with transaction.atomic():  # all that the plan asks for in a year, and what he keeps himself
        for day in range(330):
            at = today - timedelta(days=330 - day, hours=1)
            asking.open_windows(tomas, now=at)
            for standing in asked.open_now(tomas, now=at):
                for name in standing.left if day % 4 else ():
                    if name in known:
                        told(name, day, at)
            if day % 7 == 0:
                told("gad-7", day, at)
            if day % 3 == 0:
                said = {"worst": 40 + day % 50, "minutes": 10}
                DiaryEntry.objects.create(patient=tomas, by=tomas, kind="panic", happened_at=at,
                                          at=at, said=said, once=uuid4())
            if day % 20 == 0:
                Answer.objects.create(patient=tomas, fact="vomited-times", value=1, at=at,
                                      by=tomas, once=uuid4())
    print("ROWS", Assessment.objects.filter(patient=tomas).count(), tomas.asked.count(),
          DosingEvent.objects.filter(patient=tomas).count(), DiaryEntry.objects.count())
    print("PATIENT", tomas.pk, make_sign_in_link(okafor, now=now()),
          make_sign_in_link(tomas, now=now()))
"""


def main() -> int:
    """Start, fill a year, and ask for the three pages in turns."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "TERCET_"))}
        env = plain | {"TERCET_VAR": f"{folder}/var", "TERCET_PORT": str(port)}
        log = Path(folder) / "said.log"
        with log.open("wb") as said:
            run = subprocess.Popen([*COMMAND, "run"], env=env, stdout=said)
        try:
            while "Ready in" not in log.read_text():
                assert run.poll() is None, log.read_text()
                time.sleep(0.1)
            return measure(env, port)
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait(30)


def measure(env: dict[str, str], port: int) -> int:
    subprocess.run([*COMMAND, "demo", "forward", "330d"], env=env, check=True, capture_output=True)
    filled = subprocess.run(
        [sys.executable, "-c", YEAR], env=env, check=True, capture_output=True, text=True
    ).stdout
    answers, asked, events, diary = re.search(r"ROWS (\d+) (\d+) (\d+) (\d+)", filled).groups()
    patient, prescriber, himself = re.search(r"PATIENT (\S+) (\S+) (\S+)", filled).groups()
    pages = {
        "/ready": ("/ready", {}),
        "course page, prescriber": (f"/patients/{patient}/course/", signed_in(port, prescriber)),
        "course page, patient": ("/course/", signed_in(port, himself)),
    }
    taken: dict[str, list[float]] = {name: [] for name in pages}
    sizes: dict[str, int] = {}
    for turn in range(WARM + ROUNDS):
        for name, (path, headers) in pages.items():
            milliseconds, sizes[name] = asked_for(port, path, headers)
            if turn >= WARM:
                taken[name].append(milliseconds)
    print(f"{answers} answers, {asked} windows, {events} dosing events, {diary} diary entries")
    print(f"{'milliseconds':28} {'median':>8} {'p95':>8}   bytes")
    for name, times in taken.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:28} {statistics.median(times):8.1f} {p95:8.1f}   {sizes[name]:,}")
    worst = max(statistics.median(times) for times in taken.values())
    print(
        f"{'within' if worst <= LIMIT_MS else 'OVER'} its limit: {worst:.1f} ms (<= {LIMIT_MS} ms)"
    )
    return 0


def signed_in(port: int, token: str) -> dict[str, str]:
    """The cookie of whoever a demo's link signs in."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    line.request("GET", f"/demo/{token}/")
    said = line.getresponse().headers.get_all("Set-Cookie") or []
    return {"Cookie": "; ".join(each.split(";")[0] for each in said)}


def asked_for(port: int, path: str, headers: dict[str, str]) -> tuple[float, int]:
    """Milliseconds from asking to the last byte, and how many bytes; never from a cache."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    line.connect()
    began = time.perf_counter()
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    return 1000 * (time.perf_counter() - began), len(body)


def free_port() -> int:
    """A port such that it and the next are free."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


if __name__ == "__main__":
    sys.exit(main())
