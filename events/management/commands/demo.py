"""Sets up the St. Louis demo and serves it on this machine."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events.demo.mark import NotADemo, check_database, is_seeded
from events.demo.seed import ZONE, seed_demo
from events.demo.serve import is_taken, serve
from events.demo.staff import PASSWORD, SIGN_INS
from events.demo.tonight import hold_tonight
from events.management.work import WORK


class Command(BaseCommand):
    help = "Sets up the St. Louis demo in .demo/ and serves it on http://127.0.0.1:8000."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--tonight", action="store_true", help="put the night on today")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="set up only")

    def handle(self, *, tonight, port, no_serve, **options):
        if not settings.DEMO:
            raise CommandError("The demo needs DEMO=true, which is the default of this command.")
        if not no_serve and is_taken(port):
            raise CommandError(f"Port {port} is in use. Stop what uses it, or choose another: --port {port + 1}")
        self.set_up(tonight)
        if no_serve:
            self.stdout.write("The demo is set up.")
            return
        settings.SITE_URL = f"http://127.0.0.1:{port}"
        serve(port, ready=lambda: self.welcome(settings.SITE_URL), work=WORK)

    def set_up(self, tonight):
        try:
            check_database()
        except NotADemo as refusal:
            raise CommandError(str(refusal)) from refusal
        call_command("migrate", verbosity=0, interactive=False)
        self.collect_static()
        now = timezone.now()
        if not is_seeded():
            self.stdout.write("Making the demo: St. Louis, three towns nearby, this year and the three before …")
            self.stdout.flush()
            seed_demo(timezone.localtime(now, ZONE).date(), tonight=tonight)
        if tonight:
            edition = hold_tonight(now)
            self.stdout.write(f"The night is today, from {edition.starts:%H:%M} to {edition.ends:%H:%M}.")

    def collect_static(self):
        """Collect static files when one has changed since the last time."""
        mark = Path(settings.STATIC_ROOT) / ".collected"
        state = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
        for finder in get_finders():
            for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
                stat = Path(storage.path(path)).stat()
                state.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
        if mark.exists() and mark.read_text() == state.hexdigest():
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        mark.write_text(state.hexdigest())

    def welcome(self, url):
        lines = [
            "",
            f"NightOut is ready: {url}/",
            "",
            f"  St. Louis          {url}/st-louis/",
            f"  Register a party   {url}/st-louis/register/",
            f"  Staff              {url}/staff/",
            f"  Letters            {url}/demo/mailbox/",
            "",
            f'Sign in with the password "{PASSWORD}":',
            "",
            *(f"  {role:<17}  {email}" for role, email in SIGN_INS),
            "",
            "Everything in it is made up. Stop it with Ctrl-C; the next start keeps what you did.",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
