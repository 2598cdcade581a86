"""The demo as a newcomer starts it: a process of its own, stopped by a signal, started again with what it held."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = [pytest.mark.once, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demo:
    """A running `manage.py demo`; `said` is what it printed until it was ready."""

    def __init__(self, folder, port, *options):
        self.url = f"http://127.0.0.1:{port}"
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port), *options],
            cwd=ROOT,
            env=environment | {"DATA_DIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Stop it with Ctrl-C" in line:
                break

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return answer.read().decode()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.read()
        return self.process.wait(30)


@pytest.fixture
def start(tmp_path):
    running = []

    def begin(*options):
        running.append(Demo(tmp_path, free_port(), *options))
        return running[-1]

    yield begin
    for demo in running:
        if demo.process.poll() is None:
            demo.process.kill()
            demo.process.wait()
        demo.process.stdout.close()


def letters_in(folder):
    """How many letters lie in the mailbox, but for reminders: which of those are due depends on the hour."""
    with sqlite3.connect(folder / "nightout.sqlite3") as database:
        return database.execute(
            "SELECT count(*) FROM events_letter JOIN events_notice ON events_notice.id = notice_id"
            " WHERE kind NOT LIKE 'remind%'"
        ).fetchone()[0]


def test_the_demo_serves_a_city_delivers_letters_stops_and_starts_again(start, tmp_path):
    demo = start()
    assert f"{demo.url}/st-louis/" in demo.said
    assert f"{demo.url}/demo/mailbox/" in demo.said
    assert "coordinator@example.org" in demo.said
    page = demo.get("/st-louis/")
    style = re.search(r'href="(/static/css/app\.[0-9a-f]{12}\.css)"', page).group(1)
    assert "{" in demo.get(style)
    until = time.monotonic() + PATIENCE
    while letters_in(tmp_path) < 10 and time.monotonic() < until:
        demo.get("/demo/mailbox/")
    assert letters_in(tmp_path) == 10
    assert demo.stop() == 0

    again = start("--tonight")
    assert "Making the demo" not in again.said
    assert "The night is today" in again.said
    assert again.get("/st-louis/") != page
    assert letters_in(tmp_path) >= 10  # kept, and perhaps more: the night is near now
    assert again.stop() == 0


def test_a_port_in_use_is_said_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = Demo(tmp_path / "data", port)
    assert demo.process.wait(30) == 1
    demo.process.stdout.close()
    assert f"Port {port} is in use" in demo.said
    assert not (tmp_path / "data" / "nightout.sqlite3").exists()
