"""The kinds of rows: their form, their words and how one row is told in a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.contacts import ContactForm
from applications.forms.partners import PartnerForm
from applications.forms.rows import (
    IndicatorForm,
    InteractionForm,
    MeasureForm,
    RowForm,
)
from applications.forms.state_aid import AidForm
from applications.models import Aid, Contact, Indicator, Interaction, Measure, Partner
from applications.state_aid import regulation_label
from core.forms import written
from core.templatetags.allmende import day, euro


@dataclass(frozen=True)
class Kind:
    """One kind of row: `code` is its section, `name` the ending of its URL names and steps."""

    code: str
    name: str
    path: str
    model: Any
    form: type[RowForm]
    heading: Any
    lead: Any
    add: Any
    change: Any
    empty: Any
    least_action_fields: int = 0
    copyable: bool = False


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            code="contacts",
            name="contact",
            path="personen",
            model=Contact,
            form=ContactForm,
            heading=gettext_lazy("Personen"),
            lead=gettext_lazy(
                "Wer vertritt Ihre Organisation, und wen dürfen wir fragen? Nur dienstliche "
                "Angaben. Gutachtende sehen sie nicht."
            ),
            add=gettext_lazy("Person hinzufügen"),
            change=gettext_lazy("Person ändern"),
            empty=gettext_lazy("Sie haben noch niemanden genannt."),
        ),
        Kind(
            code="interactions",
            name="interaction",
            path="wechselwirkungen",
            model=Interaction,
            form=InteractionForm,
            heading=gettext_lazy("Wechselwirkungen"),
            lead=gettext_lazy("Wie wirken Ihre Handlungsfelder aufeinander?"),
            add=gettext_lazy("Wechselwirkung hinzufügen"),
            change=gettext_lazy("Wechselwirkung ändern"),
            empty=gettext_lazy("Sie haben noch keine Wechselwirkung genannt."),
            least_action_fields=2,
        ),
        Kind(
            code="partners",
            name="partner",
            path="partner",
            model=Partner,
            form=PartnerForm,
            heading=gettext_lazy("Partner"),
            lead=gettext_lazy("Wer arbeitet außer Ihnen mit? Sie können auch allein antreten."),
            add=gettext_lazy("Partner hinzufügen"),
            change=gettext_lazy("Partner ändern"),
            empty=gettext_lazy("Sie haben noch keinen Partner genannt."),
        ),
        Kind(
            code="measures",
            name="measure",
            path="massnahmen",
            model=Measure,
            form=MeasureForm,
            heading=gettext_lazy("Maßnahmen und Zeitplan"),
            lead=gettext_lazy(
                "Was tun Sie von wann bis wann? Nennen Sie mindestens eine Maßnahme."
            ),
            add=gettext_lazy("Maßnahme hinzufügen"),
            change=gettext_lazy("Maßnahme ändern"),
            empty=gettext_lazy("Sie haben noch keine Maßnahme beschrieben."),
            least_action_fields=1,
            copyable=True,
        ),
        Kind(
            code="indicators",
            name="indicator",
            path="indikatoren",
            model=Indicator,
            form=IndicatorForm,
            heading=gettext_lazy("Indikatoren"),
            lead=gettext_lazy(
                "Woran messen Sie den Erfolg? Nennen Sie mindestens einen Output und einen Outcome."
            ),
            add=gettext_lazy("Indikator hinzufügen"),
            change=gettext_lazy("Indikator ändern"),
            empty=gettext_lazy("Sie haben noch keinen Indikator festgelegt."),
            copyable=True,
        ),
        Kind(
            code="aids",
            name="aid",
            path="beihilfen",
            model=Aid,
            form=AidForm,
            heading=gettext_lazy("De-minimis-Beihilfen"),
            lead=gettext_lazy(
                "Welche De-minimis-Beihilfen haben Sie und Ihre Partner in den letzten drei Jahren "
                "erhalten? Zählen Sie verbundene Unternehmen mit. Die Summen rechnen wir."
            ),
            add=gettext_lazy("Beihilfe hinzufügen"),
            change=gettext_lazy("Beihilfe ändern"),
            empty=gettext_lazy(
                "Sie haben keine Beihilfe genannt. Haben Sie keine erhalten, ist nichts zu tun."
            ),
        ),
    )
}


def described(row: Any, topics: Mapping[str, str]) -> tuple[str, str]:
    """Return the title of a row and one line about it; `topics` names the action fields."""
    if isinstance(row, Contact):
        unsaid = row.role == Contact.Role.REPRESENTATIVE and not row.authority
        basis = _("Grundlage der Vertretung noch offen") if unsaid else row.get_authority_display()
        return str(row), " · ".join(filter(None, [row.office, basis, row.email, row.phone]))
    if isinstance(row, Interaction):
        start, end = (topics.get(code, code) for code in (row.from_code, row.to_code))
        return f"{start} → {end}", row.how
    if isinstance(row, Partner):
        money = [_("erhält Mittel durch Weiterleitung")] if row.passes_on else []
        return row.name, " · ".join([row.get_kind_display(), row.role, *money])
    if isinstance(row, Measure):
        period = f"{day(row.starts_on)} {_('bis')} {day(row.ends_on)}"
        return row.name, f"{topics.get(row.topic_code, row.topic_code)} · {period}"
    if isinstance(row, Aid):
        who = str(row.partner or row.application.organisation)
        more = [row.sector, row.reference]
        rule = regulation_label(row.application, row.regulation)
        told = [who, euro(row.amount), day(row.granted_on), rule, *filter(None, more)]
        return row.giver, " · ".join(told)
    change = _("von %(baseline)s auf %(target)s %(unit)s bis %(on)s") % {
        "baseline": written(row.baseline),
        "target": written(row.target),
        "unit": row.unit,
        "on": day(row.target_on),
    }
    return row.name, f"{row.get_level_display()} · {change}"
