"""Many coordinators, one party, at the same moment."""

import threading

import pytest
from django.db import connection

from events.history import Outdated
from events.models import Change, Deed, Notice, Party, Review, StepRefused
from events.review import decisions

MANY = 50


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_coordinators_decide_one_party_and_one_wins_with_one_letter(cast, elm, now):
    gate = threading.Barrier(MANY)
    outcomes = []

    def decide(number):
        deed = decisions.approve if number % 2 else decisions.decline
        words = {} if number % 2 else {"reason": f"Reason {number}"}
        gate.wait()
        try:
            deed(elm, by=cast.users.imani, seen=elm.revision, now=now, **words)
            outcomes.append("won")
        except (Outdated, StepRefused):
            outcomes.append("told")
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[number]) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told"] * (MANY - 1) + ["won"]
    assert Notice.objects.filter(kind__in=["approved", "declined"]).count() == 1
    assert Change.objects.filter(deed__in=[Deed.APPROVED, Deed.DECLINED]).count() == 1
    assert Party.objects.get(pk=elm.pk).review in (Review.APPROVED, Review.DECLINED)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_parties_of_one_block_approved_at_once_get_an_address_each(cast, edition, make_party, now):
    parties = [make_party(edition, number=f"28{number:02}", street="Fir St") for number in range(8)]
    gate = threading.Barrier(len(parties))
    faults = []

    def approve(party):
        gate.wait()
        try:
            decisions.approve(party, by=cast.users.imani, seen=party.revision, now=now)
        except Exception as error:
            faults.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[party]) for party in parties]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    slugs = set(Party.objects.filter(street="Fir St").values_list("slug", flat=True))
    assert len(slugs) == len(parties)
