"""Joining a party that is there already: asking, confirming the e-mail, the host's answer, and parting again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import access, introductions, limits
from events.joining.forms import JoinForm, ReplyForm
from events.listing import Listing
from events.mail.kinds import first_name
from events.models import Host, Introduction, Party

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


# The one who asks


def _draft(request, community, key):
    """This device's draft, as long as it can be continued; a 404 for any other."""
    draft = access.get_draft_or_404(request, key)
    if draft.edition.community.slug != community:
        raise Http404
    return draft


def _onward(draft):
    """Where the draft goes on by itself: its first unanswered step, or the check."""
    return reverse("registration:check", args=[draft.edition.community.slug, draft.key])


def _there(draft, page, now):
    """(Listing, party) of the party on `page` if it is there for this draft's place; None for any other, and why not
    is not told."""
    for listing in introductions.there_for(draft):
        if introductions.page_of(listing) == page:
            party = Party.objects.with_context().get(edition=draft.edition, slug=page)
            return (listing, party) if introductions.may_be_joined(party, now) else None
    return None


@GET_OR_POST
def ask(request, community, key, party):
    """The form with which somebody asks to join a party."""
    now, draft = timezone.now(), _draft(request, community, key)
    found = _there(draft, party, now) if draft.party_id is None and draft.expires_at > now else None
    if found is None:
        messages.info(request, _("This party is not open to join now. Your answers are saved, go on with your own."))
        return redirect(_onward(draft))
    known = {column: draft.answers.get(answer, "") for answer, column in introductions.CONTACT.items()}
    form = JoinForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        if not form.is_from_a_machine:
            limits.check(request, "confirm", form.cleaned_data["email"], now=now)
            introductions.ask_to_join(draft, found[1], **form.wish(), language=get_language(), now=now)
        return redirect("joining:asked", community, key, party)
    context = {"form": form, "listing": found[0], "draft": draft, "back_url": _already(draft)}
    return render(request, "joining/ask.html", context)


def _already(draft):
    return reverse("registration:already", args=[draft.edition.community.slug, draft.key])


def _wish(draft, page):
    """The wish of this draft to join the party on `page`; None where there is none, or its page has moved since."""
    wishes = draft.introductions.filter(kind=Introduction.Kind.JOIN).select_related("party__edition__community")
    return wishes.select_related("party__neighborhood").filter(party__slug=page).first()


@require_safe
def asked(request, community, key, party):
    """What happens next, for the one who asked."""
    now, draft = timezone.now(), _draft(request, community, key)
    wish = _wish(draft, party)
    if wish is None:
        return redirect(_onward(draft))
    standing = introductions.standing_of(wish, now)
    context = {"wish": wish, "standing": standing, "draft": draft, "onward": _onward(draft), "page": party}
    return render(request, "joining/asked.html", context)


@require_POST
def again(request, community, key, party):
    """Sends the letter that confirms once more."""
    now, draft = timezone.now(), _draft(request, community, key)
    wish = _wish(draft, party)
    if wish is None:
        return redirect(_onward(draft))
    limits.check(request, "resend", wish.email, now=now)
    introductions.send_again(wish, now=now)
    messages.success(request, _("We sent the letter again to %(email)s.") % {"email": wish.email})
    return redirect("joining:asked", community, key, party)


def _no_door(request):
    """The page for a link that opens nothing: the same whatever it was."""
    request.community = None
    return render(request, "joining/no_door.html", status=404)


@GET_OR_POST
def confirm(request, token):
    """The asker's link: GET shows a button (mail scanners open links), POST confirms the e-mail and asks the host."""
    try:
        wish = access.get_introduction_by_token_or_404(request, token)
    except Http404:
        return _no_door(request)
    now = timezone.now()
    if request.method == "POST":
        introductions.confirm_wish(wish, now=now)
        return redirect("joining:confirm", token)
    standing = introductions.standing_of(wish, now)
    context = {
        "wish": wish,
        "standing": standing,
        "listing": Listing.of(wish.party) if standing == "confirm" else None,
        "onward": _own_way(wish, now),
    }
    return render(request, "joining/confirm.html", context, status=410 if standing == "over" else 200)


def _own_way(wish, now):
    """Where the asker goes on alone, '' where the own party is sent: the e-mail is proved, so the draft opens."""
    draft = wish.draft
    if draft is not None and draft.party_id is None and draft.expires_at > now and wish.confirmed_at:
        return reverse("registration:draft", args=[access.token_of("draft", draft)])
    if draft is not None and draft.party_id is not None:
        return ""
    return reverse("registration:start", args=[wish.party.edition.community.slug])


# The host who answers


@GET_OR_POST
def answer(request, token):
    """A main host answers: may somebody join, or does the host want to be introduced. GET shows, POST answers."""
    try:
        introduction, host = access.get_answer_by_token_or_404(request, token)
    except Http404:
        return _no_door(request)
    now = timezone.now()
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        introductions.answer(introduction, host, form.agrees, by=host, now=now)
        return redirect("joining:answer", token)
    context = {
        "introduction": introduction,
        "is_join": introduction.kind == Introduction.Kind.JOIN,
        "form": form,
        "asker": first_name(introduction.name),
        "said": introductions.answer_of(introduction, host),
        "is_open": introductions.is_open(introduction, now),
        "story": {"listing": Listing.of(host.party), "party": host.party},
    }
    return render(request, "joining/answer.html", context)


# Parting


@GET_OR_POST
def leave(request, reference):
    """A joined host leaves the party."""
    host = access.get_host_or_404(request, reference)
    if host.role != Host.Role.JOINED or host.party.reference != reference:
        raise Http404
    if request.method == "POST":
        introductions.leave(host, now=timezone.now())
        messages.success(request, _("You are no longer a joined host. We told the host."))
        community = host.party.edition.community
        return access.let_out_host(redirect("registration:start", community.slug), host)
    return render(request, "joining/leave.html", {"party": host.party, "listing": Listing.of(host.party)})


@GET_OR_POST
def remove(request, reference, pk):
    """The main host takes a joined host off the party."""
    host = access.get_host_or_404(request, reference)
    if host.role != Host.Role.MAIN or host.party.reference != reference:
        raise Http404
    if request.method == "POST":
        joined = Host.objects.filter(pk=pk, party=host.party, role=Host.Role.JOINED).select_related("party").first()
        if joined is not None and introductions.remove(joined, by=host, now=timezone.now()):
            messages.success(request, _("Removed. Their link does not work any more, and we told them."))
        return redirect("hosting:party", reference)
    joined = get_object_or_404(Host, pk=pk, party=host.party, role=Host.Role.JOINED)
    return render(request, "joining/remove.html", {"party": host.party, "joined": joined})
