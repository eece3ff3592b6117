"""What the public and research see: the published outputs, each with its threshold."""

import csv
import io

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from awards.actions.awarding import approve_for_sending, send_award
from awards.actions.publishing import propose_publication, publish_list
from evaluation.models import Candidacy
from reporting.actions import prepare_figures
from reporting.models import PreparedFigure
from reporting.published import codes_for, published
from reporting.thresholds import distribution, each_row, parts_of_whole, stages
from tests import cast
from tests.awards import casting as deciding
from tests.evaluation import casting

K = 5
COUNTS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), min_size=1, max_size=8)


def rows_of(counts):
    rows = [
        {"group": str(n), "applications": without + awarded, "awarded": awarded, "rate": 0.5}
        for n, (without, awarded) in enumerate(counts)
    ]
    whole = {key: sum(row[key] for row in rows) for key in ("applications", "awarded")}
    return [*rows, {"group": "Insgesamt", **whole, "rate": 0.5}]


@given(COUNTS)
def test_no_difference_of_published_rows_gives_a_small_count_away(counts):
    """A reader knows awards, the shown rows and the sum; what is hidden may still be k or more."""
    *rows, whole = parts_of_whole(rows_of(counts), K)
    parts = {int(row["group"]): row for row in rows}
    blank = [n for n, row in parts.items() if row["applications"] is None]
    hidden = {*blank, *(set(range(len(counts))) - set(parts))}
    assert all(n in hidden for n, (without, _) in enumerate(counts) if 0 < without < K)
    assert all(parts[n]["rate"] is None and parts[n]["awarded"] for n in blank)
    assert all(row["awarded"] == counts[n][1] for n, row in parts.items())
    assert sum(row["awarded"] for row in rows) == whole["awarded"]
    if hidden and whole["applications"] is not None:
        left = sum(without for n, (without, _) in enumerate(counts) if n in hidden)
        assert left >= K


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_steps_of_a_distribution_hide_together(counts):
    shown = distribution([{"from": n, "count": count} for n, count in enumerate(counts)], K)
    hidden = [counts[row["from"]] for row in shown if row["count"] is None]
    assert not hidden or sum(hidden) >= K or 0 < sum(counts) < K


def test_one_small_stage_blanks_all_but_what_is_public():
    rows = [("eingereicht", 40), ("formal-abgelehnt", 2), ("zugelassen", 38), ("bewilligt", 20)]
    content = [{"asked": {"stand": code}, "count": count, "share": 1} for code, count in rows]
    assert [row["count"] for row in stages(content, K)] == [40, None, None, 20]
    assert stages(content, 2) == content


def one_of_four(version):
    """Four towns apply, one is awarded, another's notice waits to be sent, the list is out."""
    for town in ("Bonn", "Cham"):
        casting.reviewed(version, town, 3, 4)
    first, second, *_ = deciding.ranked(version, "Eberswalde", "Neustadt")
    told, _untold = (
        approve_for_sending(
            deciding.co_signed(deciding.with_period(one), deciding.award_of(one)),
            by=cast.head_of_unit(),
        )
        for one in (first, second)
    )
    send_award(told, by=cast.officer())
    assert Candidacy.objects.filter(status="awarded").count() == 2
    publish_list(propose_publication(version, by=cast.officer()), by=cast.head_of_unit())


def shown_by(client, who):
    if who:
        client.force_login(who)
    else:
        client.logout()
    address, found = "/api/v1/kennzahlen/", {}
    while address:
        answer = client.get(address).json()
        found |= {row["code"]: row["content"] for row in answer["results"]}
        address = answer["next"]
    return found


def test_where_nothing_was_awarded_a_small_count_has_no_row():
    """A row that is blank would say that somebody in this Land was rejected."""
    assert [row["group"] for row in parts_of_whole(rows_of([(0, 1), (1, 0)]), K)] == [
        "0",
        "Insgesamt",
    ]
    rows = [{"applications": 1, "awarded": 0}, {"applications": 7, "awarded": 0}]
    assert each_row(rows, K) == rows[1:]


def test_of_few_applications_the_share_of_awards_is_blank_too():
    counts = {"eingereicht": 2, "bewilligt": 1}
    rows = [{"asked": {"stand": code}, "count": n, "share": n / 2} for code, n in counts.items()]
    assert [(row["count"], row["share"]) for row in stages(rows, K)] == [(None, None), (1, None)]


@pytest.mark.django_db
def test_page_api_and_csv_show_the_same_published_tables(client):
    """Three of four towns get nothing: their Land, sum and rate stay blank for the public."""
    version = cast.open_call()
    slug = version.call.slug
    one_of_four(version)
    prepare_figures(version)
    office = shown_by(client, cast.officer())
    assert set(office) > codes_for("research")
    assert office["A2"]["rows"][-1]["applications"] is not None

    public, research = shown_by(client, None), shown_by(client, cast.researcher())
    assert set(public) == codes_for("public") and set(research) == codes_for("research")
    assert public["A2"] == research["A2"] == published(office["A2"], K)
    assert public["A2"]["rows"][-1]["applications"] is None
    assert public["A2"]["rows"][-1]["awarded"] == 1
    assert "Schwelle 5" in public["A2"]["caveat"]
    assert not {"admitted", "asked"} & set(public["A2"]["rows"][0])

    client.logout()
    page = client.get(reverse("call_figures", args=[slug])).content.decode()
    assert "gesperrt" in page and 'id="H1"' not in page
    lines = client.get(reverse("published_csv", args=[slug, "A2"])).getvalue().decode("utf-8-sig")
    whole = list(csv.reader(io.StringIO(lines), delimiter=";"))[-1]
    assert whole[:3] == ["Insgesamt", "", "1"]
    assert client.get(reverse("published_csv", args=[slug, "H1"])).status_code == 404
    client.force_login(cast.researcher())
    assert client.get(reverse("figure_csv", args=[slug, "D1"])).status_code == 404
    listed = client.get(reverse("published_figures")).content.decode()
    assert version.call.title in listed and "mit Gegensperrung" in listed


@pytest.mark.django_db
def test_before_the_result_is_published_nothing_is(client):
    version = cast.open_call()
    casting.reviewed(version, "Eberswalde", 5, 4)
    prepare_figures(version)
    assert PreparedFigure.objects.exists()
    assert shown_by(client, None) == {}
    assert client.get(reverse("call_figures", args=[version.call.slug])).status_code == 404
