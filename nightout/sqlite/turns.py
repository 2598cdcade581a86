"""A lock whose waiters are served in the order in which they came; the standard one makes no such promise."""

import threading
from collections import deque


class Turns:
    """First come, first served, among the threads of one process."""

    def __init__(self):
        self._mutex = threading.Lock()
        self._waiting = deque()
        self._is_taken = False

    def take(self, timeout):
        """Wait for the turn; False when it did not come within `timeout` seconds."""
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return True
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        if gate.acquire(timeout=timeout):
            return True
        with self._mutex:
            if gate in self._waiting:
                self._waiting.remove(gate)
                return False
        return True  # it came at the very last moment

    def end(self):
        """Hand the turn to whoever has waited longest."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
