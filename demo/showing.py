"""What is left half done so that every page of the selection shows something to do.

Rules for pairs and an anchor in the running call; in the decided one two calculations, a letter
that waits to be sent, a municipality that points out an error of fact, and a session of the jury.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from accounts.models import Role
from awards.actions.awarding import approve_for_sending
from awards.actions.fact_errors import point_out
from core import clock
from core.refusals import RuleViolation
from demo.jury import begin_session
from demo.play import STARTED, Play
from demo.teams import team_of
from demo.verdicts import reason_for
from evaluation.actions import ask_calculation
from evaluation.actions.anchor import open_anchor, record_anchor_review, submit_anchor_review
from evaluation.actions.deciding import approve_rejection, co_sign_decision
from evaluation.actions.pair_rules import set_pair_rule
from evaluation.actions.reviewing import Judgement
from evaluation.models import Calculation, Candidacy, FundingDecision, PairRule, Reviewer

State, Outcome = FundingDecision.Status, FundingDecision.Outcome
ANCHOR_TITLE = "Probeantrag: Stadtklima in Beispielhausen"
ANCHOR_TEXT = (
    "Beispielhausen misst die Hitze an 40 Orten und stellt die Daten offen bereit. Grünflächenamt, "
    "Gesundheitsamt und Stadtwerke werten sie gemeinsam aus.\n\n"
    "Das Leitbild von 2024 nennt Hitzeschutz als Ziel. Der Rat hat das Vorhaben beschlossen.\n\n"
    "Nach drei Jahren sollen an heißen Tagen ein Viertel weniger Menschen in die Notaufnahme "
    "kommen. Gemessen wird das jedes Jahr. Den Betrieb bezahlt danach die Stadt."
)
SCORED_THE_ANCHOR = 6  # the other reviewers still have it before them
FIXED = "Kennt das Verfahren, auf dem der Antrag aufbaut."
FORBIDDEN = "Hat die Kommune vor vier Jahren beraten."
# Applications of a call: with fewer there is little to weigh, with more it takes minutes.
FEWEST_CALCULATED, MOST_CALCULATED = 5, 50
LETTER_SENT, ERROR_FOUND = timedelta(days=8), timedelta(days=2)  # ago
ERROR = (
    "Das Gutachten zu U1 nennt eine Laufzeit von fünf Jahren. Beantragt sind vier Jahre, siehe "
    "Zeitplan."
)


def show_selection(play: Play) -> None:
    """Leave in one call what its pages are for."""
    if play.round.is_decided:
        leave_letter(play)
        point_out_error(play)
        calculate(play)
        begin_session(play)
        return
    with clock.stopped_at(play.round.after_deadline(STARTED)):
        open_round(play)
    rule_pairs(play)


def open_round(play: Play) -> None:
    """Open the calibration round of a call under review; most have scored the anchor."""
    running = Candidacy.objects.filter(application__call_version=play.version)
    if not running.filter(status=Candidacy.Status.IN_REVIEW).exists():
        return
    anchor = open_anchor(
        play.version,
        title=ANCHOR_TITLE,
        text=ANCHOR_TEXT,
        submission=None,
        by=play.office.officer,
    )
    for number, reviewer in enumerate(play.reviewers[:SCORED_THE_ANCHOR]):
        person, judgements = reviewer.person, anchor_judgements(play, number)
        review = record_anchor_review(anchor, reviewer, by=person, version=0, judgements=judgements)
        submit_anchor_review(review, by=person)


def anchor_judgements(play: Play, number: int) -> dict[str, Judgement]:
    """Return whole points around 3; every third reviewer is milder, the next one stricter."""
    points = {
        code: min(most, Decimal(3 + (number % 3 - 1) + (place % 4 == number % 4)))
        for place, (code, most) in enumerate(play.maxima.items())
    }
    return {
        code: Judgement(value, reason_for(value, play.criterion_names[code]))
        for code, value in points.items()
    }


def rule_pairs(play: Play) -> None:
    """Fix one reviewer to the first application that waits for reviews, and forbid another."""
    waiting = Candidacy.objects.filter(
        application__call_version=play.version, status=Candidacy.Status.ADMITTED
    )
    candidacy = waiting.order_by("application__submitted_at").first()
    if candidacy is None:
        return
    wishes = [(PairRule.Kind.FIXED, FIXED), (PairRule.Kind.FORBIDDEN, FORBIDDEN)]
    for reviewer in play.reviewers:
        if wishes and ruled(play, candidacy, reviewer, *wishes[0]):
            wishes.pop(0)


def ruled(play: Play, candidacy: Candidacy, reviewer: Reviewer, kind: str, reason: str) -> bool:
    """Set the rule, unless bias or an assignment stands against it."""
    by = play.office.officer
    try:
        set_pair_rule(candidacy, reviewer, kind=kind, reason=reason, by=by)
    except RuleViolation:
        return False
    return True


def decision_in(play: Play, status: str, outcome: str) -> FundingDecision | None:
    """Return the first decision of the call in this state."""
    mine = FundingDecision.objects.filter(
        candidacy__application__call_version=play.version, status=status, outcome=outcome
    )
    return mine.order_by("candidacy__application__submitted_at").first()


def leave_letter(play: Play) -> None:
    """Approve one award whose notice the office has still to send."""
    if decision := decision_in(play, State.CO_SIGNED, Outcome.AWARD):
        approve_for_sending(decision, by=play.office.head_of_unit)


def point_out_error(play: Play) -> None:
    """Reject one more lately; its municipality reads the reviews and finds an error of fact."""
    rejected = decision_in(play, State.CO_SIGNED, Outcome.REJECTION)
    following = decision_in(play, State.PROPOSED, Outcome.REJECTION)
    if rejected is None or following is None:
        return
    with clock.stopped_at(clock.now() - LETTER_SENT):
        approve_rejection(rejected, by=play.office.head_of_unit)
        co_sign_decision(following, by=play.office.budget_officer)
    told = FundingDecision.objects.get(pk=rejected.pk)
    editor = team_of(told.candidacy.application.organisation)[Role.EDITOR]
    with clock.stopped_at(clock.now() - ERROR_FOUND):
        point_out(told, "U1", ERROR, by=editor)


def calculate(play: Play) -> None:
    """Ask for both calculations; the worker of the first start does them."""
    if FEWEST_CALCULATED <= play.round.size <= MOST_CALCULATED:
        for kind in Calculation.ASKED_FOR:
            ask_calculation(play.version, kind, {}, by=play.office.officer)
