"""What the environment asks of a run: where, on which ports, on whose PostgreSQL."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import click

ROLE_OF = {"web": "tercet_web", "work": "tercet_work"}


class Refused(click.ClickException):
    """What was asked cannot be done. The message is one sentence for a person: any command shows
    it alone and ends with status 1."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one run. `database_url` None means the embedded PostgreSQL under `var`."""

    var: Path
    host: str
    port: int
    live_port: int
    database_url: str | None
    workers: int
    deadman_url: str | None

    @classmethod
    def read(cls, said: Mapping[str, str] = os.environ) -> Self:
        """Raises Refused when a port or a count is not a number that can be one."""
        port = _number(said, "TERCET_PORT", 8000, most=65_535)
        return cls(
            var=Path(said.get("TERCET_VAR") or "var").absolute(),
            host=said.get("TERCET_HOST") or "127.0.0.1",
            port=port,
            live_port=_number(said, "TERCET_LIVE_PORT", port + 1, most=65_535),
            database_url=said.get("DATABASE_URL") or None,
            workers=_number(said, "TERCET_WEB_WORKERS", 2, most=64),
            deadman_url=said.get("TERCET_DEADMAN_URL") or None,
        )

    @property
    def address(self) -> str:
        """Where a person on this machine opens the clinic."""
        everywhere = self.host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
        host = "127.0.0.1" if everywhere else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def clock(self) -> Path:
        """The file of seconds by which `tercet demo forward` has moved a demo's clock.

        Each database has its own, so that a demo's clock is never read by a real clinic.
        """
        if self.database_url is None:
            return self.var / "clock"
        return self.var / f"clock.{hashlib.sha256(self.database_url.encode()).hexdigest()[:12]}"


def _number(said: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    text = said.get(name) or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise Refused(f"{name} is “{text}”; it must be a whole number from 1 to {most}.")
    return int(text)
