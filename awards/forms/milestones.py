"""Input about milestones; nothing is saved here."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.actions.papers import RULE
from core.forms import AmountField, DateField, LineField, TextField

FILE_HINT = _("%(names)s, höchstens %(size)s MB") % {
    "names": RULE.names,
    "size": RULE.max_megabytes,
}


class MilestoneForm(forms.Form):
    """What is agreed."""

    name = LineField(label=_("Meilenstein"), max_length=200)
    wanted = LineField(label=_("Woran man erkennt, dass er erreicht ist"), max_length=300)
    due_on = DateField(label=_("Zu erreichen bis"))
    amount = AmountField(label=_("Zuwendungsfähige Ausgaben, für die er steht"))


class EvidenceForm(forms.Form):
    """What the recipient reports."""

    reached_on = DateField(label=_("Erreicht am"))
    evidence = TextField(label=_("Was zeigt das?"), limit=4000, rows=5)
    upload = forms.FileField(label=_("Unterlage"), help_text=FILE_HINT, required=False)
