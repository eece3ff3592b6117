"""Fixed and forbidden pairs of a call: listed with reason and who, set, lifted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from accounts.permissions import is_officer
from core.refusals import Finding, RuleViolation
from evaluation import actions
from evaluation.forms.pair_rules import PairRuleForm
from evaluation.models import PairRule, Reviewer
from evaluation.views.fetching import REFUSED, entered, page_of, tabs_of, version_for


@login_required
@require_http_methods(["GET", "POST"])
def pair_rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules in force, and a form for one more."""
    version = version_for(request, slug)
    if request.method == "POST" and not is_officer(request.user):
        raise PermissionDenied
    form = PairRuleForm(entered(request), version=version, initial=request.GET.dict())
    refused: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        try:
            rule = actions.set_pair_rule(**form.cleaned_data, by=request.user)
            messages.success(request, _("Festgehalten: %s.") % rule)
            return redirect("pair_rules", slug)
        except RuleViolation as refusal:
            refused = refusal.findings
    rows = PairRule.objects.visible_to(request.user).filter(
        candidacy__application__call_version__call=version.call_id
    )
    parts = ("reviewer__person", "candidacy__application__project")
    page = page_of(request, rows.select_related(*parts))
    context = {
        "version": version,
        "form": form,
        "refused": refused,
        "page": page,
        "names": names_of(page),
        "may_act": is_officer(request.user),
        "people": Reviewer.objects.order_by("person__name").values_list("person__name", flat=True),
        "tabs": tabs_of(version, "assignments"),
    }
    status = REFUSED if refused else 200
    return render(request, "evaluation/pair_rules.html", context, status=status)


def names_of(rules: Iterable[PairRule]) -> dict[str, str]:
    """Return who set the rules, by the key that the trail uses."""
    keys = {rule.set_by_key for rule in rules}
    return dict(Person.objects.filter(key__in=keys).values_list("key", "name"))


@login_required
@require_POST
def lift_pair_rule(request: HttpRequest, key: str) -> HttpResponse:
    """End one rule."""
    parts = ("reviewer", "candidacy__application__call_version__call")
    visible = PairRule.objects.visible_to(request.user).select_related(*parts)
    rule = get_object_or_404(visible, key=key)
    try:
        actions.lift_pair_rule(rule, by=request.user)
        messages.success(request, _("Die Vorgabe ist aufgehoben."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("pair_rules", rule.candidacy.application.call_version.call.slug)
