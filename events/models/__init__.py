"""The nouns. Import them from here; inside this package each other by file."""

from .change import Change, ChangedValue, Deed, Note, Proposal, Question
from .choices import (
    HOME_PLACES,
    LEVELS_FROM_NARROW,
    SPOKEN,
    Access,
    Activity,
    Barricades,
    HostKind,
    ListingLevel,
    Night,
    OpenTo,
    Outcome,
    Permit,
    PlaceKind,
    RainPlan,
    Review,
    Source,
)
from .closure import Closure
from .community import Community, Region
from .edition import Edition, Phase, VisitorKind, current_of
from .host import Draft, Host
from .neighborhood import Neighborhood
from .notice import Allowance, Letter, Notice
from .party import STEPS, Party, StepRefused
from .upload import Upload
from .user import Membership, Role, User
from .visit import VisitRequest

__all__ = [
    "HOME_PLACES",
    "LEVELS_FROM_NARROW",
    "SPOKEN",
    "STEPS",
    "Access",
    "Activity",
    "Allowance",
    "Barricades",
    "Change",
    "ChangedValue",
    "Closure",
    "Community",
    "Deed",
    "Draft",
    "Edition",
    "Host",
    "HostKind",
    "Letter",
    "ListingLevel",
    "Membership",
    "Neighborhood",
    "Night",
    "Note",
    "Notice",
    "OpenTo",
    "Outcome",
    "Party",
    "Permit",
    "Phase",
    "PlaceKind",
    "Proposal",
    "Question",
    "RainPlan",
    "Region",
    "Review",
    "Role",
    "Source",
    "StepRefused",
    "Upload",
    "User",
    "VisitRequest",
    "VisitorKind",
    "current_of",
]
