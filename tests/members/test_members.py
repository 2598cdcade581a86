"""The staff of a community: invited, given a role, removed; never beyond the giver's own community and rights."""

import threading

import pytest
from django.db import connection

from events import membership
from events.access import Seat
from events.models import Membership, Notice, Role, User

STAFF = "/staff/springfield/setup/staff/"


def invitation(**changes):
    return {
        "email": "june@springfield.example.org",
        "name": "June Hale",
        "role": "coordinator",
        "service": "",
    } | changes


def member_of(user, community):
    return Membership.objects.get(user=user, community=community)


def test_an_invitation_makes_a_person_who_cannot_sign_in_yet(cast, springfield):
    response = cast.admin.post(f"{STAFF}invite/", invitation(email="June@Springfield.example.org"))
    assert response.headers["Location"] == STAFF
    june = User.objects.get(email="june@springfield.example.org")
    assert (june.name, june.has_usable_password(), june.is_superuser) == ("June Hale", False, False)
    assert member_of(june, springfield).role == Role.COORDINATOR
    letter = Notice.objects.get(kind="invitation")
    assert (letter.user, letter.community, letter.to_email) == (june, springfield, june.email)


def test_a_person_known_elsewhere_is_added_with_the_same_answer(cast, springfield, shelby):
    otto = cast.users.otto
    known = cast.admin.post(f"{STAFF}invite/", invitation(email=otto.email, name="Somebody Else"), follow=True)
    unknown = cast.admin.post(f"{STAFF}invite/", invitation(), follow=True)
    assert f"An invitation to {otto.email} is on its way." in known.content.decode()
    assert "An invitation to june@springfield.example.org is on its way." in unknown.content.decode()
    otto.refresh_from_db()
    assert (otto.name, otto.has_usable_password()) == ("Otto", True)
    assert member_of(otto, shelby).role == Role.COORDINATOR
    assert member_of(otto, springfield).role == Role.COORDINATOR


def test_somebody_on_the_staff_is_not_invited_twice(cast, springfield):
    response = cast.admin.post(f"{STAFF}invite/", invitation(email=cast.users.imani.email, role="reader"))
    assert response.context["form"].problems[0][0] == "id_email"
    assert member_of(cast.users.imani, springfield).role == Role.COORDINATOR
    assert not Notice.objects.filter(kind="invitation").exists()


def test_a_lead_needs_a_service_and_nobody_else_has_one(cast, springfield):
    response = cast.admin.post(f"{STAFF}invite/", invitation(role="lead"))
    assert response.context["form"].problems == [("id_service", "Choose the service this lead plans for")]
    cast.admin.post(f"{STAFF}invite/", invitation(service="fire"))
    assert member_of(User.objects.get(email="june@springfield.example.org"), springfield).service == ""


def test_the_invitation_can_be_sent_again_by_post(cast, springfield):
    imani = member_of(cast.users.imani, springfield)
    assert cast.admin.get(f"{STAFF}{imani.pk}/again/").status_code == 405
    cast.admin.post(f"{STAFF}{imani.pk}/again/")
    assert Notice.objects.get(kind="invitation").user == cast.users.imani


def test_a_role_is_changed(cast, springfield):
    imani = member_of(cast.users.imani, springfield)
    response = cast.admin.post(f"{STAFF}{imani.pk}/", {"role": "lead", "service": "police"})
    assert response.headers["Location"] == STAFF
    imani.refresh_from_db()
    assert (imani.role, imani.service) == ("lead", "police")


def test_removing_asks_first_and_takes_a_post(cast, springfield):
    imani = member_of(cast.users.imani, springfield)
    assert "Remove Imani from the staff?" in cast.admin.get(f"{STAFF}{imani.pk}/remove/").content.decode()
    assert Membership.objects.filter(pk=imani.pk).exists()
    cast.admin.post(f"{STAFF}{imani.pk}/remove/")
    assert not Membership.objects.filter(pk=imani.pk).exists()
    assert User.objects.filter(pk=cast.users.imani.pk, is_active=True).exists()
    assert cast.imani.get("/staff/springfield/").status_code == 404


def test_the_last_administrator_stays(cast, springfield):
    own = member_of(cast.users.admin, springfield)
    refused = cast.admin.post(f"{STAFF}{own.pk}/", {"role": "reader", "service": ""})
    assert "Make somebody else administrator first" in refused.context["form"].problems[0][1]
    page = cast.admin.post(f"{STAFF}{own.pk}/remove/", follow=True)
    assert "Make somebody else administrator first" in page.content.decode()
    own.refresh_from_db()
    assert own.role == Role.ADMINISTRATOR


def test_an_administrator_may_leave_when_another_one_stays(cast, springfield, make_staff):
    make_staff(springfield, Role.ADMINISTRATOR, "second@springfield.example.org")
    own = member_of(cast.users.admin, springfield)
    assert cast.admin.post(f"{STAFF}{own.pk}/remove/").headers["Location"] == "/staff/"
    assert cast.admin.get(STAFF).status_code == 404


def test_an_administrator_who_left_does_not_count(cast, springfield, make_staff):
    left = make_staff(springfield, Role.ADMINISTRATOR, "left@springfield.example.org")
    User.objects.filter(pk=left.pk).update(is_active=False)
    own = member_of(cast.users.admin, springfield)
    with pytest.raises(membership.Refused):
        membership.remove(own)


def test_another_communitys_people_do_not_exist(cast, shelby):
    otto = member_of(cast.users.otto, shelby)
    for tail in ("", "remove/"):
        assert cast.admin.get(f"{STAFF}{otto.pk}/{tail}").status_code == 404
        assert cast.admin.post(f"{STAFF}{otto.pk}/{tail}", {"role": "reader"}).status_code == 404
    assert cast.admin.post(f"{STAFF}{otto.pk}/again/").status_code == 404
    assert cast.admin.get(f"/staff/shelby/setup/staff/{otto.pk}/").status_code == 404
    otto.refresh_from_db()
    assert otto.role == Role.COORDINATOR


def test_nobody_gives_more_rights_than_their_own(springfield, make_staff):
    def roles(role):
        return membership.grantable(Seat(None, springfield, role))

    assert roles(Role.ADMINISTRATOR) == list(Role)
    assert roles(Role.COORDINATOR) == [Role.READER, Role.LEAD, Role.COORDINATOR]
    assert roles(Role.READER) == [Role.READER, Role.LEAD]


@pytest.mark.parametrize("role", ["operator", "superuser", ""])
def test_a_made_up_role_is_refused(cast, role):
    response = cast.admin.post(f"{STAFF}invite/", invitation(role=role))
    assert [control for control, _text in response.context["form"].problems] == ["id_role_0"]
    assert not User.objects.filter(email="june@springfield.example.org").exists()


def test_the_list_asks_the_database_as_often_for_many(cast, springfield, make_staff, django_assert_max_num_queries):
    for number in range(15):
        make_staff(springfield, Role.READER, f"reader{number}@springfield.example.org")
    with django_assert_max_num_queries(9):
        cast.admin.get(STAFF)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_button_pressed_eight_times_at_once_invites_once(springfield, now):
    gate, outcomes = threading.Barrier(8), []
    User.objects.create_user("new@example.org", name="New")

    def press():
        connection.ensure_connection()
        gate.wait()
        try:
            membership.invite(springfield, email="new@example.org", name="New", role=Role.READER, service="", now=now)
            outcomes.append("invited")
        except membership.Refused:
            outcomes.append("told")
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["invited"] + ["told"] * 7
