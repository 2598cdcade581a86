"""Introductions: what a newcomer is told of parties that are there, and how asking, answering and parting go."""

import datetime as dt
import uuid

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from events import access, housekeeping, introductions, registry
from events.listing import Listing
from events.models import Change, Deed, Draft, Host, Introduction, ListingLevel, Night, Notice, Party, Review
from nightout.logs import scrubbed
from tests.conftest import answers, make_edition

EXACT, BLOCK, HOOD, UNLISTED = "exact", "block", "neighborhood", "unlisted"
HERE = {"lat": 38.6051, "lng": -90.2249, "number": "2815", "street": "Elm Street"}
NIGHT = dt.date(2027, 10, 5)
ANA = {"name": "Ana Lark", "email": "ana@example.org", "phone": "+13145550155", "message": "I bring a tent."}


@pytest.fixture
def there(edition, make_party):
    """Rosa's party on the 2800 block of Elm, approved and listed by block."""
    return make_party(edition, Review.APPROVED)


@pytest.fixture
def draft(edition, now):
    """Ana's draft, as far as the first step, on the same block."""
    said = {"place_kind": "street", "place_name": "", "neighborhood": 1, **HERE}
    until = now + dt.timedelta(days=30)
    return Draft.objects.create(
        edition=edition, answers=said, steps_done=["where"], created_at=now, updated_at=now, expires_at=until
    )


@pytest.fixture
def wish(draft, there, now):
    """Ana's wish to join, the e-mail not confirmed yet."""
    return introductions.ask_to_join(draft, there, **ANA, language="en", now=now)


@pytest.fixture
def asked(wish, now):
    """Ana's wish, confirmed: Rosa is asked."""
    return introductions.confirm_wish(wish, now=now)


def told(edition, **changes):
    """The names of what a newcomer there is told."""
    return [listing.name for listing in introductions.already_there(edition, **HERE | changes)]


def letters():
    """[(kind, to)] of the letters owed, oldest first, without what the registrations owe."""
    kinds = ["confirm", "received", "approved"]
    return list(Notice.objects.exclude(kind__in=kinds).order_by("id").values_list("kind", "to_email"))


# Who is there


def test_a_party_on_the_same_block_is_told_as_everybody_sees_it(edition, there):
    (found,) = introductions.already_there(edition, **HERE)
    assert found == Listing.of(Party.objects.with_context().get(pk=there.pk))
    assert isinstance(found, Listing)
    assert found.name == "2800 block of Elm St"
    assert "2827" not in str(found)


def test_nobody_is_told_of_another_block_or_another_edition(edition, springfield, there):
    far = {"lat": 38.6091, "lng": -90.2149}
    assert told(edition, number="2900", **far) == []
    assert told(edition, street="Oak Ave", **far) == []
    assert told(make_edition(springfield, 2028, dt.date(2028, 10, 3))) == []


@pytest.mark.parametrize("spot", [{"lat": None, "lng": None}, {"number": "", "street": ""}])
def test_either_the_block_or_the_pin_is_enough(edition, there, spot):
    assert told(edition, **spot) == ["2800 block of Elm St"]


def test_without_a_block_and_a_pin_nobody_is_there(edition, there):
    assert told(edition, lat=None, lng=None, number="", street="Elm St") == []


def test_a_pin_counts_to_a_hundred_and_fifty_metres_of_the_public_pin(edition, there):
    away = {"number": "", "street": "", "lng": there.public_lng}
    step = 1 / 111_195  # degrees of latitude to a metre
    assert told(edition, lat=there.public_lat + 149 * step, **away) == ["2800 block of Elm St"]
    assert told(edition, lat=there.public_lat + 152 * step, **away) == []


def test_the_distance_is_measured_from_the_public_pin_and_never_from_the_house(edition, there):
    Party.objects.filter(pk=there.pk).update(lat=38.6091, lng=-90.2149)
    assert told(edition, number="", street="") == ["2800 block of Elm St"]
    assert told(edition, number="", street="", lat=38.6091, lng=-90.2149) == []


