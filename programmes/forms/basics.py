"""The basics of a call: dates, terms, rules of review; and the form that begins a call."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.forms import LineField
from programmes.forms.base import DraftForm, german_field
from programmes.models import Call, CallVersion, GuidelineVersion

KINDS = Organisation.Kind
APPLICANTS = [KINDS.MUNICIPALITY, KINDS.DISTRICT, KINDS.UNION, KINDS.PURPOSE_UNION]
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
DATES = ("opens_at", "deadline_at", "formal_check_until", "review_until", "decision_until")
BERLIN = _("Ortszeit Berlin, zum Beispiel 31.03.2027 12:00")
HINTS = {
    "opens_at": BERLIN,
    "deadline_at": BERLIN,
    "change_note": _("Lesen alle, die schon an einem Antrag arbeiten"),
    "questions_until": _("Bis dahin können Kommunen fragen; leer: bis zur Frist"),
    "full_catalogue_from": _("Darunter entfällt, was „nur im vollen Katalog“ steht; leer: nie"),
}


class CallForm(DraftForm):
    """What the form to begin a call and the form to change it have in common."""

    title = LineField(label=_("Titel"), max_length=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.refuse_order("opens_at", "deadline_at", _("Die Frist muss nach dem Beginn liegen"))
        self.refuse_order(
            "first_year", "last_year", _("Das letzte Jahr darf nicht vor dem ersten liegen"), True
        )
        return values

    def refuse_order(self, first: str, second: str, sentence: Any, equal: bool = False) -> None:
        """Name the second field when it does not come after the first."""
        before, after = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if before is None or after is None or before < after or (equal and before == after):
            return
        self.add_error(second, sentence)


class NewCallForm(CallForm):
    """Enough to begin: the guideline brings terms, criteria, questions and documents."""

    guideline = forms.ModelChoiceField(
        GuidelineVersion.objects.select_related("programme").order_by("-in_force_on"),
        label=_("Förderrichtlinie (Fassung)"),
        help_text=_("Fördersätze, Kriterien, Fragen und Unterlagen kommen aus dem Musterkatalog."),
        empty_label=_("Bitte wählen"),
    )
    field_order = ("guideline", "title")

    class Meta:
        model = CallVersion
        fields = ("summary", "opens_at", "deadline_at", "first_year", "last_year")
        formfield_callback = german_field
        help_texts = HINTS

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        slug = slugify(title.lower().translate(UMLAUTS))[:50].strip("-")
        if not slug:
            raise forms.ValidationError(_("Der Titel braucht Buchstaben oder Ziffern"))
        if Call.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Es gibt schon einen Aufruf mit diesem Titel"))
        self.slug = slug
        return title

    def basics(self) -> dict[str, Any]:
        """Return what `create_call` takes besides the guideline."""
        values = {name: value for name, value in self.values().items() if name != "guideline"}
        kinds = [kind.value for kind in APPLICANTS]
        return {**values, "slug": self.slug, "eligible_kinds": kinds, "roles_per_organisation": 1}


class BasicsForm(CallForm):
    """All single values of a version, on one page in parts."""

    PARTS = (
        (
            _("Aufruf"),
            (
                *("title", "summary", "eligible_kinds", "roles_per_organisation"),
                *("second_person_releases", "effort_hours", "full_catalogue_from", "change_note"),
            ),
        ),
        (_("Termine"), (*DATES, "questions_until")),
        (
            _("Förderung"),
            (
                "regular_rate",
                "emergency_rate",
                "minimum_own_share_rate",
                "cap_strategy",
                "cap_implementation",
                "minimum_grant",
                "payment_mode",
                "first_year",
                "last_year",
            ),
        ),
        (
            _("Begutachtung"),
            (
                "reviews_per_application",
                "fundable_total",
                "divergence_total",
                "divergence_criterion",
                "reason_length",
                "half_points",
                "reviewers_from_same_land",
                "expert_level",
                "reviews_per_employer",
                "borderline_rate",
            ),
        ),
        (_("Jury und Schreiben"), ("panel_quorum_rate", "panel_tie_rule", "fact_error_days")),
        (_("Schriftwechsel"), ("message_length", "message_files", "message_megabytes")),
    )
    eligible_kinds = forms.MultipleChoiceField(
        label=_("Wer sich bewerben kann"),
        choices=[(kind.value, kind.label) for kind in APPLICANTS],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = [name for _title, names in PARTS for name in names]

    class Meta:
        model = CallVersion
        fields = [
            name
            for name in (
                "summary eligible_kinds roles_per_organisation effort_hours full_catalogue_from "
                "second_person_releases change_note questions_until regular_rate emergency_rate "
                "minimum_own_share_rate cap_strategy cap_implementation minimum_grant payment_mode "
                "first_year last_year reviews_per_application fundable_total divergence_total "
                "divergence_criterion reason_length half_points reviewers_from_same_land "
                "expert_level reviews_per_employer borderline_rate panel_quorum_rate "
                "panel_tie_rule fact_error_days message_length message_files message_megabytes"
            ).split()
        ] + list(DATES)
        formfield_callback = german_field
        help_texts = {
            **HINTS,
            "roles_per_organisation": _(
                "An so vielen Anträgen darf eine Organisation beteiligt sein, als Antragstellerin "
                "oder Partner. Leer: Partnerrollen zählen nicht."
            ),
            "second_person_releases": _(
                "Wer den Antrag zur Zeichnung gibt, darf ihn nicht selbst einreichen."
            ),
            "regular_rate": _("In Prozent der zuwendungsfähigen Ausgaben"),
            "emergency_rate": _("In Prozent der zuwendungsfähigen Ausgaben"),
            "minimum_own_share_rate": _("In Prozent der zuwendungsfähigen Ausgaben"),
            "expert_level": _("1 etwas, 2 gut, 3 sehr gut; 0: keine Vorgabe"),
            "reviews_per_employer": _("0: keine Vorgabe"),
            "borderline_rate": _("In Prozent der Punkte aller gewählten Vorhaben"),
            "divergence_total": _("Weichen zwei Gutachten stärker ab, wird beraten"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["title"] = self.version.call.title
        if self.version.number > 1:  # its name is published
            self.fields["title"].disabled = True
        else:
            del self.fields["change_note"]

    def parts(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Yield the parts of the page with their fields."""
        for title, names in self.PARTS:
            yield title, [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        sentence = _("Der Satz bei Haushaltsnotlage darf nicht niedriger sein als der Fördersatz")
        self.refuse_order("regular_rate", "emergency_rate", sentence, True)
        later = _("Dieser Termin muss nach dem vorigen liegen")
        for first, second in zip(DATES[2:], DATES[3:], strict=False):
            self.refuse_order(first, second, later, True)
        return values
