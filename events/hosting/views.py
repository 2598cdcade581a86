"""The host's own pages: in by a secret link, from then on by this device's cookie."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import access, limits, registry
from events.history import Outdated
from events.hosting import deeds, story
from events.hosting.forms import AnswerForm, FindLinkForm, SeenForm
from events.models import Community, Host, StepRefused
from events.questions.closure import InsteadForm
from events.questions.steps import steps_for

GET_AND_POST = ["GET", "HEAD", "POST"]
LED_TO = {"outcome": "hosting:outcome"}  # what a letter's link may ask for beside the host's page


def no_door(request):
    """The page for a link, or a device, that opens nothing: the same whether or not there is such a party."""
    request.community = None
    return render(request, "hosting/no_door.html", status=404)


def gone(request, community, host=None, again=None):
    """The page for a party whose time is over; `host`, let in already, is led to their data.

    `again` is the story.Again of a host who may register again.
    """
    request.community = community
    return render(request, "hosting/gone.html", {"host": host, "again": again}, status=410)


def hosts_page(view):
    """Fetches the host whose cookie this device carries for the party; the view gets it in place of the reference."""

    @wraps(view)
    def opened(request, reference, **kwargs):
        try:
            host = access.get_host_or_404(request, reference)
        except Http404:
            return no_door(request)
        if host.party.reference != reference:  # merged into another one: this device goes along
            return access.let_in_host(redirect("hosting:party", host.party.reference), host)
        now = timezone.now()
        if deeds.is_over(host.party, now):
            return gone(request, host.party.community, host, story.again_for(host, host.party, now))
        return view(request, host, **kwargs)

    return opened


def deciding_hosts_page(view):
    """A host's page for those who decide about the party; to a joined host it does not exist."""

    @hosts_page
    @wraps(view)
    def opened(request, host, **kwargs):
        if host.role == Host.Role.JOINED:
            raise Http404
        return view(request, host, **kwargs)

    return opened


def home(request, host):
    """Back to the host's page; a link that was replaced meanwhile goes along as this device's new cookie."""
    fresh = Host.objects.select_related("party").filter(pk=host.pk).first()
    if fresh is None:
        response = redirect("hosting:find_link", host.party.community.slug)
        return access.let_out_host(response, host)
    response = redirect("hosting:party", host.party.reference)
    return response if fresh.link_version == host.link_version else access.let_in_host(response, fresh)


@require_http_methods(GET_AND_POST)
def link(request, token):
    """The secret link: GET shows where it leads (mail scanners open links), POST lets this device in."""
    try:
        host = access.led_on(access.get_host_by_token_or_404(request, token))
    except Http404:
        return no_door(request)
    now = timezone.now()
    is_over = deeds.is_over(host.party, now)
    if request.method == "POST":
        deeds.come_in(host, now=now)
        if is_over:
            return access.let_in_host(redirect("hosting:data", host.party.reference), host)
        to = LED_TO.get(request.GET.get("to"), "hosting:party")
        return access.let_in_host(redirect(to, host.party.reference), host)
    if is_over:
        return gone(request, host.party.community, again=story.again_for(host, host.party, now))
    return render(request, "hosting/link.html", {"story": story.Story.of(host, now)})


@require_safe
@hosts_page
def party(request, host):
    told = story.Story.of(host, timezone.now())
    return render(request, "hosting/party.html", {"story": told, "answer_form": AnswerForm(questions=told.questions)})


def step_form(request, host, step, known, now):
    """The form of one step over the answers known so far; a 404 where this host cannot change it."""
    steps = {
        kind.name: kind
        for kind in steps_for(host.party.edition, known, now)
        if deeds.may_edit(host, kind.name, now=now)
    }
    if step not in steps or host.party.review not in deeds.EDITABLE:
        raise Http404
    data = request.POST if request.method == "POST" else None
    return steps[step](data, edition=host.party.edition, answers=known, now=now)


def may_be_written_to(request, form, known, now):
    """Whether the letters a new address calls for are within the limits; if not, the field says so."""
    for name in ("email", "second_email"):
        address = form.cleaned_data.get(name)
        if address and address != known[name] and not limits.allow(request, "resend", address, now=now):
            form.add_error(name, str(limits.TooMany("resend")))
    return not form.errors