def test_time_counts_once_it_is_known(edition, there):
    assert told(edition, date=NIGHT) == ["2800 block of Elm St"]
    assert told(edition, date=NIGHT, starts=dt.time(19), ends=dt.time(21)) == ["2800 block of Elm St"]
    assert told(edition, date=NIGHT, starts=dt.time(20), ends=dt.time(21)) == []
    assert told(edition, date=NIGHT + dt.timedelta(days=1)) == []


def test_a_party_of_another_day_is_there_on_that_day_alone(edition, make_party):
    make_party(edition, Review.APPROVED, date="2027-10-06", other_day_reason="Rain")
    assert told(edition) == []
    assert told(edition, date=dt.date(2027, 10, 6)) == ["2800 block of Elm St"]


@pytest.mark.parametrize("review", [state for state in Review.values if state != Review.APPROVED])
def test_only_an_approved_party_is_there(edition, make_party, review):
    make_party(edition, review)
    assert told(edition) == []


def test_a_party_that_is_called_off_on_the_night_is_not_there(edition, there):
    Party.objects.filter(pk=there.pk).update(night=Night.NOT_HAPPENING)
    assert told(edition) == []


def test_a_narrowed_level_takes_a_party_out_of_sight(edition, there):
    registry.change(there, {"level": HOOD}, by=None, now=there.created_at)
    assert told(edition) == []


def test_asking_who_is_there_costs_the_same_for_one_and_for_many(edition, make_party, django_assert_num_queries):
    for number in range(6):
        make_party(edition, Review.APPROVED, number=f"28{number}1", email=f"h{number}@example.org")
        with django_assert_num_queries(4):
            assert len(told(edition)) == number + 1


HIDDEN = st.lists(
    st.fixed_dictionaries(
        {
            "review": st.sampled_from(Review.values),
            "level": st.sampled_from(ListingLevel.values),
            "number": st.sampled_from(["", "2801", "2899", "2900"]),
            "street": st.sampled_from(["Elm St", "Elm Street", "elm", ""]),
            "lat": st.floats(38.6045, 38.6058),
            "lng": st.floats(-90.2255, -90.2244),
            "starts": st.sampled_from(["16:00", "17:00"]),
        }
    ).filter(lambda one: one["review"] != Review.APPROVED or one["level"] in (HOOD, UNLISTED)),
    min_size=1,
    max_size=3,
)


@tried(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hidden=HIDDEN, when=st.sampled_from([{}, {"date": NIGHT}, {"date": NIGHT, "starts": dt.time(16, 30)}]))
def test_what_is_hidden_never_changes_what_a_newcomer_is_told(edition, there, make_party, hidden, when):
    when = when | ({"ends": dt.time(18)} if "starts" in when else {})
    before = introductions.already_there(edition, **HERE, **when)
    made = []
    for one in hidden:
        one = dict(one)
        party = make_party(edition, one.pop("review"), email=f"{uuid.uuid4().hex}@example.org", **one)
        made.append(party.pk)
    assert introductions.already_there(edition, **HERE, **when) == before
    Party.objects.filter(pk__in=made).delete()


# Asking


def test_asking_owes_one_letter_to_the_asker_and_nobody_else_hears_of_it(wish, draft, there):
    assert (wish.kind, wish.party, wish.draft, wish.email) == ("join", there, draft, "ana@example.org")
    assert wish.confirmed_at is None
    assert letters() == [("join_confirm", "ana@example.org")]
    assert not Change.objects.filter(deed=Deed.JOINED).exists()
    assert Draft.objects.get(pk=draft.pk).answers["host_name"] == "Ana Lark"


def test_asking_twice_is_asking_once(wish, draft, there, now):
    again = introductions.ask_to_join(draft, there, **ANA, language="en", now=now)
    assert again.pk == wish.pk
    assert letters() == [("join_confirm", "ana@example.org")]


