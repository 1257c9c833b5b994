"""The evening these tests happen in, a dose that has begun, and a mail server that can refuse."""

import socket

import pytest
from aiosmtpd.controller import Controller
from an_evening import course, holding, planned, released, working

__all__ = ["course", "holding", "planned", "released", "working"]


class Letters:
    """A mail server's other end. While `refuses`, nothing is taken."""

    def __init__(self):
        self.refuses, self.taken = False, []

    async def handle_DATA(self, server, session, envelope):
        if self.refuses:
            return "554 not taken here"
        self.taken.append(envelope)
        return "250 taken"


@pytest.fixture
def mail_server(settings):
    """A real SMTP server on a port of its own, and Django told to use it."""
    letters = Letters()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(letters, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield letters
    server.stop()


@pytest.fixture
def works_at_once(monkeypatch):
    """What is handed to the queue is done when `now` says so: jobs handed over are listed."""
    from tercet.clinic.asking.actions import reminding

    handed = []
    monkeypatch.setattr(reminding, "_hand_over", handed.append)
    return handed
