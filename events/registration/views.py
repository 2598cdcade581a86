"""The registration, page by page: where it begins, each step, the check, and the letter that confirms."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from events import access, introductions, limits, registry
from events.lib.phones import pretty
from events.lib.wording import day, day_year
from events.listing import Listing
from events.mail import notices
from events.models import Phase, Review
from events.questions import summary
from events.questions.closure import ClosureForm, InsteadForm
from events.questions.steps import NAMED, settled, steps_for
from events.questions.where import WhereForm
from events.registration import arrivals
from events.registration.forms import ArrivalForm, EmailForm, FeeForm

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def _sent_data(request):
    return request.POST if request.method == "POST" else None


def _day_of(moment, edition):
    return day(edition.community.today(moment))


# The beginning


@GET_OR_POST
def start(request, community):
    """The first step, before there is a draft."""
    now = timezone.now()
    edition = access.get_edition_or_404(request, community, now=now)
    if not edition.takes("listing", now):
        return _not_now(request, edition, now)
    if request.method != "POST":
        return _first_page(request, edition, WhereForm(edition=edition, now=now), ArrivalForm.fresh(now), now)
    arrival = ArrivalForm(request.POST)
    is_person = arrival.is_from_a_person(now)
    edition, form = _where(request, edition, {}, now)
    if not (is_person and form.is_valid()):
        fresh = ArrivalForm.fresh(now, earlier=arrival)
        return _first_page(request, edition, form, fresh, now, once_more=not is_person)
    limits.check(request, "register", now=now)
    draft = arrivals.begin(
        edition,
        form.answers(),
        key=arrival.cleaned_data["key"],
        language=get_language(),
        now=now,
        ours=access.drafts_of(request),
    )
    if form.said:
        messages.success(request, form.said)
    return access.let_in_draft(redirect(address_of(draft, page_after(draft, "where", now))), draft)


def _first_page(request, edition, form, arrival, now, once_more=False):
    drafts = [
        draft
        for draft in access.drafts_of(request)
        if draft.edition_id == edition.pk and draft.party_id is None and not arrivals.is_over(draft, now)
    ]
    context = {
        "edition": edition,
        "form": form,
        "arrival": arrival,
        "once_more": once_more,
        "drafts": drafts,
        "action": reverse("registration:start", args=[edition.community.slug]),
        "back_url": edition.community.get_absolute_url(),
        "number": 1,
        "total": len(steps_for(edition, {}, now)) + 1,
        "can_move": _can_move(form, now),
    }
    return render(request, "registration/step.html", context)


def _not_now(request, edition, now):
    """The page that stands here before registration opens and after its last day."""
    context = {
        "edition": edition,
        "is_before": edition.phase(now) == Phase.BEFORE,
        "opens": day(edition.registration_opens),
        "last": day(edition.listing_until),
        "night": day_year(edition.date),
        "phone": pretty(edition.community.contact_phone),
    }
    return render(request, "registration/closed.html", context)


def _where(request, edition, known, now):
    """(edition, bound first step): of the community the pin is in, where the person pressed to register there."""
    form = WhereForm(request.POST, edition=edition, answers=known, now=now)
    wanted = request.POST.get("elsewhere")
    if not wanted or form.is_valid() or not _can_move(form, now) or form.elsewhere.slug != wanted:
        return edition, form
    there = form.elsewhere.current_edition(now)
    request.community = form.elsewhere
    return there, WhereForm(request.POST, edition=there, answers=known, now=now)


def _can_move(form, now):
    """Whether the community the pin turned out to be in takes registrations now."""
    elsewhere = getattr(form, "elsewhere", None)
    edition = elsewhere.current_edition(now) if elsewhere else None
    return edition is not None and edition.takes("listing", now)


# The steps


def address_of(draft, page, /, **query):
    """The address of a step of the draft, or of its 'already', 'check', 'later' or 'sent' page."""
    own = [draft.edition.community.slug, draft.key]
    if page in ("already", "check", "later", "sent"):
        return reverse(f"registration:{page}", args=own, query=query)
    return reverse("registration:step", args=[*own, page], query=query)


def page_after(draft, step, now, goes_back=False):
    """The name of the page after a step; where a party is there already, the host is told of it first."""
    if step == "where" and introductions.to_decide(draft):
        return "already"
    return "check" if goes_back else arrivals.step_after(draft, step, now)


def gone(request, draft):
    return render(request, "registration/gone.html", {"draft": draft}, status=410)


@GET_OR_POST
def step(request, community, key, step):
    """One step of a draft: shows what was saved, saves what was answered."""
    now, draft = timezone.now(), access.get_draft_or_404(request, key)
    if step not in NAMED:
        raise Http404
    if draft.party_id:
        return redirect(address_of(draft, "sent"))
    if arrivals.is_over(draft, now):
        return gone(request, draft)
    edition, answers = draft.edition, draft.answers
    if step == "where" and request.method == "POST":
        edition, form = _where(request, edition, answers, now)
        draft = draft if edition.pk == draft.edition_id else arrivals.move(draft, edition, now=now)
    else:
        known = answers | InsteadForm(request.GET).place() if step == "where" else answers
        form = NAMED[step](_sent_data(request), edition=edition, answers=known, now=now)
    if request.method == "POST" and form.is_valid():
        draft = arrivals.keep(draft, step, form.answers(), now=now)
        goes_back = request.GET.get("from") == "check"
        if step == "where" and form.said:
            messages.success(request, form.said)
        return redirect(address_of(draft, page_after(draft, step, now, goes_back)))
    return render(request, "registration/step.html", step_context(request, draft, form, now))


def step_context(request, draft, form, now):
    names = [step.name for step in steps_for(draft.edition, draft.answers, now)]
    place = names.index(form.name) if form.name in names else len(names) - 1
    query = {"from": "check"} if request.GET.get("from") == "check" else {}
    before = names[place - 1] if place else ""
    back = "check" if query else before
    return {
        "edition": draft.edition,
        "form": form,
        "action": address_of(draft, form.name, **query),
        "back_url": address_of(draft, back) if back else draft.edition.community.get_absolute_url(),
        "later_url": address_of(draft, "later", step=form.name) if place else "",
        "number": place + 1,
        "total": len(names) + 1,
        "can_move": _can_move(form, now),
    }


@GET_OR_POST
def check(request, community, key):
    """All answers, grouped by who sees them; sends the registration."""
    now, draft = timezone.now(), access.get_draft_or_404(request, key)
    if draft.party_id:
        return redirect(address_of(draft, "sent"))
    if arrivals.is_over(draft, now):
        return gone(request, draft)
    edition = draft.edition
    if not edition.takes("listing", now):
        return _not_now(request, edition, now)
    answers, said = settled(edition, draft.answers, now=now)
    left = arrivals.step_to_resume(draft, answers, now)
    if left:
        return redirect(address_of(draft, left))
    if introductions.to_decide(draft):
        return redirect(address_of(draft, "already"))
    closure = ClosureForm(edition=edition, answers=answers, now=now).seen
    fee = FeeForm(_sent_data(request), costs=closure.fee_cents if closure else 0)
    if request.method == "POST" and fee.is_valid():
        limits.check(request, "confirm", answers["email"], now=now)
        registry.register(edition, answers, key=draft.key, draft=draft, now=now)
        return redirect(address_of(draft, "sent"))
    steps = steps_for(edition, answers, now)
    context = {
        "edition": edition,
        "draft": draft,
        "said": said,
        "fee": fee,
        "closure_said": [finding.words for finding in closure.others] if closure else [],
        "listing": summary.listing_of(edition, answers),
        "public": summary.public_rows(edition, answers),
        "team": summary.team_rows(edition, answers),
        "back_url": address_of(draft, steps[-1].name),
        "later_url": address_of(draft, "later", step="check"),
        "number": len(steps) + 1,
        "total": len(steps) + 1,
    }
    return render(request, "registration/check.html", context)


# Another device


@GET_OR_POST
def later(request, community, key):
    """Sends a link with which the draft can be finished later, or elsewhere."""
    now, draft = timezone.now(), access.get_draft_or_404(request, key)
    if draft.party_id:
        return redirect(address_of(draft, "sent"))
    if arrivals.is_over(draft, now):
        return gone(request, draft)
    came_from = request.GET.get("step")
    back = address_of(draft, came_from if came_from in NAMED or came_from == "check" else "you")
    form = EmailForm(_sent_data(request), initial={"email": draft.answers.get("email", "")})
    if request.method == "POST" and form.is_valid():
        limits.check(request, "resend", form.cleaned_data["email"], now=now)
        notices.draft_link(draft, form.cleaned_data["email"], now=now)
        messages.success(request, _("We sent the link to %(email)s.") % {"email": form.cleaned_data["email"]})
        return redirect(back)
    context = {"form": form, "back_url": back, "until_day": _day_of(draft.expires_at, draft.edition)}
    return render(request, "registration/later.html", context)


@GET_OR_POST
def draft(request, token):
    """The link that continues a draft: shows a button, which lets this device in."""
    now = timezone.now()
    try:
        draft = access.get_draft_by_token_or_404(request, token)
    except Http404:
        return render(request, "registration/gone.html", status=410)
    if draft.party_id is None and arrivals.is_over(draft, now):
        return gone(request, draft)
    if request.method != "POST":
        return render(request, "registration/continue.html", {"draft": draft, "edition": draft.edition})
    if draft.party_id:
        return access.let_in_draft(redirect(address_of(draft, "sent")), draft)
    left = arrivals.step_to_resume(draft, draft.answers, now)
    return access.let_in_draft(redirect(address_of(draft, left or "check")), draft)


# Sent


def _sent_host(request, key):
    """(draft, its party's main host); a draft that is not sent has none and is a 404 here."""
    draft = access.get_draft_or_404(request, key)
    if draft.party_id is None:
        raise Http404
    host = draft.party.hosts.main().get()
    host.party = draft.party
    host.party.edition = draft.edition
    return draft, host


def _is_in(request, party):
    """Whether this device has the party's page open already."""
    try:
        return bool(access.get_host_or_404(request, party.reference))
    except Http404:
        return False


def _sent_page(request, draft, host, form):
    context = {
        "party": host.party,
        "host": host,
        "edition": draft.edition,
        "form": form,
        "waits": host.party.review == Review.UNCONFIRMED,
        "is_in": _is_in(request, host.party),
        "listing": Listing.of(host.party),
        "asks_closure": hasattr(host.party, "closure") and host.party.closure.state == "requested",
        "until_day": _day_of(arrivals.may_confirm_until(host), draft.edition),
        "again_url": reverse("registration:again", args=[draft.edition.community.slug, draft.key]),
        "email_url": reverse("registration:email", args=[draft.edition.community.slug, draft.key]),
    }
    return render(request, "registration/sent.html", context)


@require_GET
def sent(request, community, key):
    """Proof that the registration arrived, and what happens next; a bookmark of it keeps working."""
    draft, host = _sent_host(request, key)
    return _sent_page(request, draft, host, EmailForm())


@require_POST
def again(request, community, key):
    """Sends the confirm letter again."""
    now, (draft, host) = timezone.now(), _sent_host(request, key)
    limits.check(request, "resend", host.email, now=now)
    arrivals.send_again(host, now=now)
    messages.success(request, _("We sent the letter again to %(email)s.") % {"email": host.email})
    return redirect(address_of(draft, "sent"))


@GET_OR_POST
def email(request, community, key):
    """Corrects the e-mail address of a registration that is not confirmed."""
    draft, host = _sent_host(request, key)
    form = EmailForm(request.POST)
    if request.method != "POST" or host.party.review != Review.UNCONFIRMED:
        return redirect(address_of(draft, "sent"))
    if not form.is_valid():
        return _sent_page(request, draft, host, form)
    now = timezone.now()
    limits.check(request, "resend", form.cleaned_data["email"], now=now)
    host = arrivals.correct_email(host, form.cleaned_data["email"], now=now)
    messages.success(request, _("We now write to %(email)s.") % {"email": host.email})
    return redirect(address_of(draft, "sent"))


# Confirmed


def _confirm_host(request, token):
    """(host, None), or (None, the page that says why this link does nothing)."""
    try:
        host = access.get_host_by_token_or_404(request, token, purpose="confirm")
    except Http404:
        return None, render(request, "registration/gone.html", status=410)
    context = {"host": host, "party": host.party, "edition": host.party.edition, "token": token}
    if host.confirmed_at is not None or host.party.review != Review.UNCONFIRMED:
        context["is_in"] = _is_in(request, host.party)
        return None, render(request, "registration/used.html", context, status=410)
    return host, None


@GET_OR_POST
def confirm(request, token):
    """Shows whose party it is and a button; the button confirms the e-mail address."""
    now = timezone.now()
    host, refusal = _confirm_host(request, token)
    if refusal:
        return refusal
    context = {"host": host, "party": host.party, "edition": host.party.edition, "token": token}
    if arrivals.may_confirm_until(host) < now:
        return render(request, "registration/late.html", context, status=410)
    if request.method != "POST":
        return render(request, "registration/confirm.html", context | {"listing": Listing.of(host.party)})
    registry.confirm(host, now=now)
    return access.let_in_host(redirect("hosting:party", host.party.reference), host)


@require_POST
def confirm_again(request, token):
    """Sends a new confirm link to the address of an old one, which ends."""
    host, refusal = _confirm_host(request, token)
    if refusal:
        return refusal
    now = timezone.now()
    limits.check(request, "resend", host.email, now=now)
    arrivals.renew(host, now=now)
    return render(request, "registration/again.html", {"host": host, "edition": host.party.edition})
