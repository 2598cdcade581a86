"""The sign-in library's views with our templates, our outbox, and the limits against guessing around them."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from axes.decorators import axes_dispatch, axes_form_invalid
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator

from events import limits
from events.accounts import recovery
from events.accounts.forms import ForgottenForm

LOCKED = "Too many wrong passwords. Wait 15 minutes and try again, or ask for a new password by email."


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignInView(account.LoginView):
    pass


sign_in = SignInView.as_view()


def locked_out(request, response=None, credentials=None, *args, **kwargs):
    """The answer while an address or a person's address is locked; the same whether the person exists or not."""
    return render(request, "429.html", {"message": LOCKED}, status=429)


def forgotten(request):
    """Asks for an address and queues the letter; the answer tells nothing about the address."""
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "account/password_reset.html", {"form": form})
    email = form.cleaned_data["email"].lower()
    now = timezone.now()
    limits.check(request, "resend", email, now=now)
    recovery.send_reset_link(email, now=now)
    return redirect("account_reset_password_done")


class SecondStepsView(second_step.IndexView):
    """What the person signs in with beside the password, and what is missing."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"is_required": settings.STAFF_MFA_REQUIRED}


second_steps = SecondStepsView.as_view()
