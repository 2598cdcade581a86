"""Writers on SQLite take turns: first come, first served, and nobody waits for ever."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from nightout.sqlite.base import turns
from nightout.sqlite.turns import Turns


def test_who_came_first_is_served_first():
    turn, served, ready = Turns(), [], threading.Semaphore(0)
    assert turn.take(1)

    def wait(number):
        ready.release()
        assert turn.take(30)
        served.append(number)
        turn.end()

    threads = []
    for number in range(5):
        thread = threading.Thread(target=wait, args=(number,))
        thread.start()
        ready.acquire()
        while len(turn._waiting) <= number:
            thread.join(0.001)
        threads.append(thread)
    turn.end()
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4]


def test_who_waited_too_long_leaves_the_queue():
    turn = Turns()
    assert turn.take(1)
    assert not turn.take(0.001)
    turn.end()
    assert turn.take(0.001)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_turn_ends_with_its_transaction_however_that_ends():
    turn = turns[str(connection.settings_dict["NAME"])]
    with transaction.atomic():
        assert not turn.take(0)
    assert turn.take(0)
    turn.end()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert turn.take(0)
    turn.end()


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_database_that_stays_busy_says_so():
    turn = turns[str(connection.settings_dict["NAME"])]
    timeout = connection.settings_dict["OPTIONS"]["timeout"]
    connection.settings_dict["OPTIONS"]["timeout"] = 0.001
    assert turn.take(0)
    try:
        with pytest.raises(OperationalError, match="locked"), transaction.atomic():
            raise AssertionError("the transaction began")
    finally:
        turn.end()
        connection.settings_dict["OPTIONS"]["timeout"] = timeout