def test_another_address_ends_the_first_link_as_long_as_nothing_is_confirmed(wish, draft, there, now):
    moved = introductions.ask_to_join(draft, there, **ANA | {"email": "ana.l@example.org"}, language="en", now=now)
    assert (moved.pk, moved.link_version, moved.email) == (wish.pk, 2, "ana.l@example.org")
    introductions.confirm_wish(moved, now=now)
    again = introductions.ask_to_join(draft, there, **ANA | {"email": "eve@example.org"}, language="en", now=now)
    assert again.email == "ana.l@example.org"


def test_the_host_is_asked_once_the_email_is_confirmed(asked, there, now):
    assert (asked.confirmed_at, asked.other_answer, asked.ended_at) == (now, "yes", None)
    assert letters()[1:] == [("join_asked", "rosa@example.org")]
    introductions.confirm_wish(asked, now=now)
    assert len(letters()) == 2


def test_who_is_a_host_already_gets_the_link_and_nobody_is_asked(draft, there, now):
    wish = introductions.ask_to_join(draft, there, **ANA | {"email": "ROSA@example.org"}, language="en", now=now)
    assert introductions.standing_of(wish, now) == "confirm"
    wish = introductions.confirm_wish(wish, now=now)
    assert introductions.standing_of(wish, now) == "together"
    assert letters()[1:] == [("host_link", "rosa@example.org")]
    assert there.hosts.count() == 1


def test_somebody_who_asked_with_another_draft_is_not_asked_for_again(asked, edition, there, now):
    until = now + dt.timedelta(days=30)
    other = Draft.objects.create(edition=edition, answers={}, created_at=now, updated_at=now, expires_at=until)
    twin = introductions.ask_to_join(other, there, **ANA, language="en", now=now)
    twin = introductions.confirm_wish(twin, now=now)
    assert introductions.standing_of(twin, now) == "waiting"
    assert [kind for kind, _to in letters()].count("join_asked") == 1


@pytest.mark.parametrize("change", [{"review": Review.WITHDRAWN}, {"level": HOOD}, {"night": Night.NOT_HAPPENING}])
def test_a_party_that_is_no_longer_shown_can_not_be_joined_and_why_is_not_told(wish, there, change, now):
    Party.objects.filter(pk=there.pk).update(public_lat=None, public_lng=None, **change)
    wish.party.refresh_from_db()
    wish = introductions.confirm_wish(wish, now=now)
    assert wish.ended_at == now
    assert introductions.standing_of(wish, now) == "over"
    assert letters() == [("join_confirm", "ana@example.org")]


def test_a_wish_that_nobody_confirmed_is_forgotten_and_a_confirmed_one_is_not(wish, now):
    assert housekeeping.tidy(now + dt.timedelta(days=29))["wishes"] == 0
    assert housekeeping.tidy(now + dt.timedelta(days=31))["wishes"] == 1
    assert not Introduction.objects.exists()


def test_a_confirmed_wish_is_kept(asked, now):
    assert housekeeping.tidy(now + dt.timedelta(days=31))["wishes"] == 0


def test_no_link_between_hosts_stands_in_the_logs(wish, there):
    links = [access.token_of("join", wish), access.answer_token(wish, there.hosts.get())]
    said = scrubbed(f"GET /join/{links[0]}/ 302, GET /es/answer/{links[1]}/ 200")
    assert said == "GET /join/…/ 302, GET /es/answer/…/ 200"


# Answering


def test_yes_makes_a_joined_host_and_tells_both(asked, there, now):
    rosa = there.hosts.get()
    introductions.answer(asked, rosa, True, by=rosa, now=now)
    ana = there.hosts.get(role=Host.Role.JOINED)
    assert (ana.name, ana.email, ana.phone, ana.confirmed_at) == ("Ana Lark", ANA["email"], ANA["phone"], now)
    line = there.changes.get(deed=Deed.JOINED)
    assert line.by_host == rosa
    assert letters()[2:] == [("join_agreed", "rosa@example.org"), ("joined", "ana@example.org")]


def test_no_tells_the_asker_alone(asked, there, now):
    rosa = there.hosts.get()
    ended = introductions.answer(asked, rosa, False, by=rosa, now=now)
    assert (ended.party_answer, ended.ended_at) == ("no", now)
    assert letters()[2:] == [("join_declined", "ana@example.org")]
    assert there.hosts.count() == 1


