"""SQLite whose writers wait their turn: the framework's backend, but for how a transaction begins and ends.

SQLite's own busy handler asks for the write lock less and less often, up to every 100 ms, so on a busy evening whoever
waits longest has the least chance against those who have just come, until the timeout says "database is locked". Here
the threads of a process queue, first come, first served, before they ask SQLite, which so sees one writer per process.
"""

from collections import defaultdict

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from .turns import Turns

turns = defaultdict(Turns)  # by database file


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins a write transaction when it is this thread's turn; waits at most the option `timeout` in seconds."""

    turn = None

    def _start_transaction_under_autocommit(self):
        turn = turns[str(self.settings_dict["NAME"])]
        if not turn.take(self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked")
        self.turn = turn
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self):
        super()._commit()
        self._end_turn()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self):
        try:
            super()._close()
        finally:
            self._end_turn()

    def _end_turn(self):
        turn, self.turn = self.turn, None
        if turn is not None:
            turn.end()
