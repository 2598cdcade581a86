"""Fetch and authorise in one step: a view that has its object may show it.

Everything a person may not see is a 404, the same as what does not exist. Public fetchers set `request.community`
for the masthead. Staff fetchers give a `Seat`: who sits where, and what the seat may do.
"""

from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from events.lib import links
from events.models import Community, Draft, Host, Introduction, Membership, Party, Role

RIGHTS = {
    Role.READER: {"read"},
    Role.LEAD: {"read"},
    Role.COORDINATOR: {"read", "decide"},
    Role.ADMINISTRATOR: {"read", "decide", "setup"},
}
COOKIE_DAYS = 400
DRAFTS_AT_ONCE = 20


# The public


def get_community_or_404(request, slug):
    """An open community, with its region; `request.community` is set."""
    community = get_object_or_404(Community.objects.open().select_related("region"), slug=slug)
    request.community = community
    return community


def get_edition_or_404(request, slug, *, now):
    """The edition of an open community that is current at `now`."""
    community = get_community_or_404(request, slug)
    edition = community.current_edition(now)
    if edition is None:
        raise Http404
    edition.community = community
    return edition


# Hosts, by link and cookie


def token_of(purpose, row):
    """The token of a row's secret link: the same for as long as the row's `link_version` and the key live."""
    return links.token(settings.LINK_KEY, purpose, row.pk, row.link_version)


def _by_token(queryset, purpose, token):
    row = links.row_of(token)
    if row is None or not row.isdigit():
        raise Http404
    found = get_object_or_404(queryset, pk=row)
    if not links.verify(settings.LINK_KEY, purpose, found.pk, found.link_version, token):
        raise Http404
    return found


def get_host_by_token_or_404(request, token, purpose="manage"):
    """The host a manage or confirm link belongs to."""
    hosts = Host.objects.select_related("party__edition__community")
    host = _by_token(hosts, purpose, token)
    request.community = host.party.edition.community
    return host


def answer_token(introduction, host):
    """The token with which a main host answers an introduction; it ends with the links of either row."""
    purpose, row = f"answer-{introduction.link_version}", f"{introduction.pk}-{host.pk}"
    return links.token(settings.LINK_KEY, purpose, row, host.link_version)


def get_answer_by_token_or_404(request, token):
    """(introduction, host) of a link with which a main host answers."""
    pk, _dash, host_pk = (links.row_of(token) or "").partition("-")
    if not (pk.isdecimal() and host_pk.isdecimal()) or max(len(pk), len(host_pk)) > 18:
        raise Http404
    introductions = Introduction.objects.select_related(
        "party__edition__community", "party__neighborhood", "other__edition__community", "other__neighborhood"
    )
    introduction = get_object_or_404(introductions, pk=pk)
    host = get_object_or_404(Host.objects.main().select_related("party__edition__community"), pk=host_pk)
    if host.party_id not in (introduction.party_id, introduction.other_id):
        raise Http404
    purpose = f"answer-{introduction.link_version}"
    if not links.verify(settings.LINK_KEY, purpose, f"{pk}-{host_pk}", host.link_version, token):
        raise Http404
    request.community = host.party.edition.community
    return introduction, host


def get_introduction_by_token_or_404(request, token):
    """The wish to join a party that a letter's link belongs to."""
    wishes = Introduction.objects.filter(kind=Introduction.Kind.JOIN).select_related(
        "party__edition__community", "party__neighborhood", "draft__edition__community"
    )
    introduction = _by_token(wishes, "join", token)
    request.community = introduction.party.edition.community
    return introduction


def get_draft_by_token_or_404(request, token):
    """The draft a "finish later" link belongs to, sent or not."""
    draft = _by_token(Draft.objects.select_related("edition__community", "party"), "draft", token)
    request.community = draft.edition.community
    return draft


def _cookie(purpose, name):
    return f"{settings.COOKIE_PREFIX}{purpose}-{name}"