def test_the_first_answer_stands(asked, there, now):
    rosa = there.hosts.get()
    introductions.answer(asked, rosa, False, by=rosa, now=now)
    introductions.answer(asked, rosa, True, by=rosa, now=now)
    assert there.hosts.count() == 1
    assert len(letters()) == 3


def test_a_coordinator_writes_down_what_was_said_on_the_phone(asked, there, make_staff, springfield, now):
    imani = make_staff(springfield, "coordinator", "imani@springfield.example.org")
    introductions.answer(asked, there.hosts.get(), True, by=imani, now=now)
    assert there.changes.get(deed=Deed.JOINED).by_user == imani


def test_an_answer_to_somebody_who_registered_alone_does_nothing(asked, draft, edition, there, now):
    registry.register(edition, answers(email="ana@example.org"), key=draft.key, draft=draft, now=now)
    rosa = there.hosts.get()
    introductions.answer(asked, rosa, True, by=rosa, now=now)
    assert there.hosts.count() == 1


def test_after_the_night_there_is_nothing_to_answer(asked, now):
    assert introductions.is_open(asked, now)
    assert not introductions.is_open(asked, now + dt.timedelta(days=60))


# Calling off, and parting


@pytest.fixture
def ana(asked, there, now):
    """Ana, a joined host of Rosa's party."""
    rosa = there.hosts.get()
    introductions.answer(asked, rosa, True, by=rosa, now=now)
    Notice.objects.all().delete()
    return there.hosts.get(role=Host.Role.JOINED)


def test_a_party_called_off_ends_the_wishes_about_it(asked, there, now):
    introductions.called_off(there, now=now)
    assert Introduction.objects.get().ended_at == now
    assert letters()[2:] == [("join_declined", "ana@example.org")]


def test_an_unconfirmed_wish_ends_without_a_letter(wish, there, now):
    introductions.called_off(there, now=now)
    assert Introduction.objects.get().ended_at == now
    assert letters() == [("join_confirm", "ana@example.org")]


def test_a_joined_host_may_leave_and_the_main_host_hears_of_it(ana, there, now):
    introductions.leave(ana, now=now)
    assert there.hosts.count() == 1
    assert letters() == [("joined_left", "rosa@example.org")]
    assert there.changes.filter(deed=Deed.CONTACT_CHANGED).count() == 1
    assert introductions.leave(ana, now=now) is None


def test_the_main_host_may_take_a_joined_host_off(ana, there, now):
    introductions.remove(ana, by=there.hosts.get(role="main"), now=now)
    assert there.hosts.count() == 1
    assert letters() == [("join_ended", "ana@example.org")]


def test_nobody_takes_a_main_host_off(there, now):
    assert introductions.remove(there.hosts.get(), by=None, now=now) is None
    assert there.hosts.count() == 1


def test_whoever_was_told_no_cannot_ask_the_same_host_again_and_again(edition, asked, there, now):
    rosa = there.main_host()
    introductions.answer(asked, rosa, False, by=rosa, now=now)
    until = now + dt.timedelta(days=30)
    again = Draft.objects.create(edition=edition, answers=HERE, created_at=now, updated_at=now, expires_at=until)
    said = {**ANA, "email": "ANA@example.org", "message": "Why not?"}
    wish = introductions.ask_to_join(again, there, **said, language="en", now=now)
    wish = introductions.confirm_wish(wish, now=now)
    assert introductions.standing_of(wish, now) == "over"
    assert Notice.objects.filter(kind="join_asked").count() == 1


def test_other_words_to_the_host_send_no_second_letter_to_an_unproved_address(draft, there, wish, now):
    for number in range(3):
        said = {**ANA, "message": f"I bring {number} tents."}
        introductions.ask_to_join(draft, there, **said, language="en", now=now + dt.timedelta(minutes=number))
    assert letters() == [("join_confirm", "ana@example.org")]
    assert Introduction.objects.get().message == "I bring 2 tents."
