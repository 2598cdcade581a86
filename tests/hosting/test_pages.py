"""The host's page in every state, the pages to change it, and who may see them."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from events import registry
from events.hosting import deeds
from events.models import Closure, Party, Proposal
from tests.conftest import answers, host_client
from tests.hosting.conftest import history_of

STATES = {
    "unconfirmed": "not sent yet",
    "submitted": "has your registration",
    "needs_information": "has a question",
    "approved": "Your party is <b>approved</b>",
    "declined": "not approved",
    "withdrawn": "<b>withdrew</b>",
    "cancelled": "<b>cancelled</b> your party",
}
STEPS = ("where", "you", "when", "what", "visitors", "closure", "sharing")
GETS = ["", *(f"edit/{step}/" for step in STEPS), "answer/", "withdraw/", "link/"]
POSTS = [*(f"edit/{step}/" for step in STEPS), "answer/", "send-again/", "withdraw/", "proposal/withdraw/"]
POSTS += ["second-contact/remove/", "link/", "link/send/", "sign-out/"]
WHEN = {"starts": "5 pm", "ends": "8 pm", "rain_plan": "go"}


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("review", STATES)
def test_the_page_says_in_one_sentence_where_the_party_stands(edition, make_party, review):
    party = make_party(edition, review)
    page = text_of(host_client(party).get(f"/my/{party.reference}/"))
    assert STATES[review] in page
    assert party.reference in page
    assert ("/edit/where/" in page) == (review in deeds.EDITABLE)


def test_an_approved_party_is_not_an_approved_closure_and_visits_are_not_promised(edition, make_party):
    party = make_party(edition, "approved")
    page = text_of(host_client(party).get(f"/my/{party.reference}/"))
    assert "Your street closure: a coordinator still has to decide." in page
    assert "You asked for visits: Fire engine. A visit is not promised." in page
    Closure.objects.update(state="approved", decided_at=party.approved_at)
    page = text_of(host_client(party).get(f"/my/{party.reference}/"))
    assert "Your street closure is <b>approved</b>: Elm St from 1st St to 2nd St, 4 to 9 pm." in page


def test_the_street_of_a_party_that_is_off_stays_open(edition, make_party):
    party = make_party(edition, "approved")
    Closure.objects.update(state="approved", decided_at=party.approved_at)
    Party.objects.update(night="not_happening")
    page = text_of(host_client(party).get(f"/my/{party.reference}/"))
    assert "The party is off, so its street is not closed. Keep it open." in page
    assert "closure is <b>approved</b>" not in page


def test_an_open_proposal_stands_beside_the_approved_version(edition, make_party, now):
    party = make_party(edition, "approved")
    deeds.edit(party, {"ends": "20:30"}, by=party.hosts.get(), now=now)
    page = text_of(host_client(party).get(f"/my/{party.reference}/"))
    assert "5 to 8 pm" in page[page.index("<del>") : page.index("</del>")]
    assert "5 to 8:30 pm" in page[page.index("<ins>") : page.index("</ins>")]
    assert page.count("<del>") == 1


def test_a_change_that_was_not_accepted_is_said_with_its_reason(edition, make_party, now):
    party = make_party(edition, "approved")
    deeds.edit(party, {"ends": "20:30"}, by=party.hosts.get(), now=now)
    Proposal.objects.update(state="rejected", decided_at=now, reason="Too late for the block.")
    assert "Too late for the block." in text_of(host_client(party).get(f"/my/{party.reference}/"))


def test_last_days_say_what_can_still_be_asked_for(edition, make_party, now):
    party = make_party(edition, kit_wanted=False)
    rosa, page = host_client(party), f"/my/{party.reference}/"
    shown = text_of(rosa.get(page))
    assert "A street closure: until" not in shown
    deeds.edit(party, {"closure_wanted": False}, by=party.hosts.get(), now=now)
    assert "A street closure: until" in text_of(rosa.get(page))
    deeds.edit(party, answers(date=party.date.isoformat(), kit_wanted=False), by=party.hosts.get(), now=now)
    edition.closure_until = edition.kit_until = edition.registration_opens
    edition.save()
    shown = text_of(rosa.get(page))
    assert "Visitors: until" in shown
    assert "The printed kit: until" not in shown
    assert "The last day to ask for a street closure was" in text_of(rosa.get(f"{page}edit/closure/"))
    rosa.post(f"{page}edit/closure/", {"closure_wanted": "no"})
    assert Closure.objects.get().state == Closure.State.REQUESTED


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_filled_in_with_what_was_answered_and_saving_it_changes_nothing(elm, step):
    rosa, page = host_client(elm), f"/my/{elm.reference}/edit/{step}/"
    form = rosa.get(page).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    before = history_of(elm)
    answer = rosa.post(page, data | {"seen": elm.revision})
    assert (answer.status_code, answer.url) == (302, f"/my/{elm.reference}/"), answer.context["form"].errors
    assert history_of(elm) == before


def test_a_saved_step_leads_back_and_says_so(elm):
    rosa = host_client(elm)
    answer = rosa.post(f"/my/{elm.reference}/edit/when/", WHEN | {"starts": "5:30 pm", "seen": elm.revision})
    assert "Saved." in text_of(rosa.get(answer.url))
    assert str(Party.objects.get(pk=elm.pk).starts) == "17:30:00"


def test_a_mistake_keeps_what_was_typed(elm):
    page = text_of(host_client(elm).post(f"/my/{elm.reference}/edit/when/", WHEN | {"ends": "4 pm"}))
    assert "<title>Error: " in page
    assert 'value="4 pm"' in page
    assert str(Party.objects.get(pk=elm.pk).ends) == "20:00:00"


def test_a_decision_made_meanwhile_is_shown_and_nothing_typed_is_lost(elm, make_staff, springfield, now):
    imani = make_staff(springfield, "coordinator", "imani@springfield.example.org")
    rosa, page = host_client(elm), f"/my/{elm.reference}/edit/when/"
    data = WHEN | {"starts": "5:30 pm", "seen": elm.revision}
    registry.change(elm, {"ends": "19:00"}, by=imani, now=now, deed="corrected")
    answer = rosa.post(page, data)
    shown = text_of(answer)
    assert "Corrected by staff by the city team: It ends at" in shown
    assert 'value="5:30 pm"' in shown
    assert str(Party.objects.get(pk=elm.pk).starts) == "17:00:00"
    rosa.post(page, data | {"seen": answer.context["party"].revision})
    assert str(Party.objects.get(pk=elm.pk).starts) == "17:30:00"


@pytest.mark.parametrize("seen", ["", "0", "-1", "x", "9" * 40])
def test_a_revision_nobody_can_read_saves_all_the_same(elm, seen):
    assert host_client(elm).post(f"/my/{elm.reference}/edit/when/", WHEN | {"seen": seen}).status_code == 302


@pytest.mark.parametrize("step", ["check", "rules", "..", "WHERE", "0"])
def test_a_step_that_is_not_there_is_not_found(elm, step):
    assert host_client(elm).get(f"/my/{elm.reference}/edit/{step}/").status_code == 404


def test_a_party_off_the_street_is_not_asked_about_a_closure(edition, make_party):
    party = make_party(edition, place_kind="park", closure_wanted=False)
    assert host_client(party).get(f"/my/{party.reference}/edit/closure/").status_code == 404


@pytest.mark.parametrize("path", GETS)
def test_nobody_but_its_hosts_sees_anything_of_a_party(cast, elm, path):
    page = f"/my/{elm.reference}/{path}"
    for who in (cast.walt, cast.nobody, cast.imani, cast.operator):
        answer = who.get(page)
        assert answer.status_code == 404
        assert "Elm" not in answer.content.decode()
    theirs, nobodys = cast.walt.get(page), cast.walt.get(f"/my/SPR-00-9999/{path}")
    assert text_of(theirs).replace(elm.reference, "") == text_of(nobodys).replace("SPR-00-9999", "")


@pytest.mark.parametrize("path", POSTS)
def test_nobody_but_its_hosts_does_anything_to_a_party(cast, elm, path):
    before = Party.objects.filter(pk=elm.pk).values().get(), history_of(elm)
    for who in (cast.walt, cast.nobody, cast.imani, cast.operator):
        assert who.post(f"/my/{elm.reference}/{path}").status_code == 404
    assert (Party.objects.filter(pk=elm.pk).values().get(), history_of(elm)) == before


@pytest.mark.parametrize(
    "path", ["send-again/", "proposal/withdraw/", "second-contact/remove/", "link/send/", "sign-out/"]
)
def test_a_deed_is_never_done_by_looking(cast, elm, path):
    assert cast.rosa.get(f"/my/{elm.reference}/{path}").status_code == 405


def test_the_hosts_pages_are_there_in_spanish(elm):
    rosa = host_client(elm)
    with override("es"):
        paths = [reverse("hosting:party", args=[elm.reference]), reverse("hosting:find_link", args=["springfield"])]
        paths += [reverse("hosting:edit", args=[elm.reference, step]) for step in STEPS]
    for path in paths:
        page = rosa.get(path)
        assert path.startswith("/es/")
        assert (page.status_code, page["Content-Language"]) == (200, "es")
        assert '<html lang="es">' in page.content.decode()


def test_the_page_takes_the_same_queries_however_much_happened(edition, make_party, now, django_assert_max_num_queries):
    party = make_party(edition, "approved", second_name="Ida", visitors=["fire", "police", "mayor"])
    host = party.hosts.get(role="main")
    for number in range(5):
        deeds.edit(party, {"title": f"Fair {number}", "expected": 20 + number}, by=host, now=now)
    rosa = host_client(party)
    with django_assert_max_num_queries(18):
        rosa.get(f"/my/{party.reference}/")


def test_after_its_day_only_contacts_and_next_year_are_left_to_change(edition, make_party, now):
    party = make_party(edition, "approved")
    Closure.objects.update(state="approved", decided_at=party.approved_at)
    Party.objects.filter(pk=party.pk).update(date=now.date() - dt.timedelta(days=2))
    client, home = host_client(party), f"/my/{party.reference}/"
    page = text_of(client.get(home))
    assert set(re.findall(rf'href="{home}edit/(\w+)/"', page)) == {"you", "sharing"}
    assert "A visit is not promised." not in page
    assert "Your street closure" not in page
    assert client.get(f"{home}edit/where/").status_code == 404
    assert client.post(f"{home}edit/when/", {"starts": "6 pm"}).status_code == 404
    assert client.get(f"{home}edit/you/").status_code == 200
