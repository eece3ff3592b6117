"""Answers to surveys in a data set: one row an answer, joined to its application."""

from __future__ import annotations

from collections.abc import Mapping

from programmes.models import CallVersion
from reporting.models import SurveyAnswer, SurveyQuestion
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