@require_http_methods(GET_AND_POST)
@hosts_page
def edit(request, host, step):
    now, proposal = timezone.now(), deeds.open_proposal(host.party)
    known = deeds.wishes_of(host.party, proposal)
    instead = InsteadForm(request.GET).place() if step == "where" else {}
    form = step_form(request, host, step, known | instead, now)
    page = {"form": form, "host": host, "party": host.party, "proposal": proposal, "missed": []}
    if request.method == "POST" and form.is_valid() and may_be_written_to(request, form, known, now):
        try:
            seen = SeenForm(request.POST).revision()
            edited = deeds.edit(host.party, form.answers(), by=host, now=now, seen=seen)
        except Outdated as refusal:
            page |= {"party": refusal.party, "missed": story.missed(refusal.changes)}
        except StepRefused:
            return home(request, host)
        else:
            messages.success(request, story.what_came_of(edited, form.cleaned_data.get("email", "")))
            return home(request, host)
    return render(request, "hosting/edit.html", page)


@require_http_methods(GET_AND_POST)
@deciding_hosts_page
def answer(request, host):
    questions = deeds.open_questions(host.party)
    if not questions:
        messages.info(request, _("There is no question to answer now."))
        return home(request, host)
    form = AnswerForm(request.POST if request.method == "POST" else None, questions=questions)
    if request.method == "POST" and form.is_valid():
        deeds.answer(host.party, form.replies(), by=host, now=timezone.now())
        messages.success(request, _("Thank you. The city team has your answer."))
        return home(request, host)
    return render(request, "hosting/answer.html", {"form": form, "party": host.party})


@require_POST
@deciding_hosts_page
def send_again(request, host):
    try:
        deeds.send_again(host.party, by=host, now=timezone.now())
        messages.success(request, _("Sent. The city team looks at your party again."))
    except StepRefused:
        messages.info(request, _("Your party is with the city team already."))
    return home(request, host)


@require_http_methods(GET_AND_POST)
@deciding_hosts_page
def withdraw(request, host):
    told = story.Story.of(host, timezone.now())
    if not told.may_withdraw:
        return home(request, host)
    if request.method == "POST":
        try:
            deeds.withdraw(host.party, by=host, now=timezone.now())
            messages.success(request, _("You withdrew your party."))
        except StepRefused:
            messages.warning(request, _("Your party changed meanwhile. Look below."))
        return home(request, host)
    return render(request, "hosting/withdraw.html", {"story": told})


@require_POST
@deciding_hosts_page
def take_back(request, host):
    if deeds.take_back(host.party, by=host, now=timezone.now()):
        messages.success(request, _("You took your change back. Your party stays as it was approved."))
    else:
        messages.info(request, _("This change does not wait for an answer any more."))
    return home(request, host)


@require_POST
@deciding_hosts_page
def remove_second(request, host):
    try:
        deeds.edit(host.party, deeds.NO_SECOND, by=host, now=timezone.now())
        messages.success(request, _("The second contact is taken off. Their link does not work any more."))
    except StepRefused:
        messages.info(request, _("Your party changed meanwhile. Look below."))
    return home(request, host)


@require_http_methods(GET_AND_POST)
@hosts_page
def replace_link(request, host):
    if request.method == "POST":
        now = timezone.now()
        limits.check(request, "resend", host.email, now=now)
        deeds.replace_link(host, now=now)
        messages.success(request, _("The old link has ended. We sent a new one to %(email)s.") % {"email": host.email})
        return home(request, host)
    return render(request, "hosting/replace_link.html", {"host": host, "party": host.party})


@require_POST
@hosts_page
def send_link(request, host):
    now = timezone.now()
    limits.check(request, "resend", host.email, now=now)
    registry.send_link(host, now=now)
    messages.success(request, _("We sent a letter to %(email)s. Open the link in it.") % {"email": host.email})
    return home(request, host)


@require_POST
@hosts_page
def sign_out(request, host):
    response = redirect("hosting:find_link", host.party.community.slug)
    messages.success(request, _("You are signed out on this device. The link in your letter lets you in again."))
    return access.let_out_host(response, host)


@require_http_methods(GET_AND_POST)
def find_link(request, community=None):
    """Sends the links of an address; the answer is the same whether or not anything is known of it."""
    here = access.get_community_or_404(request, community) if community else None
    form = FindLinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now, email = timezone.now(), form.cleaned_data["email"]
        limits.check(request, "resend", email, now=now)
        deeds.send_links([here] if here else list(Community.objects.open()), email, now=now)
        return redirect("hosting:link_sent", *([here.slug] if here else []))
    return render(request, "hosting/find_link.html", {"form": form})


@require_safe
def link_sent(request, community=None):
    here = access.get_community_or_404(request, community) if community else None
    return render(request, "hosting/link_sent.html", {"here": here, "phone": story.phone_of(here)})
