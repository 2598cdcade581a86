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
from .district import District, Layer
from .edition import Edition, Phase, VisitorKind, current_of
from .host import Draft, Host
from .introduction import Introduction
from .job import Job
from .neighborhood import Neighborhood
from .notice import Allowance, Letter, Notice
from .party import STEPS, Party, StepRefused
from .place import AddressPoint, NamedPlace, PlaceFile, Segment, Street
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
    "AddressPoint",
    "Allowance",
    "Barricades",
    "Change",
    "ChangedValue",
    "Closure",
    "Community",
    "Deed",
    "District",
    "Draft",
    "Edition",
    "Host",
    "HostKind",
    "Introduction",
    "Job",
    "Layer",
    "Letter",
    "ListingLevel",
    "Membership",
    "NamedPlace",
    "Neighborhood",
    "Night",
    "Note",
    "Notice",
    "OpenTo",
    "Outcome",
    "Party",
    "Permit",
    "Phase",
    "PlaceFile",
    "PlaceKind",
    "Proposal",
    "Question",
    "RainPlan",
    "Region",
    "Review",
    "Role",
    "Segment",
    "Source",
    "StepRefused",
    "Street",
    "Upload",
    "User",
    "VisitRequest",
    "VisitorKind",
    "current_of",
]
