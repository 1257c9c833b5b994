"""`live` as a real process on a real PostgreSQL: who hears what, how soon, and what it survives."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from http.client import HTTPConnection
from queue import Empty, Queue
from uuid import uuid4

import pytest
from an_evening import course, holding, planned
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from psycopg.conninfo import make_conninfo

from tercet.clinic.dosing import actions
from tercet.clinic.models import Heartbeat

__all__ = ["course", "holding", "planned"]
pytestmark = pytest.mark.django_db(transaction=True)


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


class Program:
    """`live` in a process of its own, as the pages' own role."""

    def __init__(self, port):
        self.port = port
        self.origin = f"http://127.0.0.1:{settings.PORT}"
        address = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "uvicorn", "tercet.clinic.live:application"),
                *("--port", str(port), "--log-level", "warning"),
                *("--timeout-graceful-shutdown", "1"),
            ],
            env=os.environ | {"DATABASE_URL": address, "TERCET_PROCESS": "web"},
        )
        end = time.monotonic() + 20
        while time.monotonic() < end and self.ask("GET", "/ready") != 200:
            time.sleep(0.05)

    def ask(self, method, path, *, cookie="", origin=None, body=None, **headers):
        """The status of one short request."""
        calling = HTTPConnection("127.0.0.1", self.port, timeout=10)
        said = {"Origin": self.origin if origin is None else origin, "Cookie": cookie} | headers
        try:
            calling.request(method, path, body=body, headers={k: v for k, v in said.items() if v})
            return calling.getresponse().status
        except OSError:
            return None
        finally:
            calling.close()

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


class Page:
    """One open page: what it hears, each with the moment it was heard."""

    def __init__(self, program, cookie):
        self.heard = Queue()
        self.calling = HTTPConnection("127.0.0.1", program.port, timeout=30)
        self.calling.request("GET", "/events", headers={"Origin": program.origin, "Cookie": cookie})
        self.answer = self.calling.getresponse()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        event = ""
        try:
            for line in self.answer:
                word, _, rest = line.decode().strip().partition(": ")
                if word == "event":
                    event = rest
                elif word == "data":
                    self.heard.put((event, json.loads(rest), time.monotonic()))
        except (OSError, ValueError, AttributeError):  # closed under the reader
            pass
        self.heard.put(("gone", {}, time.monotonic()))

    def next(self, *kinds, within=20.0):
        """The next message of one of these kinds; None when none comes in time."""
        end = time.monotonic() + within
        while (left := end - time.monotonic()) > 0:
            try:
                event, said, at = self.heard.get(timeout=left)
            except Empty:
                return None
            if event in kinds:
                return event, said, at
        return None

    def close(self):
        self.calling.close()


@pytest.fixture(scope="module")
def program(django_db_setup):
    made = Program(free_port())
    yield made
    made.stop()