def _remember(response, purpose, name, row):
    value = Signer(key=settings.LINK_KEY, salt=purpose).sign(f"{row.pk}.{row.link_version}")
    response.set_cookie(
        _cookie(purpose, name),
        value,
        max_age=COOKIE_DAYS * 86400,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _remembered(request, purpose, name):
    """The (row id, version) pair of a cookie of ours, or a 404."""
    try:
        value = Signer(key=settings.LINK_KEY, salt=purpose).unsign(request.COOKIES.get(_cookie(purpose, name), ""))
        pk, version = value.split(".")
        return int(pk), int(version)
    except (BadSignature, ValueError):
        raise Http404 from None


def let_in_host(response, host):
    """Give this device the cookie that opens the host's page."""
    return _remember(response, "party", host.party.reference, host)


def let_out_host(response, host):
    """Take the cookie back, for shared devices."""
    response.delete_cookie(_cookie("party", host.party.reference), path="/")
    return response


def get_host_or_404(request, reference):
    """The host whose cookie this device carries for the party `reference`; the party comes with it.

    Where that party was merged into another one it is the host of the other one.
    """
    pk, version = _remembered(request, "party", reference)
    host = get_object_or_404(
        Host.objects.select_related("party__edition__community", "party__neighborhood"),
        Q(party__reference=reference) | Q(party__in=Party.objects.filter(merged_parties__reference=reference)),
        pk=pk,
        link_version=version,
    )
    request.community = host.party.edition.community
    return led_on(host)


def led_on(host):
    """The row with which a host comes in: of a party that was merged it is their row at the party that stays.

    Most hosts are moved there; one who had registered both is found by the e-mail, which was shown to work for both.
    """
    if host.party.merged_into_id is None or not host.email or host.confirmed_at is None:
        return host
    there = Host.objects.filter(party=host.party.merged_into_id, email__iexact=host.email, confirmed_at__isnull=False)
    return there.select_related("party__edition__community", "party__neighborhood").order_by("id").first() or host


def let_in_draft(response, draft):
    """Give this device the cookie that continues the draft."""
    return _remember(response, "draft", draft.key.hex[:12], draft)


def get_draft_or_404(request, key):
    """The draft `key` (UUID) of this device, sent or not, with its edition and community."""
    pk, version = _remembered(request, "draft", key.hex[:12])
    draft = get_object_or_404(
        Draft.objects.select_related("edition__community", "party"), pk=pk, link_version=version, key=key
    )
    request.community = draft.edition.community
    return draft


def drafts_of(request):
    """The drafts whose cookies this device carries, sent ones and expired ones too; the newest first."""
    held = {}
    start = _cookie("draft", "")
    for cookie in [name for name in request.COOKIES if name.startswith(start)][:DRAFTS_AT_ONCE]:
        try:
            pk, version = _remembered(request, "draft", cookie.removeprefix(start))
        except Http404:
            continue
        held[pk] = version
    drafts = Draft.objects.filter(pk__in=held).select_related("edition__community").order_by("-updated_at")
    return [draft for draft in drafts if held[draft.pk] == draft.link_version]


# Staff


@dataclass(frozen=True)
class Seat:
    """A signed-in person's place in one community."""

    user: object
    community: Community
    role: str
    service: str = ""

    def may(self, right):
        """Whether this seat holds 'read', 'decide' or 'setup'."""
        return right in RIGHTS.get(self.role, ())


def staff_only(view):
    """Sends the signed-out to sign in, and those who still owe a second factor to set one up where it is required."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        if settings.STAFF_MFA_REQUIRED and not is_mfa_enabled(request.user):
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return guarded


def seats_of(user):
    """The person's seats, by community name; the operator sits everywhere as an administrator."""
    if user.is_operator:
        return [Seat(user, community, Role.ADMINISTRATOR) for community in Community.objects.all()]
    memberships = Membership.objects.filter(user=user).select_related("community").order_by("community__name")
    return [Seat(user, m.community, m.role, m.service) for m in memberships]


def get_seat_or_404(request, slug, right="read"):
    """The person's seat in the community: 404 without one, PermissionDenied where the seat lacks `right`."""
    community = get_object_or_404(Community.objects.seen_by(request.user).select_related("region"), slug=slug)
    if request.user.is_operator:
        seat = Seat(request.user, community, Role.ADMINISTRATOR)
    else:
        membership = get_object_or_404(Membership, user=request.user, community=community)
        seat = Seat(request.user, community, membership.role, membership.service)
    if not seat.may(right):
        raise PermissionDenied
    request.community = community
    request.seat = seat
    return seat


def takes_large_files(right):
    """Marks a view of a community (`slug`) whose form brings a large file from a seat that holds `right`."""

    def mark(view):
        view.large_files_right = right
        return view

    return mark


def may_send_large_file(request, view, kwargs):
    """Whether the person may send the view a body larger than any ordinary form's. Reads nothing of the body."""
    right = getattr(view, "large_files_right", None)
    if right is None or not request.user.is_authenticated:
        return False
    if settings.STAFF_MFA_REQUIRED and not is_mfa_enabled(request.user):
        return False
    try:
        get_seat_or_404(request, kwargs["slug"], right)
    except (Http404, PermissionDenied):
        return False
    return True


def get_operator_or_404(request):
    """The operator; for everybody else the page does not exist."""
    if not request.user.is_operator:
        raise Http404
    return request.user


def get_party_or_404(seat, reference):
    """A party of the seat's community, with what its record shows."""
    return get_object_or_404(
        Party.objects.in_community(seat.community).select_related(
            "edition__community", "neighborhood", "closure", "previous", "decided_by", "opened_by"
        ),
        reference=reference,
    )
