"""The people who sign in to the demo; all with one password, which the command prints."""

from django.contrib.auth.hashers import make_password

from events.models import Membership, Role, User

PASSWORD = "porch lights on"
STAFF = [
    ("coordinator@example.org", "Imani Lamplight", "st-louis", Role.COORDINATOR, ""),
    ("coordinator2@example.org", "Jonah Redbud", "st-louis", Role.COORDINATOR, ""),
    ("coordinator3@example.org", "Luz Marigold", "st-louis", Role.COORDINATOR, ""),
    ("admin@example.org", "Ada Catalpa", "st-louis", Role.ADMINISTRATOR, ""),
    ("reader@example.org", "Rhea Clover", "st-louis", Role.READER, ""),
    ("lead@example.org", "Lionel Oakleaf", "st-louis", Role.LEAD, "police"),
    ("florissant@example.org", "Otto Willowby", "florissant", Role.COORDINATOR, ""),
    ("florissant-admin@example.org", "Flora Sorrel", "florissant", Role.ADMINISTRATOR, ""),
]
OPERATOR = "operator@example.org"


def make_staff(communities, at):
    """The demo's staff and operator; gives the users by address. One hash serves all: hashing is slow on purpose."""
    password = make_password(PASSWORD, salt="nightoutdemo0123456789")
    users = {
        email: User.objects.create(email=email, name=name, password=password, date_joined=at)
        for email, name, _slug, _role, _service in STAFF
    }
    users[OPERATOR] = User.objects.create(
        email=OPERATOR, name="Opal Porchlight", password=password, is_superuser=True, date_joined=at
    )
    Membership.objects.bulk_create(
        Membership(user=users[email], community=communities[slug], role=role, service=service)
        for email, _name, slug, role, service in STAFF
    )
    return users


SIGN_INS = [
    ("Coordinator", "coordinator@example.org"),
    ("Administrator", "admin@example.org"),
    ("Operator", OPERATOR),
]
