"""What differs from the sign-in library's own ways: nobody signs up, no letter goes past the outbox, our own words."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

WRONG_PAIR = "The email address or the password is not right. Check both and try again."
WRONG_CODE = "This code is not right. Enter the newest one your app shows."


class StaffAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG_PAIR,
        "incorrect_password": "This password is not right. Try again.",
        "enter_current_password": "This is not your password of now. Try again.",
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": "Too many tries. Wait 15 minutes and try again.",
        "rate_limited": "Too many tries. Wait some minutes and try again.",
        "invalid_password_reset": "This link does not work any more. Ask for a new one.",
        "same_as_current": "Choose a password that is not the one you have now.",
    }

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whether to ask for the password again: not of somebody who gave it some minutes ago."""
        records = get_authentication_records(self.request, self.request.user)
        is_fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def send_mail(self, template_prefix, email, context):
        raise NotImplementedError(f"{template_prefix}: letters are queued by events.mail.notices")

    def reauthenticate(self, user, password):
        """Whether `password` is the one of `user`; counted by the limits like a sign-in."""
        found = self.authenticate(self.request, email=user.email, login=user.email, password=password)
        return found is not None and found.pk == user.pk

    def respond_user_inactive(self, request, user):
        messages.error(request, WRONG_PAIR)
        return HttpResponseRedirect(reverse("account_login"))


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "Keep at least one second step: this installation asks for it.",
        "cannot_generate_recovery_codes": "Set up an app or a passkey first.",
    }

    def generate_authenticator_name(self, user, type):
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"
