"""An installation as its administrator meets it: prepared, served, examined, backed up, restored; on both databases."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.apps import test_on_postgresql

cluster = test_on_postgresql.cluster
SAMRIT = [sys.executable, "-c", "from samrit.cli import main; main()"]
LIMIT = 180
"""Seconds after which a command hangs: only a guard, wide enough for a machine that has other things to do."""


def clean(**more: str) -> dict[str, str]:
    """The environment without what this test run set for itself."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DJANGO_"))}
    return {**kept, "PYTHONWARNINGS": "error", **more}


def samrit(*args: object, **env: str) -> subprocess.CompletedProcess[str]:
    command = [*SAMRIT, *map(str, args)]
    return subprocess.run(command, env=clean(**env), capture_output=True, text=True, timeout=LIMIT, check=False)


def done(*args: object, **env: str) -> str:
    run = samrit(*args, **env)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def refused(*args: object, **env: str) -> list[str]:
    run = samrit(*args, "--json", **env)
    assert run.returncode == 1, run.stdout + run.stderr
    return sorted(issue["code"] for issue in json.loads(run.stdout)["issues"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that `samrit init` made."""
    home = tmp_path_factory.mktemp("made") / "samrit"
    done("init", home)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it to break."""
    return Path(shutil.copytree(made, tmp_path / "samrit"))


def test_init_makes_secrets_that_only_their_owner_reads_and_the_key_lies_outside_the_database(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == {
        "settings.env", "keys", "evidence", "papers", "backups", "samrit.sqlite3",
    }  # fmt: skip
    for path in [made, *made.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path
    assert "PRIVATE KEY" in (made / "keys" / "audit-ed25519.pem").read_text()
    assert b"PRIVATE KEY" not in (made / "samrit.sqlite3").read_bytes()


def test_two_installations_have_different_secrets(made: Path, tmp_path: Path) -> None:
    done("init", tmp_path / "other")
    for name in ("settings.env", "keys/audit-ed25519.pem"):
        assert (made / name).read_bytes() != (tmp_path / "other" / name).read_bytes()


def test_init_refuses_an_installation_a_full_folder_and_a_file(home: Path, tmp_path: Path) -> None:
    before = (home / "settings.env").read_bytes()
    assert refused("init", home) == ["SE011"]
    assert (home / "settings.env").read_bytes() == before
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    assert refused("init", tmp_path / "full") == ["SE012"]
    assert refused("init", tmp_path / "full" / "letter.txt" / "below") == ["SE013"]


CUT = """
import os, sys
from pathlib import Path
from samrit.config import keys, preparing
step = int(sys.argv[2])
if step == 0:
    keys.make_audit_key = lambda path: os._exit(9)
preparing.prepare(Path(sys.argv[1]), progress=lambda at, of, name: at == step and os._exit(9))
"""


@pytest.mark.parametrize("step", [0, 1, 9])
def test_init_cut_off_half_way_is_taken_up_again(step: int, tmp_path: Path) -> None:
    home = tmp_path / "samrit"
    run = subprocess.run([sys.executable, "-c", CUT, home, str(step)], env=clean(), check=False, timeout=LIMIT)
    assert run.returncode == 9
    secret = (home / "settings.env").read_bytes()
    done("init", home)
    assert (home / "settings.env").read_bytes() == secret
    done("doctor", "--home", home)
    assert refused("init", home) == ["SE011"]


def test_serve_check_proves_that_a_fresh_installation_answers(made: Path) -> None:
    port = free_port()
    told = done("serve", "--home", made, "--check", "--lang", "en", SAMRIT_BIND=f"127.0.0.1:{port}")
    assert f"http://127.0.0.1:{port}/health answered 200" in told


def test_serve_says_which_port_it_took_instead_of_a_busy_one(made: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        told = done("serve", "--home", made, "--check", "--lang", "en", SAMRIT_BIND=f"127.0.0.1:{port}")
    assert f"port {port} is taken, so this uses " in told


def test_serve_refuses_what_was_never_prepared_and_what_is_behind(home: Path, tmp_path: Path) -> None:
    assert refused("serve", "--home", tmp_path / "none") == ["SE001"]
    with closing(sqlite3.connect(home / "samrit.sqlite3")) as database:
        database.execute("DROP TABLE django_session")
        database.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        database.commit()
    run = samrit("serve", "--home", home, "--lang", "en")
    assert run.returncode == 1
    assert "samrit upgrade" in run.stderr
    assert refused("doctor", "--home", home) == ["SE029", "SE033"]
    done("upgrade", "--home", home)
    done("doctor", "--home", home)


@contextmanager
def serving(home: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], Iterator[dict]]]:
    """A server that answers, and its log."""
    command = [*SAMRIT, "serve", "--home", str(home)]
    # SAMRIT_WORKERS 1: fewer processes on a small machine
    env = clean(SAMRIT_BIND=f"127.0.0.1:{port}", SAMRIT_WORKERS="1")
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            line = process.stdout.readline()
            assert "ตอบที่" in line
            assert "answering at" in line
            yield process, (json.loads(line) for line in process.stderr)
        finally:
            process.kill()


def status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def test_both_children_are_started_again_when_they_are_killed_and_stop_when_told(made: Path) -> None:
    port = free_port()
    with serving(made, port) as (process, log):
        started = [line for line, _ in zip(log, range(2), strict=False)]
        pids = {line["child"]: line["pid"] for line in started if line["event"] == "child started"}
        assert set(pids) == {"web", "worker"}
        for pid in pids.values():
            os.kill(pid, signal.SIGKILL)
        again: dict[str, int] = {}
        while set(again) != {"web", "worker"}:
            line = next(log)
            if line["event"] == "child started":
                again[line["child"]] = line["pid"]
        assert not set(again.values()) & set(pids.values())
        while status(port) != 200:
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert status(port) == 0
        assert [line["event"] for line in log][-1] == "stopped"


def test_a_supervisor_that_is_killed_leaves_no_server_behind(made: Path) -> None:
    port = free_port()
    with serving(made, port) as (process, log):
        assert status(port) == 200
        process.kill()
        process.wait()
        # the log ends when the last child that holds it has ended
        assert list(log)
        assert status(port) == 0


def test_doctor_tells_each_check_and_leaves_with_1_on_a_problem(home: Path) -> None:
    told = json.loads(done("doctor", "--home", home, "--json"))
    assert all(check["ok"] for check in told["checks"])
    assert len(told["checks"]) == 12
    (home / "keys" / "audit-ed25519.pem").chmod(0o644)
    run = samrit("doctor", "--home", home, "--lang", "en")
    assert run.returncode == 1
    assert "✗ keys and secrets" in run.stdout
    assert "chmod 600" in run.stderr


def test_a_backup_is_restored_by_command_and_found_sound(home: Path, tmp_path: Path) -> None:
    (home / "evidence" / "ab").mkdir()
    (home / "evidence" / "ab" / "proof").write_bytes(b"proof")
    told = json.loads(done("backup", tmp_path / "b.tar", "--home", home, "--with-keys", "--json"))
    assert told["file"] == str(tmp_path / "b.tar")
    done("restore", tmp_path / "b.tar", tmp_path / "back")
    assert (tmp_path / "back" / "evidence" / "ab" / "proof").read_bytes() == b"proof"
    done("doctor", "--home", tmp_path / "back")
    assert refused("restore", tmp_path / "b.tar", tmp_path / "back") == ["SE011"]


@pytest.fixture
def databases(cluster: str) -> tuple[str, str]:
    """Two empty PostgreSQL databases."""
    with psycopg.connect(cluster, autocommit=True) as connection:
        for name in ("one", "two"):
            connection.execute(f"DROP DATABASE IF EXISTS {name}".encode())
            connection.execute(f"CREATE DATABASE {name}".encode())
    base = urlsplit(cluster)
    return base._replace(path="/one").geturl(), base._replace(path="/two").geturl()


def test_the_whole_life_of_an_installation_on_postgresql(databases: tuple[str, str], tmp_path: Path) -> None:
    one, two = databases
    done("init", tmp_path / "pg", "--database", one)
    done("serve", "--home", tmp_path / "pg", "--check", SAMRIT_BIND=f"127.0.0.1:{free_port()}")
    # the tests' cluster runs without fsync, and the doctor sees that
    assert refused("doctor", "--home", tmp_path / "pg") == ["SE028", "SE033"]
    assert refused("init", tmp_path / "second", "--database", one) == ["SE015"]
    assert refused("init", tmp_path / "second", "--database", one) == ["SE015"]  # nor by trying again
    done("backup", tmp_path / "b.tar", "--home", tmp_path / "pg", "--with-keys")
    assert refused("restore", tmp_path / "b.tar", tmp_path / "back") == ["SE026"]
    assert refused("restore", tmp_path / "b.tar", tmp_path / "back", "--database", one) == ["SE015"]
    assert not (tmp_path / "back").exists()
    done("restore", tmp_path / "b.tar", tmp_path / "back", "--database", two)
    assert two in (tmp_path / "back" / "settings.env").read_text()
    assert one not in (tmp_path / "back" / "settings.env").read_text()
    assert refused("doctor", "--home", tmp_path / "back") == ["SE028", "SE033"]


def test_a_postgresql_that_is_not_there_is_told_and_another_may_be_named_afterwards(tmp_path: Path) -> None:
    nowhere = f"postgresql://samrit:hidden-word@127.0.0.1:{free_port()}/samrit"
    run = samrit("init", tmp_path / "pg", "--database", nowhere, "--lang", "en")
    assert run.returncode == 1
    assert "SE014" in run.stderr
    assert "hidden-word" not in run.stdout + run.stderr
    done("init", tmp_path / "pg", "--database", "sqlite")
    done("doctor", "--home", tmp_path / "pg")


def test_without_pg_dump_the_backup_is_refused_with_advice(databases: tuple[str, str], tmp_path: Path) -> None:
    done("init", tmp_path / "pg", "--database", databases[0])
    assert refused("backup", "--home", tmp_path / "pg", PATH=str(tmp_path)) == ["SE019"]
    assert list((tmp_path / "pg" / "backups").iterdir()) == []