@pytest.fixture
def cookie_of():
    """A browser's sign-in, as the pages would have made it."""

    def cookie(person):
        kept = SessionStore()
        kept[SESSION_KEY] = str(person.pk)
        kept[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        kept[HASH_SESSION_KEY] = person.get_session_auth_hash()
        kept.create()
        return f"{settings.SESSION_COOKIE_NAME}={kept.session_key}"

    return cookie


def check_in(dosing, now):
    actions.check_in(dosing, {"answer": "all-right"}, once=uuid4(), by=dosing.patient, now=now)


@pytest.mark.alone
def test_the_guides_page_hears_a_check_in_within_a_second(
    holding, cast, program, cookie_of, evening
):
    page = Page(program, cookie_of(cast.noor))
    assert page.next("hello")[1]["seq"] == 0
    said = time.monotonic()
    check_in(holding, evening + timedelta(minutes=2))
    _, news, heard = page.next("change")
    assert heard - said < 1.0
    assert news["dosing"] == holding.pk and news["seq"] == 1
    page.close()


def test_messages_are_numbered_so_that_a_gap_can_be_seen(
    holding, cast, program, cookie_of, evening
):
    page = Page(program, cookie_of(cast.noor))
    page.next("hello")
    for minute in range(1, 6):
        check_in(holding, evening + timedelta(minutes=minute))
    assert [page.next("change")[1]["seq"] for _ in range(5)] == [1, 2, 3, 4, 5]
    assert page.next("tick")[1]["seq"] == 5, "a page that missed one sees it at the next tick"
    page.close()


def test_nobody_hears_of_a_patient_they_may_not_see(holding, cast, program, cookie_of, evening):
    strangers = [Page(program, cookie_of(person)) for person in (cast.jonas, cast.sam)]
    maria = Page(program, cookie_of(cast.maria))
    for page in (*strangers, maria):
        assert page.next("hello")
    check_in(holding, evening + timedelta(minutes=2))
    assert maria.next("change")
    for page in strangers:
        assert page.next("change", within=1.5) is None
        page.close()
    maria.close()


def test_a_message_says_nothing_of_health(holding, cast, program, cookie_of, evening):
    page = Page(program, cookie_of(cast.noor))
    page.next("hello")
    check_in(holding, evening + timedelta(minutes=2))
    assert set(page.next("change")[1]) == {"seq", "as_of", "dosing"}
    page.close()


def test_whom_it_answers(holding, cast, program, cookie_of):
    maria = cookie_of(cast.maria)
    beat = f"/beat/{holding.pk}"
    assert program.ask("GET", "/events", origin="https://elsewhere.example", cookie=maria) == 403
    assert program.ask("GET", "/events", origin="", cookie=maria) == 403, "not from a page"
    assert program.ask("GET", "/events") == 401
    assert program.ask("GET", "/events", cookie="tercet=made-up") == 401
    assert program.ask("POST", beat, cookie=cookie_of(cast.jonas)) == 404
    assert program.ask("POST", "/beat/999999", cookie=maria) == 404
    assert program.ask("POST", "/beat/9" + "9" * 30, cookie=maria) == 404
    assert program.ask("POST", "/beat/one", cookie=maria) == 404
    assert program.ask("GET", "/elsewhere", cookie=maria) == 404
    assert program.ask("OPTIONS", beat) == 204
    assert program.ask("OPTIONS", beat, origin="https://elsewhere.example") == 403


def test_a_heartbeat_is_on_disk_when_it_is_answered_and_stands_for_who_sent_it(
    holding, cast, program, cookie_of
):
    beat = f"/beat/{holding.pk}"
    for person, strand in [(cast.maria, "patient"), (cast.noor, "guide"), (cast.ana, "support")]:
        body = "strand=guide"  # what the page claims counts for nothing
        assert program.ask("POST", beat, cookie=cookie_of(person), body=body) == 204
        kept = Heartbeat.objects.get(person=person)
        assert (kept.strand, kept.dosing_id, kept.patient_id) == (strand, holding.pk, cast.maria.pk)


def test_many_heartbeats_at_once_are_all_kept(holding, cast, program, cookie_of):
    maria, answers = cookie_of(cast.maria), []

    def beat():
        answers.append(program.ask("POST", f"/beat/{holding.pk}", cookie=maria))

    threads = [threading.Thread(target=beat) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [204] * 40
    assert Heartbeat.objects.count() == 40


def test_after_the_database_broke_the_connection_the_page_is_told_to_draw_everything(
    holding, cast, program, cookie_of, evening
):
    page = Page(program, cookie_of(cast.noor))
    page.next("hello")
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where pid <> pg_backend_pid() and datname = current_database()"
        )
    assert page.next("hello"), "what was said meanwhile was missed, so everything is drawn again"
    check_in(holding, evening + timedelta(minutes=3))
    assert page.next("change")
    assert program.ask("POST", f"/beat/{holding.pk}", cookie=cookie_of(cast.maria)) == 204
    page.close()


def test_a_page_that_does_not_read_is_cut_off_and_the_others_do_not_notice(
    holding, cast, program, cookie_of, evening
):
    asleep = socket.create_connection(("127.0.0.1", program.port))
    asleep.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    asleep.sendall(
        f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{program.port}\r\nOrigin: {program.origin}\r\n"
        f"Cookie: {cookie_of(cast.noor)}\r\n\r\n".encode()
    )
    awake = Page(program, cookie_of(cast.noor))
    assert awake.next("hello")
    said = json.dumps({"patient": cast.maria.pk, "dosing": holding.pk})
    with connection.cursor() as cursor:
        for number in range(600):  # distinct, because PostgreSQL says equal ones only once
            padded = said.replace("}", f', "n": {number}}}')
            cursor.execute("select pg_notify('tercet', %s)", [padded])
    began = time.monotonic()
    last = 0
    while last < 600 and (news := awake.next("change")):
        last = news[1]["seq"]
    assert last == 600 and time.monotonic() - began < 15
    asleep.close()
    awake.close()
