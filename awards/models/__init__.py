"""What follows an approval: award and notices, payments, interest."""

from awards.models.amendments import Amendment, AmendmentLine
from awards.models.archive import ArchivedFile
from awards.models.award import (
    AgreedIndicator,
    Award,
    AwardExpense,
    OnwardGrant,
    ReportDate,
    Tranche,
)
from awards.models.bank import BankAccount
from awards.models.check_note import CheckNote
from awards.models.checks import CheckedVoucher, FinalNotice, ProofCheck
from awards.models.interest import BaseRate, InterestClaim
from awards.models.letter_run import LetterOrder, LetterRun
from awards.models.log import DailyRoot
from awards.models.milestones import Milestone
from awards.models.notice import AwardNotice
from awards.models.oversight import InventoryPiece, SiteVisit
from awards.models.payment import Payment, PaymentFile, PaymentUse
from awards.models.procurement import Procurement, ProcurementFinding
from awards.models.publication import ListPublication
from awards.models.recovery import Instalment, Recovery, Repayment
from awards.models.reports import (
    Measurement,
    PartnerProof,
    Report,
    ReportLine,
    ReportSubmission,
)
from awards.models.request import PaymentRequest, RequestedBill
from awards.models.timers import SentReminder
from awards.models.vouchers import Voucher

__all__ = [
    "AgreedIndicator",
    "Amendment",
    "AmendmentLine",
    "ArchivedFile",
    "Award",
    "AwardExpense",
    "AwardNotice",
    "BankAccount",
    "BaseRate",
    "CheckNote",
    "CheckedVoucher",
    "DailyRoot",
    "FinalNotice",
    "Instalment",
    "InterestClaim",
    "InventoryPiece",
    "LetterOrder",
    "LetterRun",
    "ListPublication",
    "Measurement",
    "Milestone",
    "OnwardGrant",
    "PartnerProof",
    "Payment",
    "PaymentFile",
    "PaymentRequest",
    "PaymentUse",
    "Procurement",
    "ProcurementFinding",
    "ProofCheck",
    "Recovery",
    "Repayment",
    "Report",
    "ReportDate",
    "ReportLine",
    "ReportSubmission",
    "RequestedBill",
    "SentReminder",
    "SiteVisit",
    "Tranche",
    "Voucher",
]
