"""The pages of a draft that hold rows: what they are called, show and edit.

The address part of a section is also the `section` of findings, so every reason against
publication links to the page where it is put right.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from core.forms import written
from core.templatetags.allmende import euro, instant, number
from programmes.forms import rows as forms
from programmes.forms.base import DraftForm
from programmes.forms.questions import QuestionForm
from programmes.models import CallVersion


@dataclass(frozen=True)
class Section:
    """One kind of rows: its page, its form, and the cells of its table."""

    slug: str
    title: Any
    add: Any
    intro: Any
    form: type[DraftForm]
    rows: Callable[[CallVersion], Any]
    columns: tuple[Any, ...]
    cells: Callable[[Any], tuple[Any, ...]]

    @property
    def model(self) -> type[Model]:
        return self.form._meta.model

    def lines(self, version: CallVersion) -> Iterable[dict[str, Any]]:
        """Yield the rows of the table: key for addresses, name, cells under their columns."""
        for row in self.rows(version).all():
            first, *rest = self.cells(row)
            cells = list(zip(self.columns[1:], rest, strict=True))
            yield {"code": code_of(row), "name": first, "cells": cells}

    def find(self, version: CallVersion, code: str) -> Model | None:
        """Return the row with this code or year."""
        return next((row for row in self.rows(version).all() if code_of(row) == code), None)


def code_of(row: Any) -> str:
    return str(getattr(row, "code", "") or row.year)


def yes_no(value: bool) -> str:
    return now("Ja") if value else now("Nein")


def least(value: Any) -> str:
    return written(value) if value else now("ohne")


SECTIONS = {
    section.slug: section
    for section in (
        Section(
            "themen",
            _("Handlungsfelder und Herausforderungen"),
            _("Thema hinzufügen"),
            _("Ein Antrag wählt aus diesen Themen. Nötig sind zwei Handlungsfelder."),
            forms.TopicForm,
            lambda version: version.topics,
            (_("Name"), _("Art")),
            lambda row: (row.name, row.get_kind_display()),
        ),
        Section(
            "gruppen",
            _("Kriteriengruppen"),
            _("Gruppe hinzufügen"),
            _("Jede Gruppe kann eine Mindestpunktzahl haben."),
            forms.CriterionGroupForm,
            lambda version: version.criterion_groups,
            (_("Name"), _("Mindestens (Punkte)")),
            lambda row: (row.name, least(row.minimum)),
        ),
        Section(
            "kriterien",
            _("Kriterien"),
            _("Kriterium hinzufügen"),
            _("Die Gewichte ergeben zusammen 100. Jeder Punktwert von 0 bis 5 hat einen Anker."),
            forms.CriterionForm,
            lambda version: version.criteria,
            (_("Kriterium"), _("Gewicht"), _("Mindestwert"), _("Anker")),
            lambda row: (
                str(row),
                written(row.weight),
                least(row.minimum),
                now("%s\N{NO-BREAK SPACE}von\N{NO-BREAK SPACE}%s")
                % (sum(map(bool, row.anchors.values())), len(row.scores)),
            ),
        ),
        Section(
            "kapitel",
            _("Kapitel des Fragenkatalogs"),
            _("Kapitel hinzufügen"),
            _("Jede Frage steht in einem Kapitel. Die Stelle sagt, wo es im Antrag erscheint."),
            forms.ChapterForm,
            lambda version: version.chapters,
            (_("Titel"), _("Stelle im Antrag")),
            lambda row: (row.title, row.get_place_display()),
        ),
        Section(
            "fragen",
            _("Fragen"),
            _("Frage hinzufügen"),
            _("Der Fragenkatalog ist öffentlich, bevor sich jemand anmeldet."),
            QuestionForm,
            lambda version: version.questions,
            (_("Frage"), _("Kapitel"), _("Art"), _("Höchstens")),
            lambda row: (
                row.label,
                row.chapter.title,
                row.get_kind_display(),
                number(row.limit),
            ),
        ),
        Section(
            "unterlagen",
            _("Unterlagen"),
            _("Unterlage hinzufügen"),
            _("Jede Unterlage kann eine eigene Frist haben."),
            forms.DocumentForm,
            lambda version: version.document_requirements,
            (_("Unterlage"), _("Pflicht"), _("Frist")),
            lambda row: (
                row.name,
                yes_no(row.required),
                instant(row.due_at) if row.due_at else now("Mit dem Antrag"),
            ),
        ),
        Section(
            "passt",
            _("Fragen „Passt der Aufruf?“"),
            _("Frage hinzufügen"),
            _("Fünf Fragen, die ohne Anmeldung zeigen, ob der Aufruf passt."),
            forms.FitQuestionForm,
            lambda version: version.fit_questions,
            (_("Frage"), _("Passt bei")),
            lambda row: (row.text, yes_no(row.fitting_answer)),
        ),
        Section(
            "haushalt",
            _("Haushalt je Jahr"),
            _("Haushaltsjahr hinzufügen"),
            _("Die Mittel je Jahr. Mehr kann nie bewilligt werden."),
            forms.BudgetYearForm,
            lambda version: version.call.budget_years,
            (_("Haushaltsjahr"), _("Verfügbar"), _("Haushaltsstelle")),
            lambda row: (str(row.year), euro(row.amount), row.source or "–"),
        ),
    )
}
