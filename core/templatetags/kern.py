"""The pieces of a page that need a little code: tags, crumbs, tables, errors, charts."""

from typing import Any

import structlog
from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from core import charts, pages

register = template.Library()

TONES = {
    "ok": (
        "admitted",
        "approved",
        "awarded",
        "cleared",
        "confirmed",
        "in_force",
        "published",
        "reviewed",
    ),
    "bad": ("conflicted", "failed", "formally_rejected", "rejected"),
    "warn": ("awaiting_signature", "returned", "supplement_requested", "unsure"),
    "info": (
        *("admission_proposed", "co_signed", "in_formal_check", "in_review", "open", "proposed"),
        *("ranked", "ready", "rejection_proposed", "running", "submitted"),
    ),
}
TONE_OF = {status: tone for tone, statuses in TONES.items() for status in statuses}


@register.simple_tag
def error_frame() -> dict[str, Any]:
    """`{% error_frame as frame %}`: what an error page needs when nothing else works."""
    number = structlog.contextvars.get_contextvars().get("request_id", "")
    return pages.programme() | {"error_number": number[:12]}


@register.simple_tag
def tag(text: str, tone: str = "") -> str:
    """`{% tag "Fehlt noch" "warn" %}`: a mark with text; tones ok, warn, bad, info or none."""
    name = f"al-tag al-tag--{tone}" if tone else "al-tag"
    return format_html('<span class="{}">{}</span>', name, text)


@register.filter
def options(groups: Any) -> str:
    """`{{ widget.optgroups|options }}`: a select's options; a template for each would be slow."""
    drawn = []
    for name, choices, _number in groups:
        rows = [(one["value"], flatatt(one["attrs"]), one["label"]) for one in choices]
        inner = format_html_join("", '\n<option value="{}"{}>{}</option>', rows)
        group = format_html('\n<optgroup label="{}">{}\n</optgroup>', name, inner)
        drawn.append(group if name else inner)
    return format_html_join("", "{}", ((one,) for one in drawn))


@register.simple_tag
def status_tag(record: Any) -> str:
    """`{% status_tag application %}`: the mark of a record's status."""
    return tag(record.get_status_display(), TONE_OF.get(str(record.status).lower(), ""))


@register.simple_tag
def problems(*sources: Any) -> list[dict[str, Any]]:
    """Collect the errors of forms, formsets and refusals, each with the link to its field."""
    found: list[dict[str, Any]] = []
    for source in sources:
        if isinstance(source, BaseFormSet):
            found += [{"sentence": text} for text in source.non_form_errors()]
            found += problems(*source.forms)
        elif isinstance(source, BaseForm):
            found += errors_of_form(source)
        elif source:
            found += [link_of(finding) for finding in source]
    return found


def errors_of_form(form: BaseForm) -> list[dict[str, Any]]:
    """Return the errors of one form, those of no field first."""
    found: list[dict[str, Any]] = [
        {"sentence": text, "url": ""} for text in form.non_field_errors()
    ]
    field: Any  # a KernField: core.rendering gives every form its own kind of bound fields
    for field in form:
        found += [{"sentence": text, "url": f"#{field.target}"} for text in field.errors]
    return found


def link_of(finding: Any) -> dict[str, str]:
    """Return a finding as a sentence with the address of its field, on this page by default."""
    url = getattr(finding, "url", "")
    if not url and finding.field:
        url = f"#id_{finding.field}"
    return {"sentence": finding.sentence, "url": url}


@register.inclusion_tag("components/crumbs.html", takes_context=True)
def crumbs(context: template.Context, *parts: str) -> dict[str, Any]:
    """`{% crumbs "Anträge" list_url application.title %}`: label, url, ... and this page last."""
    pairs = list(zip(parts[:-1:2], parts[1::2], strict=True))
    start = (context.get("nav") or [None])[0]
    here = context["request"].path if context.get("request") else ""
    if start and start["url"] not in {here, *(url for _, url in pairs)}:
        pairs.insert(0, (start["label"], start["url"]))
    return {"pairs": pairs, "here": parts[-1]}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: template.Context, page: Page) -> dict[str, Any]:
    """`{% pager page %}`: previous, numbers, next; keeps filter and sort of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": numbers, "request": context.get("request")}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: template.Context, label: str, key: str, kind: str = "") -> dict[str, Any]:
    """`{% sort_header "Punktzahl" "score" "n" %}`: a th that sorts by `?sort=`; "n" for numbers."""
    request = context.get("request")
    current = context.get("sort") or (request.GET.get("sort", "") if request else "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return {
        "label": label,
        "kind": kind,
        "direction": direction,
        "target": f"-{key}" if direction == "ascending" else key,
        "request": request,
        "key": key,
    }


@register.inclusion_tag("components/chart_bars.html")
def bar_chart(chart: charts.Chart) -> dict[str, Any]:
    """`{% bar_chart chart %}`: horizontal bars with their table."""
    return charts.bars(chart)


@register.inclusion_tag("components/chart_histogram.html")
def histogram(chart: charts.Chart) -> dict[str, Any]:
    """`{% histogram chart %}`: upright columns of equal width with their table."""
    return charts.histogram(chart)


@register.inclusion_tag("components/chart_dots.html")
def dot_chart(chart: charts.Chart, low: float, high: float) -> dict[str, Any]:
    """`{% dot_chart chart 0 5 %}`: a dot per row, with ranges, on an axis from low to high."""
    return charts.dots(chart, (low, high))


@register.inclusion_tag("components/chart_lines.html")
def line_chart(chart: charts.Chart) -> dict[str, Any]:
    """`{% line_chart chart %}`: a line per value over time, as a part of the whole."""
    return charts.lines(chart)
