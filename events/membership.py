"""Deeds on the staff of a community. Nobody gives more rights than their own; one administrator always stays."""

from django.db import IntegrityError, transaction

from events.access import RIGHTS
from events.mail import notices
from events.models import Community, Membership, Role, User


class Refused(ValueError):
    """What was asked for cannot be done; the text says why, for people."""


def grantable(seat):
    """The roles this seat may give: those whose rights it holds itself."""
    return [role for role in Role if RIGHTS[role] <= RIGHTS[seat.role]]


def invite(community, *, email, name, role, service, now):
    """Put the person with this address on the staff and queue the invitation; gives the membership.

    A person known from elsewhere is added with nothing told about them; their name and password stay as they are.
    Raises Refused for somebody who is on the staff of this community already.
    """
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)  # two presses of the button make one membership
        user = _person(email, name)
        if Membership.objects.filter(user=user, community=community).exists():
            raise Refused("This person is on your staff already. Change the role in the list.")
        membership = Membership.objects.create(user=user, community=community, role=role, service=service)
        notices.invitation(user, community, now=now, role=role)
        return membership


def _person(email, name):
    try:
        with transaction.atomic():
            return User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, name=name)
    except IntegrityError:
        return User.objects.get(email__iexact=email)


def invite_again(membership, *, now):
    """Queue the invitation once more."""
    with transaction.atomic():
        notices.invitation(membership.user, membership.community, now=now, role=membership.role)


def change_role(membership, *, role, service):
    """Give the person another role. Raises Refused when no administrator would be left."""
    with transaction.atomic():
        fresh = _alone(membership)
        if role != Role.ADMINISTRATOR:
            _keep_an_administrator(fresh)
        fresh.role, fresh.service = role, service
        fresh.save(update_fields=["role", "service"])


def remove(membership):
    """Take the person off the staff of this community; what they did stays in the history. Raises Refused as above."""
    with transaction.atomic():
        fresh = _alone(membership)
        _keep_an_administrator(fresh)
        fresh.delete()


def _alone(membership):
    """The fresh row, while nobody else can change the staff of the community."""
    Community.objects.select_for_update().get(pk=membership.community_id)
    return Membership.objects.get(pk=membership.pk)


def _keep_an_administrator(membership):
    others = Membership.objects.active().filter(community=membership.community_id, role=Role.ADMINISTRATOR)
    if membership.role == Role.ADMINISTRATOR and not others.exclude(pk=membership.pk).exists():
        raise Refused("A community needs an administrator. Make somebody else administrator first.")
