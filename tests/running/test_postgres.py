"""The embedded PostgreSQL under everything that happens to it. Real binaries, real kills."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tercet.running import place, processes, unprivileged
from tercet.running.postgres import Cluster, PostgresFailed, Status

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")


def ask(cluster: Cluster, question: str, *, url: str | None = None) -> object:
    with psycopg.connect(url or cluster.url(), autocommit=True) as asked:
        answer = asked.execute(question)
        return answer.fetchone()[0] if answer.description else None


def at_work(cluster: Cluster) -> bool:
    busy = "select count(*) > 0 from pg_stat_activity where state = 'active' and query like 'do %'"
    return bool(ask(cluster, busy))


def modes_above(path: Path) -> dict[Path, tuple[int, int, int]]:
    return {
        folder: (seen.st_mode, seen.st_uid, seen.st_gid)
        for folder in path.parents
        if (seen := folder.stat())
    }


def test_from_nothing_to_a_database_and_back(empty_cluster):
    cluster = empty_cluster
    url = cluster.start()
    assert url == cluster.url()
    assert ask(cluster, "select current_user || ' ' || current_database()") == "tercet tercet"
    cluster.stop()
    assert not cluster.status().running
    assert list(processes.working_in(cluster.place.data, "postgres")) == []


def test_it_is_durable_checked_and_listens_on_no_network(cluster):
    cluster.start()
    for name, value in {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "listen_addresses": "",
        "server_encoding": "UTF8",
    }.items():
        assert ask(cluster, f"show {name}") == value, name


def test_haste_never_turns_fsync_off(var):
    cluster = Cluster(var, durable=False)
    try:
        cluster.start()
        assert ask(cluster, "show fsync") == "on"
        assert ask(cluster, "show synchronous_commit") == "off"
    finally:
        cluster.stop()


def test_the_second_start_keeps_what_was_stored(cluster):
    cluster.start()
    ask(cluster, "create table said (what text)")
    ask(cluster, "insert into said values ('Maria is all right')")
    cluster.stop()
    cluster.start()
    assert ask(cluster, "select what from said") == "Maria is all right"


def test_a_running_one_is_joined_by_another_process(cluster, var):
    cluster.start()
    pid = cluster.status().pid
    other = Cluster(var)
    assert other.start() == cluster.url()
    assert other.status().pid == pid
    other.stop()
    assert not cluster.status().running


def test_stopping_what_does_not_run_is_nothing(empty_cluster):
    empty_cluster.stop()
    assert empty_cluster.status() == Status(made=False, pid=None, ready=False)


def test_no_mode_outside_var_is_changed_even_under_a_closed_folder(empty_cluster, var):
    cluster = empty_cluster
    closed = var.parent
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    before = modes_above(var), modes_above(Path(sys.prefix) / "bin")
    cluster.start()
    cluster.stop()
    assert (modes_above(var), modes_above(Path(sys.prefix) / "bin")) == before


def test_the_socket_and_the_files_are_for_their_owner_only(cluster):
    cluster.start()
    for folder in (cluster.place.data, cluster.place.sockets()):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@as_root
def test_as_root_it_runs_as_somebody_else(cluster):
    cluster.start()
    owner = Path(f"/proc/{cluster.status().pid}").stat().st_uid
    assert owner != 0
    assert cluster.place.data.stat().st_uid == owner


@as_root
def test_under_an_open_folder_it_is_given_no_capability(cluster, var):
    var.parent.chmod(0o755)
    open_all_the_way = unprivileged.first_closed(Path(sys.prefix), uid=65_534, gid=65_534) is None
    cluster.start()
    status = Path(f"/proc/{cluster.status().pid}/status").read_text()
    effective = next(line for line in status.splitlines() if line.startswith("CapEff"))
    if open_all_the_way:
        assert int(effective.split()[1], 16) == 0


@as_root
def test_an_ordinary_user_runs_it_as_herself(var):
    var.parent.chmod(0o755)
    var.mkdir()
    os.chown(var, 65_534, 65_534)
    code = (
        "import sys; from pathlib import Path; from tercet.running.postgres import Cluster\n"
        "c = Cluster(Path(sys.argv[1])); c.start(); print(c.status().ready); c.stop()"
    )
    run = unprivileged.command(
        [sys.executable, "-c", code, str(var)],
        uid=65_534,
        gid=65_534,
        paths=(Path(sys.executable), Path(place.__file__)),
    )
    root = Path(place.__file__).parents[2]
    done = subprocess.run(run, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True)
    assert done.stdout == b"True\n", done.stderr
    assert (var / "postgres").stat().st_uid == 65_534


CAN_BECOME_ANOTHER = 1 << unprivileged.CAP_SETUID | 1 << unprivileged.CAP_SETGID


@as_root
@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (0, "this root may not become another user; start"),
        (CAN_BECOME_ANOTHER, r"no other user may enter .*; start Tercet as"),
        (CAN_BECOME_ANOTHER | 1 << unprivileged.CAP_DAC_OVERRIDE, "no other user may enter"),
    ],
)
def test_where_root_is_not_all_powerful_it_says_so(empty_cluster, monkeypatch, held, sentence):
    monkeypatch.setattr(unprivileged, "_permitted", lambda: held)
    with pytest.raises(PostgresFailed, match=sentence):
        empty_cluster.start()


@as_root
def test_the_gentler_of_two_capabilities_is_spared_and_the_other_will_do(cluster):
    """As in a container, which lacks the gentler one."""
    without = "--bounding-set=-dac_read_search"
    code = (
        f"from tercet.running.postgres import Cluster; Cluster({str(cluster.place.var)!r}).start()"
    )
    root = Path(place.__file__).parents[2]
    done = subprocess.run(
        ["setpriv", without, sys.executable, "-c", code], cwd=root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    status = Path(f"/proc/{cluster.status().pid}/status").read_text()
    effective = next(line for line in status.splitlines() if line.startswith("CapEff"))
    assert int(effective.split()[1], 16) == 1 << unprivileged.CAP_DAC_OVERRIDE
    assert ask(cluster, "select 1") == 1


def test_after_kill_9_it_recovers_what_was_committed(cluster):
    cluster.start()
    ask(cluster, "create table said (what text)")
    ask(cluster, "insert into said values ('frightened')")
    os.kill(cluster.status().pid, signal.SIGKILL)
    assert processes.wait_until(lambda: not cluster.status().running, seconds=20)
    cluster.start()
    assert ask(cluster, "select what from said") == "frightened"


def test_after_kill_9_orphans_at_work_do_not_prevent_the_start(cluster):
    cluster.start()
    busy = psycopg.connect(cluster.url(), autocommit=True).pgconn
    busy.send_query(b"do $$ begin loop end loop; end $$")
    while busy.flush():
        pass
    assert processes.wait_until(lambda: at_work(cluster), seconds=20), "nobody is at work"
    os.kill(cluster.status().pid, signal.SIGKILL)
    assert processes.wait_until(lambda: not cluster.status().running, seconds=20)
    assert list(processes.working_in(cluster.place.data, "postgres")), "no orphan to test with"
    cluster.start()
    assert ask(cluster, "select 1") == 1
    busy.finish()


def leave_a_pid_file(cluster: Cluster, pid: int) -> None:
    """As a killed postmaster leaves it, but with a number that is in use again."""
    cluster.start()
    os.kill(cluster.status().pid, signal.SIGKILL)
    assert processes.wait_until(lambda: not cluster.status().running, seconds=20)
    path = cluster.place.data / "postmaster.pid"
    first, rest = path.read_text().split("\n", 1)
    assert first != str(pid)
    path.write_text(f"{pid}\n{rest}")
    lock = cluster.place.sockets() / ".s.PGSQL.5432.lock"
    lock.write_text(lock.read_text().replace(first, str(pid), 1))


def test_a_stale_pid_that_nobody_has_is_passed_over(cluster):
    leave_a_pid_file(cluster, 4_194_303)
    cluster.start()
    assert ask(cluster, "select 1") == 1


def test_a_stale_pid_that_another_program_of_the_same_user_has_is_passed_over(cluster):
    """PostgreSQL alone would refuse: it sees a live process of its own user and believes it."""
    uid, gid = unprivileged.account(cluster.place.data)
    sleep = unprivileged.command(["/bin/sleep", "60"], uid=uid, gid=gid, paths=())
    with subprocess.Popen(sleep) as other:
        try:
            processes.wait_until(lambda: Path(f"/proc/{other.pid}").stat().st_uid == uid, seconds=2)
            leave_a_pid_file(cluster, other.pid)
            cluster.start()
            assert cluster.status().pid != other.pid
            assert ask(cluster, "select 1") == 1
            cluster.stop()
            assert other.poll() is None, "it stopped a stranger"
        finally:
            other.kill()


def test_a_swept_away_socket_is_made_again(cluster):
    cluster.start()
    (cluster.place.sockets() / ".s.PGSQL.5432").unlink()
    cluster.start()
    assert ask(cluster, "select 1") == 1


def test_a_very_long_path_gets_a_short_socket_elsewhere_and_remembers_it(var):
    deep = var.parent / ("a-long-name-" * 8) / "var"
    cluster = Cluster(deep)
    try:
        url = cluster.start()
        assert ask(cluster, "select 1", url=url) == 1
        assert stat.S_IMODE(cluster.place.sockets().stat().st_mode) == 0o700
        assert Cluster(deep).url() == url
    finally:
        cluster.stop()
        cluster.place.sockets().rmdir()


def test_a_half_made_cluster_is_made_again(empty_cluster, var):
    cluster = empty_cluster
    (var / "postgres.new").mkdir(parents=True)
    (var / "postgres.new" / "PG_VERSION").write_text("18\n")
    cluster.start()
    assert ask(cluster, "select 1") == 1
    assert not (var / "postgres.new").exists()


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [({"PG_VERSION": "16\n"}, "PostgreSQL 16"), ({"letter.txt": "Dear"}, "not a PostgreSQL")],
)
def test_a_folder_that_is_not_ours_to_run_is_left_alone(empty_cluster, inside, sentence):
    cluster = empty_cluster
    cluster.place.data.mkdir(parents=True)
    for name, text in inside.items():
        (cluster.place.data / name).write_text(text)
    with pytest.raises(PostgresFailed, match=sentence):
        cluster.start()
    assert {p.name for p in cluster.place.data.iterdir()} == set(inside)


def test_a_full_disk_is_one_sentence(empty_cluster, monkeypatch):
    cluster = empty_cluster

    def full(program, *, said=""):
        with place.open_log(cluster.place.var, "postgres") as log:
            log.write(b"initdb: error: could not write file: No space left on device\n")
        raise PostgresFailed(f"PostgreSQL's initdb failed: {cluster.place.last_words(0)}")

    monkeypatch.setattr(cluster.place, "run", full)
    with pytest.raises(PostgresFailed, match=r"the disk that holds .* is full"):
        cluster.start()


def test_two_starts_at_once_make_one_cluster(cluster, var):
    code = (
        "import sys; from pathlib import Path; from tercet.running.postgres import Cluster\n"
        "c = Cluster(Path(sys.argv[1])); c.start(); print(c.status().pid)"
    )
    root = Path(place.__file__).parents[2]
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(var)], cwd=root, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    pids = {start.communicate()[0] for start in starts}
    assert pids == {f"{cluster.status().pid}\n"}


def test_another_database_is_made_once(cluster):
    cluster.start()
    cluster.ensure_database("second")
    cluster.ensure_database("second")
    assert ask(cluster, "select 1", url=cluster.url(database="second")) == 1
