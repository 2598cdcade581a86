"""The closed lists of words a party can be described with; values are stored, labels are translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Review(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Email not confirmed")
    SUBMITTED = "submitted", _("To review")
    NEEDS_INFORMATION = "needs_information", _("Waiting for host")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")


class Night(models.TextChoices):
    AS_PLANNED = "as_planned", _("As planned")
    STARTS_LATE = "starts_late", _("Starts late")
    ENDS_EARLY = "ends_early", _("Ends early")
    MOVED = "moved", _("Moved")
    NOT_HAPPENING = "not_happening", _("Not happening")
    RAIN_DATE = "rain_date", _("Moved to the rain date")


class Outcome(models.TextChoices):
    UNKNOWN = "unknown", _("Not known yet")
    HELD = "held", _("Held")
    NOT_HELD = "not_held", _("Not held")


class OutcomeSource(models.TextChoices):
    """Who said whether a party was held."""

    HOST = "host", _("The host")
    SIGHTING = "sighting", _("Seen by staff")
    PHONE = "phone", _("By phone")
    IMPORT = "import", _("Imported")


class Standing(models.TextChoices):
    """Whether a whole night is on."""

    ON = "on", _("On")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Called off")


class Source(models.TextChoices):
    WEB = "web", "Registered on the web"
    STAFF = "staff", "Entered by staff"
    IMPORT = "import", "Imported"


class PlaceKind(models.TextChoices):
    STREET = "street", _("In the street")
    ALLEY = "alley", _("In an alley")
    YARD = "yard", _("In a yard or on a porch")
    PARK = "park", _("In a park")
    LOT = "lot", _("In a school, church or other lot")
    INDOORS = "indoors", _("Indoors")


HOME_PLACES = {PlaceKind.STREET, PlaceKind.ALLEY, PlaceKind.YARD}


class RainPlan(models.TextChoices):
    GO = "go", _("We go ahead, rain or shine")
    DATE = "date", _("We move it to another date")
    CANCEL = "cancel", _("We call it off")


class HostKind(models.TextChoices):
    RESIDENT = "resident", _("Neighbors on the block")
    ASSOCIATION = "association", _("Neighborhood association")
    SCHOOL = "school", _("School")
    CONGREGATION = "congregation", _("Congregation")
    BUSINESS = "business", _("Business")
    APARTMENTS = "apartments", _("Apartment community")
    CITY = "city", _("City department")
    OTHER = "other", pgettext_lazy("kind of host", "Another group")


class OpenTo(models.TextChoices):
    EVERYONE = "everyone", _("Everyone is welcome")
    NEIGHBORS = "neighbors", _("Neighbors only")
    MEMBERS = "members", _("Members only")


class ListingLevel(models.TextChoices):
    EXACT = "exact", _("The place itself")
    BLOCK = "block", _("The block")
    NEIGHBORHOOD = "neighborhood", _("Only the neighborhood")
    UNLISTED = "unlisted", _("Not listed")


LEVELS_FROM_NARROW = [ListingLevel.UNLISTED, ListingLevel.NEIGHBORHOOD, ListingLevel.BLOCK, ListingLevel.EXACT]


class Activity(models.TextChoices):
    FOOD = "food", _("Food to share")
    KIDS = "kids", _("Kids’ games")
    MUSIC = "music", _("Live music")
    SPORTS = "sports", _("Sports and games")
    ARTS = "arts", _("Arts and crafts")
    MOVIE = "movie", _("Movie outdoors")
    GARDEN = "garden", _("Garden or clean-up")
    RESOURCES = "resources", _("Information tables")


class Access(models.TextChoices):
    STEP_FREE = "step-free", _("Step-free")
    SEATING = "seating", _("Seating")
    QUIET = "quiet", _("Quiet corner")
    RESTROOM = "restroom", _("Restroom")
    INTERPRETER = "interpreter", _("Interpreter")


class Permit(models.TextChoices):
    SOUND = "sound", _("Amplified sound")
    ALCOHOL = "alcohol", _("Alcohol")
    FOOD_SOLD = "food_sold", _("Food sold")
    INFLATABLES = "inflatables", _("Inflatables")
    TENTS = "tents", _("Tents")


class Barricades(models.TextChoices):
    OWN = "own", _("We bring our own")
    DELIVERED = "delivered", _("The city delivers them")
    PICKUP = "pickup", _("We pick them up")


SPOKEN = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("bs", _("Bosnian")),
    ("vi", _("Vietnamese")),
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
    ("so", _("Somali")),
    ("hmn", _("Hmong")),
    ("ps", _("Pashto")),
    ("fa", _("Dari")),
    ("asl", _("American Sign Language")),
]
