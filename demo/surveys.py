"""A survey of the accompanying research: one wave in the field, answered by one municipality."""

from datetime import timedelta

from accounts.models import Membership, Role
from core import clock
from reporting.actions.surveys import answer_survey, begin_wave, save_question, start_wave
from reporting.models import SurveyWave

QUESTIONS = (
    {"code": "stellen_offen", "label": "Sind Stellen des Vorhabens unbesetzt?", "kind": "yes_no"}
    | {"required": True},
    {"code": "stellen_zahl", "label": "Wie viele Stellen?", "kind": "number"}
    | {"condition_code": "stellen_offen", "condition_value": "yes"},
    {
        "code": "huerde",
        "label": "Was kostet am meisten Zeit?",
        "kind": "choice",
        "options": [
            {"value": "vergabe", "label": "Vergabe"},
            {"value": "personal", "label": "Personal finden"},
            {"value": "abstimmung", "label": "Abstimmung im Haus"},
        ],
    },
    {"code": "rat", "label": "Was raten Sie anderen?", "kind": "text", "limit": 1000}
    | {"required": False},
)


def play_survey() -> None:
    """Ask all running projects; the first one answers, the others still may."""
    research = Membership.objects.filter(role=Role.RESEARCHER).first()
    if research is None:
        return
    wave = begin_wave(basics(), by=research.person)
    if not wave.asked.exists():
        return
    for fields in QUESTIONS:
        wave = save_question(wave, "", fields, seen=wave.version, by=research.person)
    wave = start_wave(wave, by=research.person)
    for invitation in wave.invitations.order_by("pk")[:1]:
        members = invitation.organisation.memberships.valid().filter(role=Role.EDITOR)
        if editor := members.first():
            answers = {"stellen_offen": "yes", "stellen_zahl": "2", "huerde": "personal"}
            answer_survey(invitation, answers, by=editor.person)


def basics() -> dict[str, object]:
    return {
        "title": "Personal und Hürden",
        "purpose": "Wir untersuchen, was die Umsetzung der Vorhaben verzögert.",
        "consent": "Rechtsgrundlage ist Ihre Einwilligung (Art. 6 Abs. 1 Buchstabe a DSGVO). "
        "Sie können sie jederzeit widerrufen.",
        "audience": SurveyWave.Audience.RUNNING,
        "roles": [Role.EDITOR, Role.SIGNATORY],
        "closes_on": clock.today() + timedelta(days=42),
    }
