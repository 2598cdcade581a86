"""The sign-in library's forms in our own look and words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from events.accounts.adapter import WRONG_PAIR
from events.rendering import Form, Look


class StaffLook(Look):
    """Labels instead of placeholders, from `words` {field: (label, hint)}."""

    says_optional = False
    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
                field.error_messages["required"] = f"Enter {field.label[0].lower()}{field.label[1:]}"


class SignInForm(StaffLook, account.LoginForm):
    words = {"login": ("Email", ""), "password": ("Password", "")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = "Enter your email address"
        self.fields["password"].error_messages["required"] = "Enter your password"

    def clean_login(self):
        return super().clean_login().lower()

    def user_credentials(self):
        """The limits against guessing read `login`."""
        credentials = super().user_credentials()
        return credentials | {"login": credentials["email"]}

    def clean(self):
        cleaned = super().clean()
        if self.user is not None and not self.user.is_active:
            raise forms.ValidationError(WRONG_PAIR)
        return cleaned


class ForgottenForm(Form):
    """Asks for the address to which the link goes."""

    email = forms.EmailField(
        label="Email",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Enter your email address"},
    )


class NewPassword(StaffLook):
    words = {
        "oldpassword": ("Password of now", ""),
        "password1": ("New password", "At least 12 characters. Some words in a row are easy to keep in mind."),
        "password2": ("New password again", ""),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = password_validators_help_texts()


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class ConfirmPasswordForm(StaffLook, account.ReauthenticateForm):
    words = {"password": ("Your password", "")}


CODE = ("Code", "The 6 digits in your app, or one of your recovery codes")


class SecondStepForm(StaffLook, second_step.AuthenticateForm):
    words = {"code": CODE}


class ConfirmCodeForm(StaffLook, second_step.ReauthenticateForm):
    words = {"code": CODE}


class AppForm(StaffLook, totp.ActivateTOTPForm):
    words = {"code": ("Code", "The 6 digits your app shows now")}


class AppOffForm(StaffLook, totp.DeactivateTOTPForm):
    pass


class RecoveryCodesForm(StaffLook, recovery.GenerateRecoveryCodesForm):
    pass


class AddPasskeyForm(StaffLook, webauthn.AddWebAuthnForm):
    words = {
        "name": ("Name of this passkey", "So that you know it again, such as “Work phone”"),
        "passwordless": ("Sign in with it alone", "Your device then asks for a finger, a face or a PIN."),
    }


class RenamePasskeyForm(StaffLook, webauthn.EditWebAuthnForm):
    words = {"name": ("Name of this passkey", "")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 80
