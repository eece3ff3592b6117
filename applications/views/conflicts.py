"""Two people wrote the same section: both versions, three choices, nothing lost."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.forms import Textarea
from django.forms.boundfield import BoundField
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import Person
from applications.models import Answer
from core import audit
from core.differences import merged, parts
from core.forms import written
from core.templatetags.allmende import day, hour
from programmes.forms.tables import TableField

if TYPE_CHECKING:
    from applications.views.drafts import Sheet

CONFLICT = 409


def conflict_page(sheet: "Sheet", form: Any, stored: Any, autosaving: bool) -> HttpResponse:
    """Show what the person typed beside what is stored now."""
    name, at = last_editor(sheet, stored)
    sentence = conflict_sentence(name, at)
    if autosaving:
        more = _("Wählen Sie „Speichern“, um beide Fassungen zu sehen.")
        return JsonResponse({"message": f"{sentence} {more}"}, status=CONFLICT)
    entries = compare(form, form.stored_values(stored))
    form.draw_from(stored)
    mine = [pair for pair in sent(form) if pair[0] != "csrfmiddlewaretoken"]
    for entry in entries:
        if entry["merged"]:
            form.data[entry["field"].html_name] = entry["merged"]
    context = {
        **sheet.place(),
        "sentence": sentence,
        "name": name,
        "at": at,
        "entries": entries,
        "mine": mine,
        "form": form,
    }
    return render(sheet.request, "applications/conflict.html", context, status=CONFLICT)


def conflict_sentence(name: str, at: datetime | None) -> str:
    return _(
        "%(name)s hat diesen Abschnitt um %(time)s geändert, während Sie geschrieben haben."
    ) % {
        "name": name,
        "time": hour(at),
    }


def last_editor(sheet: "Sheet", stored: Any) -> tuple[str, datetime | None]:
    """Return who saved the stored version and when: by name within the organisation."""
    answer = next(iter(stored.values()), None) if isinstance(stored, dict) else stored
    key, at = "", None
    if isinstance(answer, Answer):
        key, at = answer.changed_by_key, answer.changed_at
    elif event := audit.trail(sheet.application).filter(step=sheet.step).last():
        key, at = event.actor_key, event.at
    if key == sheet.request.user.actor_key:
        return _("Ein anderes Fenster von Ihnen"), at
    person = Person.objects.filter(key=key).first()
    return (person.name if person else _("Jemand")), at


def sent(form: Any) -> list[tuple[str, str]]:
    """Return every name and value of the form as the browser sent it, for hidden fields."""
    return [(name, value) for name, values in form.data.lists() for value in values]


def compare(form: Any, stored: dict[str, Any]) -> list[dict[str, Any]]:
    """Return each field in which typed and stored values differ, with marked texts."""
    entries = []
    for field in form.visible_fields():
        typed = form.cleaned_data.get(field.name)
        mine, theirs = in_words(field, typed), in_words(field, stored.get(field.name, typed))
        if mine == theirs:
            continue
        long = isinstance(field.field.widget, Textarea)
        entries.append(
            {
                "field": field,
                "mine": list(parts(mine, theirs)) if long else [(mine, False)],
                "theirs": list(parts(theirs, mine)) if long else [(theirs, False)],
                "merged": merged(mine, theirs) if long else "",
            }
        )
    return entries


def in_words(field: BoundField, value: Any) -> str:
    """Return a cleaned value as people read it."""
    choices = {str(code): str(label) for code, label in getattr(field.field, "choices", [])}
    if isinstance(field.field, TableField):
        return field.field.in_words(value)
    if isinstance(value, list):
        return ", ".join(choices.get(str(one), str(one)) for one in value)
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal):
        return written(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool) and not choices:
        return _("Ja") if value else _("Nein")
    return choices.get(str(value), str(value))
