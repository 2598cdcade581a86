"""The demo's mailbox: where letters go when there is no mail server. It does not exist outside the demo."""

from functools import wraps

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.lib.wording import waiting
from events.mail.letters import ROWS, attachments_of
from events.models import Letter, Notice
from events.rendering import Form

SHOWN = 100


class MailboxForm(Form):
    """Whose letters to show."""

    says_optional = False
    q = forms.CharField(label=_("Email address"), max_length=254, required=False)


def demo_only(view):
    """A 404 wherever letters are real."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_only
def mailbox(request):
    """Letters, newest first, to every address or to those that contain `q`."""
    form = MailboxForm(request.GET if "q" in request.GET else None)
    letters = Letter.objects.defer("text", "html")
    wanted = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    if wanted:
        letters = letters.filter(to__icontains=wanted)
    now = timezone.now()
    rows = [(letter, waiting(now - letter.at)) for letter in letters[:SHOWN]]
    return render(request, "demo/mailbox.html", {"form": form, "rows": rows, "wanted": wanted})


@demo_only
def letter(request, pk):
    """One letter as its reader gets it, its links alive."""
    found = get_object_or_404(Letter, pk=pk)
    context = {"letter": found, "age": waiting(timezone.now() - found.at), "files": files_of(found)}
    return render(request, "demo/letter.html", context)


@demo_only
def attachment(request, pk, name):
    """A file that came with a letter, made anew: the mailbox keeps none."""
    file = files_of(get_object_or_404(Letter, pk=pk)).get(name)
    if file is None:
        raise Http404
    response = HttpResponse(file.content, content_type=file.type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def files_of(letter):
    """{name: Attachment} of a letter in the mailbox."""
    notice = Notice.objects.select_related(*ROWS).filter(pk=letter.notice_id).first()
    return {file.name: file for file in attachments_of(notice)} if notice else {}
