"""What is live: event streams out, heartbeats in. A small ASGI program beside the pages.

A stream carries no clinical content: only that something changed, and about which dosing
session. The page then asks for the piece it shows, through the same walls as any page.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tercet.clinic.settings")
import django

django.setup()

import orjson
import psycopg
from django.conf import settings
from django.db import connection

from tercet.clinic import clock
from tercet.clinic.live_people import Beat, People, keep_beats
from tercet.clinic.record.actions import CHANNEL

logger = logging.getLogger(__name__)
Scope, Receive, Send = (
    dict[str, Any],
    Callable[[], Awaitable[Any]],
    Callable[[Any], Awaitable[None]],
)

TICK_SECONDS = 3
HELD_MESSAGES = 200  # a stream this far behind is closed; the page connects again and reloads
MOST_BEATS = 500


class Stream:
    """One open page. Numbers its messages, so that the page can tell that one is missing."""

    def __init__(self, person: int) -> None:
        self.person = person
        self.seq = 0
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue(HELD_MESSAGES)

    def put(self, event: str, **said: Any) -> None:
        self.seq += event == "change"
        body = orjson.dumps({"seq": self.seq, "as_of": clock_time(), **said})
        try:
            self.waiting.put_nowait(b"event: %s\ndata: %s\n\n" % (event.encode(), body))
        except asyncio.QueueFull:
            self.waiting = asyncio.Queue(1)
            self.waiting.put_nowait(None)


class Live:
    """The program: who is connected, what is heard from PostgreSQL, what is yet to be kept."""

    def __init__(self) -> None:
        self.people = People()
        self.streams: set[Stream] = set()
        self.beats: asyncio.Queue[tuple[Beat, asyncio.Future[None]]] = asyncio.Queue()
        self.listening = False
        self.tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        self.tasks = [asyncio.create_task(w()) for w in (self.listen, self.tick, self.keep)]

    async def listen(self) -> None:
        """One LISTEN connection, kept up for ever; pages hear when it comes back."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **listening_address(), autocommit=True
                ) as heard:
                    await heard.execute(f"listen {CHANNEL}")
                    self.listening = True
                    self.tell_all("hello")
                    async for notice in heard.notifies():
                        await self.pass_on(orjson.loads(notice.payload))
            except (psycopg.Error, OSError) as error:
                logger.warning("not listening: %s", error.__class__.__name__)
            self.listening = False
            await asyncio.sleep(0.5)

    async def pass_on(self, said: dict[str, Any]) -> None:
        for person in {stream.person for stream in self.streams}:
            if await self.people.may_see(person, said["patient"]):
                for stream in [s for s in self.streams if s.person == person]:
                    stream.put("change", dosing=said["dosing"])

    async def tick(self) -> None:
        """As long as PostgreSQL is heard, say so; a page that hears no tick goes grey."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            if self.listening:
                self.tell_all("tick")

    def tell_all(self, event: str) -> None:
        for stream in list(self.streams):
            stream.put(event)

    async def keep(self) -> None:
        """Grouped commits: all heartbeats that are waiting become one transaction."""
        while True:
            group = [await self.beats.get()]
            while not self.beats.empty() and len(group) < MOST_BEATS:
                group.append(self.beats.get_nowait())
            try:
                await asyncio.to_thread(keep_beats, [beat for beat, _ in group])
            except Exception as error:
                logger.warning("%s heartbeats not kept: %s", len(group), error.__class__.__name__)
                settle(group, error)
            else:
                settle(group, None)


def settle(group: list[tuple[Beat, asyncio.Future[None]]], error: Exception | None) -> None:
    for _, answer in group:
        if answer.done():
            continue
        if error:
            answer.set_exception(error)
        else:
            answer.set_result(None)


live = Live()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        return await lifespan(receive, send)
    headers = {k.decode().lower(): v.decode("latin-1") for k, v in scope["headers"]}
    path, method = scope["path"], scope["method"]
    allowed = cors(headers)
    if path == "/ready":
        return await answer(send, 200 if live.listening else 503, allowed)
    if allowed is None:
        return await answer(send, 403, None)
    if method == "OPTIONS":
        return await answer(send, 204, allowed)
    person = await live.people.signed_in(cookie_of(headers))
    if person is None:
        return await answer(send, 401, allowed)
    if path == "/events" and method == "GET":
        return await stream_to(person, receive, send, allowed)
    if path.startswith("/beat/") and method == "POST":
        return await answer(send, await beat(person, path, scope), allowed)
    return await answer(send, 404, allowed)


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()
    live.begin()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    for task in live.tasks:
        task.cancel()
    for stream in live.streams:
        stream.waiting.put_nowait(None)
    await send({"type": "lifespan.shutdown.complete"})


async def stream_to(
    person: int, receive: Receive, send: Send, allowed: list[tuple[bytes, bytes]] | None
) -> None:
    """Hold the connection open and send what this person may know, until either side goes."""
    stream = Stream(person)
    live.streams.add(stream)
    gone = asyncio.create_task(until_gone(receive))
    kind = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    try:
        await send(
            {"type": "http.response.start", "status": 200, "headers": kind + (allowed or [])}
        )
        if live.listening:
            stream.put("hello")
        while not gone.done():
            said = asyncio.create_task(stream.waiting.get())
            await asyncio.wait({said, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not said.done() or said.result() is None:
                said.cancel()
                break
            await send({"type": "http.response.body", "body": said.result(), "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except (OSError, asyncio.CancelledError):
        pass
    finally:
        gone.cancel()
        live.streams.discard(stream)


async def until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def beat(person: int, path: str, scope: Scope) -> int:
    """Keep one sign of life: 204 only once it is on disk. The strand is who the person is."""
    key = path.removeprefix("/beat/")
    seen = await live.people.strand(person, int(key)) if key.isdecimal() else None
    if seen is None:
        return 404
    kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    await live.beats.put((Beat(int(key), seen.patient, person, seen.strand, clock.now()), kept))
    try:
        await kept
    except Exception:
        return 503
    return 204


def cors(headers: dict[str, str]) -> list[tuple[bytes, bytes]] | None:
    """Only our own pages may ask, from this host or an origin that the clinic has named."""
    origin = headers.get("origin", "")
    host = headers.get("host", "").rpartition(":")[0]
    own = {f"http://{host}:{settings.PORT}", f"https://{host}", *settings.CSRF_TRUSTED_ORIGINS}
    if origin not in own:
        return None
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-allow-headers", b"content-type"),
        (b"vary", b"origin"),
    ]


def cookie_of(headers: dict[str, str]) -> str:
    found = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


async def answer(send: Send, status: int, headers: list[tuple[bytes, bytes]] | None) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers or []})
    await send({"type": "http.response.body", "body": b""})


def listening_address() -> dict[str, Any]:
    """The same database as the pages, as psycopg wants it said."""
    said = settings.DATABASES["default"]
    options = {k: v for k, v in said["OPTIONS"].items() if k != "pool"}
    named = {
        "dbname": connection.settings_dict["NAME"],
        "user": said["USER"],
        "password": said["PASSWORD"],
        "host": said["HOST"],
        "port": said["PORT"],
    }
    return {k: v for k, v in named.items() if v} | options


def clock_time() -> str:
    return clock.now().isoformat()
