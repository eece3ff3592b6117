"""Answers to surveys in a data set: one row an answer, joined to its application."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from programmes.models import CallVersion
from reporting.models import SurveyAnswer, SurveyInvitation, SurveyQuestion
from reporting.research.protection import Row
from reporting.research.shape import APPLICATION, Tidy, Variable, by_application

FREE_TEXT = "text"

VARIABLES = (
    APPLICATION,
    Variable("survey", "Befragung", source="Welle"),
    Variable("wave", "Nummer der Welle", "integer", source="Welle"),
    Variable("question", "Kennung der Frage", source="Fragen der Welle"),
    Variable("answer", "Antwort: Zahl, Datum oder Wert der Auswahl", source="Antwort"),
)


OF_QUESTIONS = (
    Variable("survey", "Befragung", source="Welle"),
    Variable("wave", "Nummer der Welle", "integer", source="Welle"),
    Variable("question", "Kennung der Frage (Variable)", source="Fragen der Welle"),
    Variable("label", "Wortlaut der Frage", source="Fragen der Welle"),
    Variable("type", "Art der Antwort", source="Fragen der Welle"),
    Variable("codes", "Werte der Auswahl: Wert=Bedeutung", source="Fragen der Welle"),
    Variable("unit", "Einheit", source="Art der Antwort"),
    Variable("missing", "Warum eine Antwort fehlt", source="Fragen der Welle"),
    Variable("invited", "Gefragte Vorhaben", "integer", "Vorhaben", "Einladungen"),
    Variable("values", "Antworten in diesem Datensatz", "integer", "Antworten", "Antworten"),
    Variable("missing_values", "Fehlende Antworten", "integer", "Antworten", "Antworten"),
)
UNITS = {"money": "Euro"}
YES_OR_NO = "yes=ja; no=nein"
ASKED_ALL = "nicht teilgenommen oder Frage ohne Antwort gelassen"
ASKED_SOME = "nicht teilgenommen, ohne Antwort gelassen oder Bedingung der Frage nicht erfüllt"
KEPT_BACK = "Freitext: kann Personen nennen und bleibt deshalb draußen"


def questions(answered: Tidy, names: Mapping[int, str]) -> Tidy:
    """Return the codebook of the surveys: what each code of `surveys` means, and how many."""
    counted = Counter((row["survey"], row["wave"], row["question"]) for row in answered.rows)
    invitations = SurveyInvitation.objects.filter(application__in=names)
    invited = Counter(invitations.values_list("wave", flat=True))
    found = SurveyQuestion.objects.filter(wave__in=invited).select_related("wave")
    rows: list[Row] = []
    for one in found.order_by("wave", "position", "pk"):
        wave, values = one.wave, counted[one.wave.title, one.wave.number, one.code]
        rows.append(
            {
                **{"survey": wave.title, "wave": wave.number, "question": one.code},
                **{"label": one.label, "type": one.kind, "codes": codes_of(one)},
                **{"unit": UNITS.get(one.kind, ""), "missing": missing_of(one)},
                **{"invited": invited[wave.pk], "values": values},
                "missing_values": invited[wave.pk] - values,
            }
        )
    return Tidy("survey_questions", "Fragen der Befragungen (Codebuch)", OF_QUESTIONS, rows)


def codes_of(question: SurveyQuestion) -> str:
    """Return the values that a choice can have, each with its meaning."""
    if question.kind == SurveyQuestion.Kind.YES_NO:
        return YES_OR_NO
    return "; ".join(f"{one}={one}" for one in question.options)


def missing_of(question: SurveyQuestion) -> str:
    if question.kind == FREE_TEXT:
        return KEPT_BACK
    return ASKED_SOME if question.condition_code else ASKED_ALL


def surveys(version: CallVersion, names: Mapping[int, str]) -> Tidy:
    """Return what was answered; free texts stay out, since they may name somebody."""
    answers = SurveyAnswer.objects.filter(
        response__invitation__application__call_version__call=version.call_id
    ).select_related("response__invitation__wave")
    waves = {answer.response.invitation.wave_id for answer in answers}
    kinds = {
        (row.wave_id, row.code): row.kind for row in SurveyQuestion.objects.filter(wave__in=waves)
    }
    rows: list[Row] = [
        {
            "application": names[answer.response.invitation.application_id],
            "survey": answer.response.invitation.wave.title,
            "wave": answer.response.invitation.wave.number,
            "question": answer.code,
            "answer": str(answer.value),
        }
        for answer in answers
        if answer.response.invitation.application_id in names
        and kinds.get((answer.response.invitation.wave_id, answer.code)) != FREE_TEXT
    ]
    return Tidy("surveys", "Antworten auf Befragungen", VARIABLES, by_application(rows))
