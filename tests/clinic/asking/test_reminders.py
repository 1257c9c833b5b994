"""Reminders: real mail, notices, what became of each; nothing of health in any of them."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import uuid4

import http_ece
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tercet.clinic import push
from tercet.clinic.asking import actions, facts, jobs
from tercet.clinic.asking.models import Asked, Device, Reminder, ReminderEvent, Task

ENDPOINT = "https://push.example.org/send/abc"
KEYS = {"p256dh": "B" * 87, "auth": "a" * 22}


@pytest.fixture
def asked(released, evening):
    """Her 24-hour question, just opened, in the afternoon."""
    actions.open_windows(released.patient, now=evening)
    actions.open_windows(released.patient, now=evening + timedelta(hours=20))
    return Asked.objects.get(round="dose-24-hours")


def sent_of(asked, kind):
    return ReminderEvent.objects.filter(reminder__asked=asked, kind=kind).count()


def send_all(handed, now):
    while handed:
        jobs.deliver(handed.pop(0), now=now)


def test_a_message_goes_to_her_address_and_says_nothing_of_health(
    asked, cast, works_at_once, mail_server, settings
):
    settings.ADDRESS = "https://asks.example.org"
    actions.remind(cast.maria, now=asked.opens_at)
    send_all(works_at_once, asked.opens_at)
    mail = [e for e in mail_server.taken if f"from/{reminder_of(asked).pk}/" in text_of(e)]
    assert len(mail) == 1
    assert mail[0].rcpt_tos == ["maria@example.org"]
    assert message_from_bytes(mail[0].content)["Subject"] == jobs.SUBJECT
    words = (jobs.SUBJECT + text_of(mail[0])).lower()
    for word in ("dose", "anxiety", "mood", "ketamine", "suicide", "24", "maria", "therapy"):
        assert word not in words.replace(f"/{reminder_of(asked).pk}/", ""), word
    assert (sent_of(asked, "sent"), sent_of(asked, "delivered"), sent_of(asked, "opened")) == (
        1, 0, 0,
    )  # fmt: skip


def text_of(envelope):
    return message_from_bytes(envelope.content).get_payload(decode=True).decode()


def reminder_of(asked, way="mail", step=0):
    return Reminder.objects.get(asked=asked, way=way, step=step)


def test_looked_at_again_and_again_a_message_goes_out_once(asked, cast, works_at_once, mail_server):
    for minutes in range(0, 60, 5):
        now = asked.opens_at + timedelta(minutes=minutes)
        actions.look_after(cast.maria, now=now)
        send_all(works_at_once, now)
    jobs.deliver(reminder_of(asked), now=asked.opens_at)
    assert sent_of(asked, "sent") == 1


def test_refused_it_is_tried_again_as_often_as_the_plan_says_and_then_it_is_a_task(
    asked, cast, works_at_once, mail_server
):
    mail_server.refuses = True
    tries = facts.plan_of(asked.protocol).reminding.tries
    for minutes in range(0, 180, 5):
        now = asked.opens_at + timedelta(minutes=minutes)
        actions.look_after(cast.maria, now=now)
        send_all(works_at_once, now)
        failed = sent_of(asked, "failed")
        assert Task.objects.filter(asked=asked, kind="not-delivered").exists() == (failed >= tries)
    assert failed == tries
    times = ReminderEvent.objects.filter(reminder=reminder_of(asked)).values_list("at", flat=True)
    gaps = [b - a for a, b in zip(sorted(times), sorted(times)[1:], strict=False)]
    assert min(gaps) == timedelta(minutes=15)


def test_a_server_that_is_not_there_is_a_failure_and_no_error(asked, cast, works_at_once, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    actions.remind(cast.maria, now=asked.opens_at)
    send_all(works_at_once, asked.opens_at)
    assert sent_of(asked, "failed") == 1
    failed = ReminderEvent.objects.filter(kind="failed").first()
    assert "@" not in failed.detail and failed.detail


def test_answered_in_the_meantime_nothing_is_sent(asked, cast, works_at_once, mail_server):
    actions.remind(cast.maria, now=asked.opens_at)
    actions.put_off(asked, "refused", once=uuid4(), by=cast.maria, now=asked.opens_at)
    send_all(works_at_once, asked.opens_at)
    assert sent_of(asked, "sent") == 0


def test_that_it_was_opened_is_kept_once_and_leads_to_the_question(
    asked, cast, works_at_once, visit
):
    actions.remind(cast.maria, now=asked.opens_at)
    maria, address = visit(cast.maria), f"/asked/from/{reminder_of(asked).pk}/"
    for _ in range(2):
        assert maria.get(address)["Location"] == f"/asked/{asked.pk}/"
    assert sent_of(asked, "opened") == 1
    assert "/account/login" in visit().get(address)["Location"]
    assert visit(cast.jonas).get(address).status_code == 404


@pytest.fixture
def device(cast, evening):
    return actions.keep_device(ENDPOINT, **KEYS, by=cast.maria, now=evening)


def test_a_notice_goes_to_the_device_and_its_receipt_is_a_fact(
    asked, cast, device, works_at_once, monkeypatch, visit
):
    sent = []
    monkeypatch.setattr(push, "send", lambda endpoint, **said: sent.append((endpoint, said)))
    actions.remind(cast.maria, now=asked.opens_at)
    notice = reminder_of(asked, way="push")
    jobs.deliver(notice, now=asked.opens_at)
    [(endpoint, said)] = sent
    assert (endpoint, said["p256dh"]) == (ENDPOINT, KEYS["p256dh"])
    assert said["message"]["title"] == jobs.SUBJECT
    receipt = "/asked/" + said["message"]["receipt"].partition("/asked/")[2]
    for _ in range(2):
        assert visit().post(receipt).status_code == 204
    kinds = ReminderEvent.objects.filter(reminder=notice).values_list("kind", flat=True)
    assert sorted(kinds) == ["delivered", "sent"]
    assert visit().post(receipt[:-3] + "xx/").status_code == 422


def test_a_device_that_is_gone_is_sent_no_more(asked, cast, device, works_at_once, monkeypatch):
    def gone(endpoint, **said):
        raise push.NotTaken("push 410", gone=True)

    monkeypatch.setattr(push, "send", gone)
    actions.remind(cast.maria, now=asked.opens_at)
    jobs.deliver(reminder_of(asked, way="push"), now=asked.opens_at)
    assert Device.objects.get().until_at == asked.opens_at
    assert sent_of(asked, "failed") == 1


def test_a_browser_agrees_to_notices_and_an_address_inside_is_refused(cast, visit, course):
    maria = visit(cast.maria)
    for _ in range(2):
        assert maria.post("/asked/device/", {"endpoint": ENDPOINT, **KEYS}).json() == {"kept": True}
    assert Device.objects.count() == 1
    for inside in ("https://127.0.0.1/x", "http://push.example.org/x", "https://localhost/x"):
        assert maria.post("/asked/device/", {"endpoint": inside, **KEYS}).status_code == 422


def test_the_clinics_own_key_is_made_once_and_kept_to_its_owner(settings, tmp_path):
    settings.VAR = tmp_path
    assert push.public_key() == push.public_key()
    assert len(push.public_key()) == 87
    assert (tmp_path / "push-key.pem").stat().st_mode & 0o777 == 0o600


def test_what_came_due_while_nobody_looked_goes_out_as_one_message(
    asked, cast, works_at_once, mail_server
):
    now = asked.opens_at + timedelta(hours=5)
    actions.remind(cast.maria, now=now)
    steps = Reminder.objects.filter(asked=asked, way="mail").values_list("step", flat=True)
    assert list(steps) == [1]


class PushService(BaseHTTPRequestHandler):
    """A push service's end of RFC 8030: keeps what came, answers as it was told to."""

    kept, answers = [], 201

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.kept.append((dict(self.headers), body))
        self.send_response(type(self).answers)
        self.end_headers()

    def log_message(self, *said):
        """Quiet."""


