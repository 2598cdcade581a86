"""The nouns. Import them from here; inside this package each other by file."""

from .broadcast import Broadcast
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
    OutcomeSource,
    Permit,
    PlaceKind,
    RainPlan,
    Review,
    Source,
    Standing,
)
from .closure import Closure
from .community import Community, Region
from .district import District, Layer
from .edition import Edition, Phase, VisitorKind, current_of
from .host import Draft, Host
from .introduction import Introduction
from .job import Job
from .kit import Kit, KitItem, PickupPlace
from .neighborhood import Neighborhood
from .notice import Allowance, Letter, Notice
from .party import STEPS, Party, StepRefused
from .petition import Petition
from .place import AddressPoint, NamedPlace, PlaceFile, Segment, Street
from .policy import ClosurePolicy, Proof
from .storm import Storm
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
    "Broadcast",
    "Change",
    "ChangedValue",
    "Closure",
    "ClosurePolicy",
    "Community",
    "Deed",
    "District",
    "Draft",
    "Edition",
    "Host",
    "HostKind",
    "Introduction",
    "Job",
    "Kit",
    "KitItem",
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
    "OutcomeSource",
    "Party",
    "Permit",
    "Petition",
    "Phase",
    "PickupPlace",
    "PlaceFile",
    "PlaceKind",
    "Proof",
    "Proposal",
    "Question",
    "RainPlan",
    "Region",
    "Review",
    "Role",
    "Segment",
    "Source",
    "Standing",
    "StepRefused",
    "Storm",
    "Street",
    "Upload",
    "User",
    "VisitRequest",
    "VisitorKind",
    "current_of",
]
