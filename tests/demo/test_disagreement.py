"""The reviewers of the demonstration disagree as much as in reality."""

from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command

from evaluation.models import Review
from rulebook.agreement import icc

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_reviewers_agree_as_little_as_in_reality():
    call_command("load_demo", applications=100, stdout=StringIO())
    totals: dict[int, list[float]] = {}
    for candidacy, total in Review.objects.counting().values_list("assignment__candidacy", "total"):
        totals.setdefault(candidacy, []).append(float(total))
    table = np.full((len(totals), 3), np.nan)
    for row, given in enumerate(totals.values()):
        table[row, : len(given)] = given
    assert 0.2 < icc(table)["ICC1"].value < 0.4
