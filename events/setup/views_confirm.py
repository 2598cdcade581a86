"""The page between a form and its saving: what changes for the public. Nothing is kept on the server in between."""

from django.shortcuts import render

LEFT_OUT = {"csrfmiddlewaretoken", "confirmed", "back"}


def wants_back(request):
    """Whether the person went back from the confirm page to the form."""
    return "back" in request.POST


def is_confirmed(request, preview):
    """Whether the person said yes to exactly this preview."""
    return request.POST.get("confirmed") == preview.mark


def confirm_page(request, preview, **context):
    """Shows the preview; the form's answers travel along as hidden fields."""
    typed = [(name, value) for name, values in request.POST.lists() if name not in LEFT_OUT for value in values]
    was_shown = "confirmed" in request.POST
    return render(request, "setup/confirm.html", {"preview": preview, "typed": typed, "was_shown": was_shown} | context)
