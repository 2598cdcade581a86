"""The letters about a stormy night: what they say, to whom, and when they have lost their point."""

import pytest

from events import storm
from events.mail import letters
from events.models import Notice
from tests.storms.conftest import NEW_DATE, WORDS


def letter_to(party):
    notice = Notice.objects.select_related(*letters.ROWS).get(party=party)
    return letters.compose(notice)


def test_the_letter_says_the_new_day_the_reason_and_that_the_closure_stays(postponed, rosas):
    rosas.hosts.update(language="en")
    Notice.objects.update(language="en")
    letter = letter_to(rosas)
    assert letter.subject == "National Night Out moves to Tuesday, October 12"
    assert f"> {WORDS['en']}" in letter.text
    assert "Your street closure stays approved. The street is now closed on Tuesday, October 12" in letter.text
    assert "/link/" in letter.text


def test_the_reason_is_in_the_hosts_language(postponed, rosas):
    assert f"> {WORDS['es']}" in letter_to(rosas).text


def test_the_letter_about_a_night_called_off_names_the_rain_date(rainy, called_off):
    letter = letter_to(rainy)
    assert letter.subject == "National Night Out on Tuesday, October 5 is called off"
    assert "your party moves to Saturday, October 9, 2027" in letter.text


def test_the_letter_says_that_no_street_is_closed(called_off, rosas):
    Notice.objects.update(language="en")
    assert "No street is closed for it." in letter_to(rosas).text


def test_the_letter_says_that_the_rain_date_is_gone(rainy, postponed):
    assert "The rain date you chose is before the new day" in letter_to(rainy).text


def test_the_words_can_be_said_on_the_phone(postponed, rosas):
    said = letters.words_to_say(Notice.objects.select_related(*letters.ROWS).get(), language="en")
    assert any("moves the whole night from Tuesday, October 5 to Tuesday, October 12" in line for line in said)
    assert not any("/link/" in line for line in said)


def test_a_letter_about_a_party_withdrawn_meanwhile_is_not_sent(postponed, rosas):
    rosas.review = "withdrawn"
    rosas.save()
    with pytest.raises(letters.Obsolete):
        letter_to(rosas)


def test_a_letter_of_a_decision_that_was_undone_is_not_sent(postponed, rosas, imani, now):
    storm.undo(postponed, by=imani, now=now)
    with pytest.raises(letters.Obsolete):
        letter_to(rosas)


def test_many_letters_cost_few_queries(edition, make_party, imani, now, django_assert_max_num_queries):
    for number in range(12):
        make_party(edition, "approved", email=f"host{number}@example.org", phone="")
    Notice.objects.all().delete()
    with django_assert_max_num_queries(28):
        storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now)
    assert Notice.objects.count() == 12
