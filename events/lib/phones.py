"""Telephone numbers: any sensible way of writing in, one way out."""

import re

import phonenumbers
from django.utils.translation import gettext as _

# Area code and exchange begin with 2 to 9. 555-01xx, set aside for examples, passes; "valid" numbers would refuse it.
NORTH_AMERICAN = re.compile(r"[2-9][0-9]{2}[2-9][0-9]{6}\Z")


def tidy(text: str, region: str = "US") -> str:
    """Give the number in E.164, like +13145550142; ValueError with a sentence for people if it is none.

    A number without a country code is read as one of `region`.
    """
    try:
        number = phonenumbers.parse(str(text), region)
    except phonenumbers.NumberParseException as error:
        raise ValueError(_not_a_number()) from error
    if number.extension:
        raise ValueError(_("Leave out the extension, and enter the phone number like 314-555-0142."))
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise ValueError(_not_a_number())
    if number.country_code == 1 and not NORTH_AMERICAN.match(phonenumbers.national_significant_number(number)):
        raise ValueError(_not_a_number())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def pretty(e164: str) -> str:
    """Give the number as people here write it, (314) 555-0142; foreign ones with their country code."""
    try:
        number = phonenumbers.parse(str(e164))
    except phonenumbers.NumberParseException:
        return str(e164)
    national = phonenumbers.national_significant_number(number)
    if number.country_code == 1 and NORTH_AMERICAN.match(national):
        return f"({national[:3]}) {national[3:6]}-{national[6:]}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _not_a_number() -> str:
    return _("Enter the phone number with its area code, like 314-555-0142.")
