"""The sign-in form in our own look."""

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    pass
