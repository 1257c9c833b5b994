"""What is live: event streams out, heartbeats in. A small ASGI program beside the pages.

A stream carries no clinical content: only that something changed, and about which dosing
session. The page then asks for the piece it shows, through the same walls as any page.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tercet.clinic.settings")
import django

django.setup()

import orjson
import psycopg
from django.conf import settings
from django.db import connection

from tercet.clinic import clock
from tercet.clinic.live_doors import Headers, cookie_of, cors
from tercet.clinic.live_people import Beat, People, keep_beats
from tercet.clinic.record.actions import CHANNEL

logger = logging.getLogger(__name__)
Scope, Receive, Send = (
    dict[str, Any],
    Callable[[], Awaitable[Any]],
    Callable[[Any], Awaitable[None]],
)

TICK_SECONDS = 3.0  # a page that hears no tick for ten goes grey
PROOF_SECONDS = 5.0  # how long PostgreSQL may take to answer before it counts as not heard
RECHECK_SECONDS = 15.0  # how often it is asked again whether an open page is still signed in
HELD_MESSAGES = 200  # a page this far behind is cut off; it connects again and draws everything
MOST_BEATS = 500  # in one commit
MOST_WAITING = 20_000  # heartbeats not yet on disk; beyond that a page is told to try later


class Stream:
    """One open page. Numbers its messages, so that the page can tell that one is missing."""

    def __init__(self, person: int, cookie: str) -> None:
        self.person = person
        self.cookie = cookie
        self.seq = 0
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue(HELD_MESSAGES)
        self.over = asyncio.Event()

    def put(self, event: str, **said: Any) -> None:
        """Never waits: a page that does not read is cut off, and the others do not notice."""
        self.seq += event == "change"
        body = orjson.dumps({"seq": self.seq, "as_of": clock.now().isoformat(), **said})
        try:
            self.waiting.put_nowait(b"event: %s\ndata: %s\n\n" % (event.encode(), body))
        except asyncio.QueueFull:
            self.over.set()


class Live:
    """The program: who is connected, what is heard from PostgreSQL, what is yet to be kept."""

    def __init__(self) -> None:
        self.people = People()
        self.streams: dict[int, set[Stream]] = {}
        self.beats: asyncio.Queue[tuple[Beat, asyncio.Future[None]]] = asyncio.Queue(MOST_WAITING)
        self.listening = False
        self.tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        deeds = (self.listen, self.recheck, self.keep)
        self.tasks = [asyncio.create_task(deed()) for deed in deeds]

    def open(self, stream: Stream) -> None:
        self.streams.setdefault(stream.person, set()).add(stream)
        if self.listening:
            stream.put("hello")

    def close(self, stream: Stream) -> None:
        mine = self.streams.get(stream.person, set())
        mine.discard(stream)
        if not mine:
            self.streams.pop(stream.person, None)

    def every_stream(self) -> list[Stream]:
        return [stream for mine in self.streams.values() for stream in mine]

    async def listen(self) -> None:
        """One LISTEN connection, kept up for ever; pages hear when it comes back."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **listening_address(), autocommit=True
                ) as heard:
                    await self._hear(heard)
            except Exception as error:  # whatever it is, this task must never end
                logger.warning("not listening: %s", error.__class__.__name__)
            self.listening = False
            await asyncio.sleep(0.5)

    async def _hear(self, heard: psycopg.AsyncConnection[Any]) -> None:
        """Pass on what is said; between, have PostgreSQL prove that it would be heard."""
        await heard.execute(f"listen {CHANNEL}")
        self.listening = True
        self.tell_all("hello")  # whatever was said meanwhile was missed: draw everything
        while True:
            async for notice in heard.notifies(timeout=TICK_SECONDS):
                await self.pass_on(orjson.loads(notice.payload))
            await asyncio.wait_for(heard.execute("select 1"), PROOF_SECONDS)
            self.tell_all("tick")

    async def pass_on(self, said: dict[str, Any]) -> None:
        """To the pages of those who may see this patient, and to nobody else's."""
        present = list(self.streams)
        may = await asyncio.gather(
            *(self.people.may_see(person, said["patient"]) for person in present),
            return_exceptions=True,
        )
        for person, sees in zip(present, may, strict=True):
            for stream in self.streams.get(person, ()):
                if isinstance(sees, BaseException):
                    stream.seq += (
                        1  # not told, and the page will see at the next tick that it was not
                    )
                elif sees:
                    stream.put("change", dosing=said["dosing"])

    async def recheck(self) -> None:
        """Whoever signed out, or was put out, stops hearing."""
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            for stream in self.every_stream():
                try:
                    if await self.people.signed_in(stream.cookie) != stream.person:
                        stream.over.set()
                except Exception as error:  # PostgreSQL is away: the pages go grey by themselves
                    logger.warning("could not ask who is signed in: %s", error.__class__.__name__)

    def tell_all(self, event: str) -> None:
        for stream in self.every_stream():
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
    if scope["path"] == "/ready":
        return await answer(send, 200 if live.listening else 503, None)
    allowed = cors(headers)
    if allowed is None:
        return await answer(send, 403, None)
    if scope["method"] == "OPTIONS":
        return await answer(send, 204, allowed)
    try:
        cookie = cookie_of(headers)
        person = await live.people.signed_in(cookie)
    except Exception:  # PostgreSQL cannot be asked: not a refusal, try again
        return await answer(send, 503, allowed)
    if person is None:
        return await answer(send, 401, allowed)
    asked = Stream(person, cookie)
    return await route(asked, scope, receive, send=send, allowed=allowed)


async def route(
    stream: Stream, scope: Scope, receive: Receive, *, send: Send, allowed: Headers
) -> None:
    path, method = scope["path"], scope["method"]
    if path == "/events" and method == "GET":
        return await stream_to(stream, receive, send, allowed=allowed)
    if path.startswith("/beat/") and method == "POST":
        return await answer(send, await beat(stream.person, path), allowed)
    return await answer(send, 404, allowed)


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()
    live.begin()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    for task in live.tasks:
        task.cancel()
    for stream in live.every_stream():
        stream.over.set()
    await send({"type": "lifespan.shutdown.complete"})


async def stream_to(stream: Stream, receive: Receive, send: Send, *, allowed: Headers) -> None:
    """Hold the connection open and send what this person may know, until either side goes."""
    live.open(stream)
    speaking = asyncio.create_task(speak(stream, send, allowed))
    ends = {
        speaking,
        asyncio.create_task(until_gone(receive)),
        asyncio.create_task(stream.over.wait()),
    }
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        live.close(stream)
        for task in ends:
            task.cancel()
        await asyncio.gather(*ends, return_exceptions=True)


async def speak(stream: Stream, send: Send, allowed: Headers) -> None:
    kind = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": kind + allowed})
    while True:
        said = await stream.waiting.get()
        await send({"type": "http.response.body", "body": said, "more_body": True})


async def until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def beat(person: int, path: str) -> int:
    """Keep one sign of life: 204 only once it is on disk. The strand is who the person is."""
    key = path.removeprefix("/beat/").rstrip("/")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return 404
    kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    try:
        seen = await live.people.strand(person, int(key))
        if seen is None:
            return 404
        one = Beat(int(key), seen.patient, person, seen.strand, clock.now())
        live.beats.put_nowait((one, kept))
        await kept
    except Exception:  # not kept; the page sends another in a few seconds
        return 503
    return 204


async def answer(send: Send, status: int, headers: Headers | None) -> None:
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
