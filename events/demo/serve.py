"""Serves the demo: one process with threads; one fills the mailbox, one does the long jobs."""

import socket

from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from events import jobs
from events.mail import worker
from nightout.alphabet import in_utf8

HOST = "127.0.0.1"
THREADS = 8


def is_taken(port):
    """Whether something listens on the port of this machine already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
        return False


class Server(BaseApplication):
    """gunicorn without its command line and its control socket."""

    def __init__(self, port, ready, work):
        self.port = port
        self.ready = ready
        self.work = work
        super().__init__()

    def load_config(self):
        settings = {
            "bind": f"{HOST}:{self.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _arbiter: self.ready(),
            "post_fork": lambda _arbiter, _process: (worker.start_in_thread(), jobs.start_in_thread(self.work)),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self):
        return in_utf8(get_wsgi_application())


def serve(port, ready, work):
    """Serve until SIGTERM or Ctrl-C; `ready()` is called as soon as the port is open, `work` is the table of jobs."""
    connections.close_all()
    Server(port, ready, work).run()
