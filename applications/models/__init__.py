"""What a municipality hands in, and what the office finds when checking it formally."""

from applications.models.applicant import Applicant
from applications.models.application import Answer, Application
from applications.models.changes import CallChange
from applications.models.consortium import PartnerPerson
from applications.models.contacts import Contact
from applications.models.correspondence import (
    Conversation,
    Message,
    MessageDraft,
    MessageFile,
    MessageReading,
)
from applications.models.documents import Document
from applications.models.effort import EffortStatement
from applications.models.extension import DeadlineExtension
from applications.models.formal import CheckResult, FormalCheck, FormalRejection, Waiver
from applications.models.inquiries import Inquiry
from applications.models.office import Claim, SavedFilter
from applications.models.plan import PlanAmount, PlanLine
from applications.models.project import (
    ChosenTopic,
    Indicator,
    Interaction,
    Measure,
    Partner,
    Project,
)
from applications.models.reminders import CalendarFeed, DeadlineReminder
from applications.models.state_aid import Aid
from applications.models.submission import Submission
from applications.models.supplement import SupplementRequest
from applications.models.teamwork import Guest, Presence, SectionCare, SectionComment
from applications.models.tokens import ApiToken

__all__ = [
    "Aid",
    "Answer",
    "ApiToken",
    "Applicant",
    "Application",
    "CalendarFeed",
    "CallChange",
    "CheckResult",
    "ChosenTopic",
    "Claim",
    "Contact",
    "Conversation",
    "DeadlineExtension",
    "DeadlineReminder",
    "Document",
    "EffortStatement",
    "FormalCheck",
    "FormalRejection",
    "Guest",
    "Indicator",
    "Inquiry",
    "Interaction",
    "Measure",
    "Message",
    "MessageDraft",
    "MessageFile",
    "MessageReading",
    "Partner",
    "PartnerPerson",
    "PlanAmount",
    "PlanLine",
    "Presence",
    "Project",
    "SavedFilter",
    "SectionCare",
    "SectionComment",
    "Submission",
    "SupplementRequest",
    "Waiver",
]
