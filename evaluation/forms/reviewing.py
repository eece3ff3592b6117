"""What reviewers enter: the declaration, and points and reasons for each criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from core.forms import TextField, written
from evaluation.actions.reviewing import Judgement
from evaluation.checks import REASON_LIMIT
from evaluation.models import Assignment, ConflictDeclaration, Review, Score
from programmes.models import Criterion

Answer = ConflictDeclaration.Answer
WORDS = (
    _("keine Aussage"),
    _("unzureichend"),
    _("schwach"),
    _("ausreichend"),
    _("gut"),
    _("überzeugend"),
)
MOST_CHARACTERS = 10_000  # drafts may be longer than what can be handed in, but not endless
REASON_LENGTH = 1000


class DeclarationForm(forms.Form):
    """Biased, not biased, or unsure; after reading has begun only a late conflict is left."""

    answer = forms.ChoiceField(
        label=_("Sind Sie befangen?"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie eine Antwort.")},
    )
    reason = TextField(
        label=_("Grund"),
        help_text=_(
            "Nötig, wenn Sie befangen oder unsicher sind. Nur die Programmstelle liest ihn."
        ),
        limit=REASON_LENGTH,
        rows=4,
        required=False,
    )

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].optional = False
        if assignment.status != Assignment.Status.ASSIGNED:
            late = (Answer.CONFLICT.value, Answer.CONFLICT.label)
            self.fields["answer"].choices = [late]

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        if entered.get("answer") in (Answer.CONFLICT, Answer.UNSURE) and not entered.get("reason"):
            self.add_error("reason", _("Nennen Sie den Grund."))
        return entered


class DeclineForm(forms.Form):
    """Why a reviewer cannot judge this application."""

    reason = TextField(
        label=_("Grund"),
        help_text=_("Nur die Programmstelle liest ihn."),
        limit=REASON_LENGTH,
        rows=4,
        error_messages={"required": _("Nennen Sie den Grund.")},
    )


@dataclass(frozen=True)
class Choice:
    """One point on the scale, with its anchor in words."""

    points: str
    label: str
    word: str
    anchor: str
    checked: bool
    id: str


@dataclass(frozen=True)
class CriterionRow:
    """What the page draws for one criterion."""

    criterion: Criterion
    choices: Sequence[Choice]
    points: BoundField
    reason: BoundField
    note: BoundField

    @property
    def given(self) -> str:
        """Return the chosen points as text, empty when none are chosen."""
        return next((choice.label for choice in self.choices if choice.checked), "")


class ReviewForm(forms.Form):
    """Points, reason and private note for every criterion; nothing is required while drafting."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    confidence = forms.ChoiceField(
        label=_("Wie sicher sind Sie sich insgesamt?"),
        help_text=_("Nur Sie und die Programmstelle lesen es. Es ändert keine Punktzahl."),
        choices=Review.Confidence.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        stored: Mapping[str, Score],
        half_points: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.half_points = criteria, half_points
        for criterion in criteria:
            self.add_criterion(criterion, stored.get(criterion.code))

    def add_criterion(self, criterion: Criterion, score: Score | None) -> None:
        code = criterion.code
        given = "" if score is None or score.points is None else str(score.points.normalize() + 0)
        self.fields[f"{code}_points"] = forms.ChoiceField(
            label=str(criterion),
            choices=[(points, points) for points in self.scale(criterion)],
            widget=forms.RadioSelect,
            required=False,
            initial=given,
        )
        reason = TextField(
            label=_("Begründung"), limit=REASON_LIMIT, rows=5, max_length=MOST_CHARACTERS
        )
        note = TextField(label=_("Eigene Notiz"), rows=2, max_length=MOST_CHARACTERS)
        for name, text in (("reason", reason), ("note", note)):
            text.required, text.optional = False, name == "note"
            self.fields[f"{code}_{name}"] = text
        text_of = {"reason": score.reason, "note": score.private_note} if score else {}
        for name, value in text_of.items():
            self.fields[f"{code}_{name}"].initial = value

    def scale(self, criterion: Criterion) -> list[str]:
        """Return the points that may be given: whole ones, or also half ones."""
        steps = int(criterion.maximum) * 2 if self.half_points else int(criterion.maximum)
        width = Decimal("0.5") if self.half_points else Decimal(1)
        return [str((width * step).normalize() + 0) for step in range(steps + 1)]

    def rows(self) -> list[CriterionRow]:
        """Return the criteria with their fields, in the order of the call."""
        return [
            CriterionRow(
                criterion,
                [self.choice(criterion, points) for points in self.scale(criterion)],
                self[f"{criterion.code}_points"],
                self[f"{criterion.code}_reason"],
                self[f"{criterion.code}_note"],
            )
            for criterion in self.criteria
        ]

    @property
    def next_codes(self) -> dict[str, str]:
        """Return which criterion follows which."""
        codes = [criterion.code for criterion in self.criteria]
        return dict(pairwise(codes))

    def choice(self, criterion: Criterion, points: str) -> Choice:
        """Return one radio button; the first one bears the name that errors link to."""
        field = self[f"{criterion.code}_points"]
        words = WORDS if int(criterion.maximum) == len(WORDS) - 1 else ()
        whole = Decimal(points) % 1 == 0
        return Choice(
            points=points,
            label=written(Decimal(points)),
            word=str(words[int(points)]) if whole and words else "",
            anchor=criterion.anchors.get(points, ""),
            checked=str(field.value()) == points,
            id=field.auto_id if points == "0" else f"{field.auto_id}_{points}",
        )

    def judgements(self) -> dict[str, Judgement]:
        """Return what was entered, by criterion."""
        entered = self.cleaned_data
        return {
            code: Judgement(
                Decimal(entered[f"{code}_points"]) if entered[f"{code}_points"] else None,
                entered[f"{code}_reason"].strip(),
                entered[f"{code}_note"].strip(),
            )
            for code in (criterion.code for criterion in self.criteria)
        }