@pytest.fixture
def push_service(settings, tmp_path):
    settings.VAR = tmp_path
    PushService.kept, PushService.answers = [], 201
    server = HTTPServer(("127.0.0.1", 0), PushService)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/send"
    server.shutdown()


def a_device():
    """A browser's own key, and what it tells the clinic of it."""
    own, auth = ec.generate_private_key(ec.SECP256R1()), b"sixteen bytes---"
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    written = [urlsafe_b64encode(part).rstrip(b"=").decode() for part in (point, auth)]
    return own, auth, dict(zip(("p256dh", "auth"), written, strict=True))


def test_a_notice_is_readable_by_the_device_alone_and_signed_by_the_clinic(push_service):
    own, auth, keys = a_device()
    push.send(push_service, **keys, message={"title": jobs.SUBJECT})
    [(headers, body)] = PushService.kept
    assert jobs.SUBJECT.encode() not in body
    assert headers["content-encoding"] == "aes128gcm"
    assert push.public_key() in headers["authorization"]
    read = http_ece.decrypt(body, private_key=own, auth_secret=auth, version="aes128gcm")
    assert orjson.loads(read) == {"title": jobs.SUBJECT}


@pytest.mark.parametrize(("answers", "gone"), [(410, True), (404, True), (500, False)])
def test_a_push_service_that_refuses_says_whether_the_device_is_gone(push_service, answers, gone):
    PushService.answers = answers
    with pytest.raises(push.NotTaken) as why:
        push.send(push_service, **a_device()[2], message={"title": "x"})
    assert why.value.gone == gone


def test_a_push_service_that_is_not_there_has_not_taken_it(settings, tmp_path):
    settings.VAR = tmp_path
    with pytest.raises(push.NotTaken):
        push.send("http://127.0.0.1:1/x", **a_device()[2], message={"title": "x"})
