"""Runs a program as an ordinary user when we are root, for PostgreSQL refuses to run as root.

No file mode is changed for it. Where a folder above the program or its data is closed to that
user (a clone under a 0700 directory made by root), the user is given one Linux capability,
to pass and read closed folders, and nothing else of root's power.

Also a script of its own, run without site-packages: `python -I -S unprivileged.py UID GID CAP
PROGRAM ARGUMENT…`, because dropping privileges belongs in a fresh process without threads.
"""

import ctypes
import os
import stat
import sys
from pathlib import Path

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_SETGID, CAP_SETUID, CAP_SETPCAP = 1, 2, 6, 7, 8
PR_SET_SECUREBITS, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 28, 38, 47
PR_CAP_AMBIENT_RAISE = 2
# Without this bit access(2) forgets capabilities for every user but root, and PostgreSQL asks
# access(2) whether its own binary may be run.
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAPABILITY_VERSION_3 = 0x20080522
PREFERRED = ("postgres", "nobody")


class CannotDropPrivileges(RuntimeError):
    """PostgreSQL may not run as root, and there is no way to run it as somebody else here."""


def account(owner_of: Path) -> tuple[int, int]:
    """The uid and gid PostgreSQL runs as: ourselves, or as root the owner of its folder,
    else the first of `PREFERRED` this machine has."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    import pwd

    if owner_of.exists() and (kept := owner_of.stat()).st_uid != 0:
        return kept.st_uid, kept.st_gid
    for name in PREFERRED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return found.pw_uid, found.pw_gid
    raise CannotDropPrivileges(
        "PostgreSQL will not run as root and this machine has no user 'postgres' or 'nobody';"
        " start Tercet as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own."
    )


def command(program: list[str], *, uid: int, gid: int, paths: tuple[Path, ...]) -> list[str]:
    """The arguments that run `program` as `uid`, able to reach every one of `paths`."""
    if os.geteuid() != 0 or uid == 0:
        return program
    if sys.platform == "linux" and not _hold(CAP_SETGID, CAP_SETUID):
        raise CannotDropPrivileges(
            "PostgreSQL will not run as root, and this root may not become another user; start"
            " Tercet as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own."
        )
    closed = next((shut for path in paths if (shut := first_closed(path, uid=uid, gid=gid))), None)
    capability = 0 if closed is None else _spare_capability(closed)
    script = str(Path(__file__).resolve())
    return [sys.executable, "-I", "-S", script, str(uid), str(gid), str(capability), *program]


def first_closed(path: Path, *, uid: int, gid: int) -> Path | None:
    """The first folder on the way to `path` (itself included) that this user may not enter."""
    for folder in (*reversed(path.resolve().parents), path.resolve()):
        if not folder.is_dir():
            continue
        seen = folder.stat()
        own = stat.S_IXUSR if seen.st_uid == uid else 0
        group = stat.S_IXGRP if seen.st_gid == gid else 0
        if not seen.st_mode & (own or group or stat.S_IXOTH):
            return folder
    return None


def _spare_capability(closed: Path) -> int:
    """The gentlest capability we hold ourselves that lets another user pass `closed`."""
    for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
        if _hold(capability, CAP_SETPCAP):  # the second to keep the first across the change
            return capability
    raise CannotDropPrivileges(
        f"PostgreSQL will not run as root, and no other user may enter {closed}; start Tercet as"
        " an ordinary user, or from a folder that others may enter (chmod o+x)."
    )


def _hold(*capabilities: int) -> bool:
    held = _permitted()
    return all(held & 1 << capability for capability in capabilities)


def _permitted() -> int:
    """The capabilities this process holds, as a bit set; none where the kernel has none."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1], 16) for line in lines if line.startswith("CapPrm")), 0)


def become(uid: int, gid: int, capability: int) -> None:
    """Stop being root, for good, keeping `capability` (0: none) across exec."""
    if capability:
        _check(_libc().prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0), "securebits")
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if capability:
        _keep_only(capability)
        raised = _libc().prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)
        _check(raised, "ambient capability")
    if sys.platform == "linux":
        _libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _keep_only(capability: int) -> None:
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    bit = 1 << capability  # effective, permitted, inheritable; then the same for bits 32 and up
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    _check(_libc().capset(ctypes.byref(header), ctypes.byref(sets)), "capset")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def main(arguments: list[str]) -> None:
    uid, gid, capability = (int(number) for number in arguments[:3])
    try:
        become(uid, gid, capability)
        os.execv(arguments[3], arguments[3:])  # noqa: S606 - no shell is the point
    except OSError as problem:
        sys.exit(f"cannot run {arguments[3]} as user {uid}: {problem}")


if __name__ == "__main__":
    main(sys.argv[1:])
