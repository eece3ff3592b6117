"""How many of a wave answered, its answers as a table, and answers read from one."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from accounts.models import Organisation
from programmes.forms.questionnaire import QuestionnaireForm
from reporting.figures.definition import ratio
from reporting.models import SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyWave

MOST_FINDINGS = 50


def response_rates(wave: SurveyWave) -> list[dict[str, Any]]:
    """Return invited, answered, declined and the rate: by size class, and of all."""
    counts = {
        "invited": Count("pk"),
        "answered": Count("response"),
        "declined": Count("pk", filter=~Q(declined_on=None)),
    }
    rows = wave.invitations.order_by().values(group=F("organisation__size_class"))
    names = dict(Organisation.SizeClass.choices)
    found = [
        {**row, "group": names.get(row["group"], "Landkreis oder Zweckverband")}
        for row in rows.annotate(**counts).order_by("group")
    ]
    total = {"group": "Insgesamt", **wave.invitations.aggregate(**counts)}
    return [{**row, "rate": ratio(row["answered"], row["invited"])} for row in (*found, total)]


def answer_lines(wave: SurveyWave, questions: list[SurveyQuestion]) -> Iterator[list[Any]]:
    """Yield one line a response: key, consent, whether imported, one cell a question."""
    answers: dict[int, dict[str, Any]] = {}
    for answer in SurveyAnswer.objects.filter(response__invitation__wave=wave):
        answers.setdefault(answer.response_id, {})[answer.code] = answer.value
    for invitation in wave.invitations.exclude(response=None).select_related("response"):
        given = answers.get(invitation.response.pk, {})
        yield [
            invitation.key,
            "ja",
            invitation.response.imported,
            *(given.get(question.code, "") for question in questions),
        ]


KEY, CONSENT = "einladung", "eingewilligt"


class UnreadableAnswers(ValueError):
    """Says in German which lines of a file cannot be taken over."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__(" ".join(findings))
        self.findings = findings


def read_answers(
    wave: SurveyWave, stream: IO[bytes]
) -> list[tuple[SurveyInvitation, dict[str, Any]]]:
    """Return the answers of a CSV file: key of the invitation, consent, one column a question.

    Every line is read by the form that people fill in; raise UnreadableAnswers with all faults.
    """
    lines = lines_of(stream)
    invitations = {one.key: one for one in wave.invitations.select_related("organisation")}
    questions, found, findings = list(wave.questions.all()), [], []
    for number, line in enumerate(lines, start=2):
        form = QuestionnaireForm(line, questions=questions, complete=True)
        if sentence := fault_of(line, invitations, form):
            findings.append(
                _("Zeile %(number)s: %(sentence)s") % {"number": number, "sentence": sentence}
            )
        else:
            found.append((invitations[line[KEY]], given(form)))
    if findings:
        raise UnreadableAnswers(findings[:MOST_FINDINGS])
    return found


def lines_of(stream: IO[bytes]) -> csv.DictReader[str]:
    """Return the lines of a CSV file by heading; its separator is that of the first line."""
    try:
        text = stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableAnswers([_("Speichern Sie die Datei als CSV in UTF-8.")]) from None
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    lines = csv.DictReader(text.splitlines(), delimiter=delimiter)
    if missing := [name for name in (KEY, CONSENT) if name not in (lines.fieldnames or ())]:
        raise UnreadableAnswers([_("Es fehlt die Spalte „%s“.") % name for name in missing])
    return lines


def fault_of(line: dict[str, Any], invitations: dict[str, Any], form: QuestionnaireForm) -> str:
    """Say what keeps a line from being taken over; empty when nothing does."""
    if line[KEY] not in invitations:
        return _("Diese Einladung gibt es nicht.")
    if (line[CONSENT] or "").strip().lower() != "ja":
        return _("Die Einwilligung fehlt.")
    if form.is_valid():
        return ""
    return "; ".join(f"{code}: {errors[0]}" for code, errors in form.errors.items())


def given(form: QuestionnaireForm) -> dict[str, Any]:
    """Return what was answered, without what was left out or not asked."""
    return {code: value for code, value in form.values().items() if value is not None}
