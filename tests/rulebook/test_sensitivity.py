"""Weight sensitivity: the exact interval, against the published rules computed anew."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from rulebook import sensitivity
from rulebook.ranking import Entry, rank
from rulebook.scoring import Criterion, FundingRule, combine, subtotals, total_score
from rulebook.sensitivity import Contender, Rules, TieRule, funded_with, weight_intervals

CRITERIA = [
    Criterion("I1", 60, "I", minimum=1),
    Criterion("N1", 20, "N"),
    Criterion("U1", 20, "U"),
]
CODES = [criterion.code for criterion in CRITERIA]
TINY = Fraction(1, 10**12)


def random_case(seed: int, reviews: int) -> tuple[list[Contender], Rules]:
    chance = random.Random(seed)
    contenders = [
        Contender(
            f"A{number}",
            tuple({code: chance.randint(0, 5) for code in CODES} for _ in range(reviews)),
            chance.randint(1, 6) * 100,
        )
        for number in range(chance.randint(2, 7))
    ]
    lines = FundingRule(chance.choice([0, 40, 60]), {"I": chance.choice([0, 20]), "N": 5})
    ties = TieRule(("I", "N"), ("I1",))
    return contenders, Rules(CRITERIA, lines, chance.choice([300, 700, 1200]), ties)


def by_the_published_rules(contenders, rules, code: str, weight: Decimal) -> set[str]:
    """Recompute with scoring and ranking alone; the others' weights shrink in proportion."""
    moving = next(one for one in CRITERIA if one.code == code)
    rest = 100 - moving.weight
    criteria = [
        Criterion(
            one.code,
            weight if one.code == code else one.weight * (100 - weight) / Decimal(rest),
            one.group,
            one.minimum,
        )
        for one in CRITERIA
    ]
    entries = []
    for contender in contenders:
        total = combine([total_score(points, criteria) for points in contender.reviews])
        parts = [subtotals(points, criteria) for points in contender.reviews]
        groups = {name: combine([part[name] for part in parts]) for name in parts[0]}
        points = {name: combine([given[name] for given in contender.reviews]) for name in CODES}
        fits = total >= rules.funding.total and all(
            groups[name] >= least for name, least in rules.funding.groups.items()
        )
        if fits and all(points[one.code] >= one.minimum for one in criteria):
            ties = (groups["I"] + groups["N"], points["I1"])
            entries.append(Entry(contender.key, total, ties, contender.amount))
    return {place.key for place in rank(entries, rules.budget) if place.funded}


@pytest.mark.parametrize("reviews", [1, 2, 3])
def test_everywhere_the_funded_set_is_that_of_scoring_and_ranking(reviews):
    for seed in range(6):
        contenders, rules = random_case(seed, reviews)
        for code in CODES:
            for weight in (
                Decimal(0),
                Decimal("12.5"),
                Decimal(50),
                Decimal("73.75"),
                Decimal(100),
            ):
                expected = by_the_published_rules(contenders, rules, code, weight)
                assert funded_with(contenders, rules, code, weight) == expected


@pytest.mark.parametrize("reviews", [1, 2, 3, 4])
def test_inside_the_interval_nothing_changes_and_right_outside_it_does(reviews):
    moved = 0
    for seed in range(12):
        contenders, rules = random_case(seed, reviews)
        for code, found in weight_intervals(contenders, rules).items():

            def funded(weight, code=code, case=(contenders, rules)):
                return funded_with(*case, code, weight)

            same = funded(found.weight)
            width = found.high - found.low
            inside = [found.low + width * Fraction(step, 7) for step in range(1, 7)]
            assert all(funded(weight) == same for weight in inside)
            for bound, included, out in (
                (found.low, found.low_included, -TINY),
                (found.high, found.high_included, TINY),
            ):
                assert included == (funded(bound) == same) or bound == found.weight
                if 0 < bound < 100 and included:
                    assert funded(bound + out) != same
                    moved += 1
    assert moved > 8


@pytest.mark.parametrize("few", [0, 3])
def test_passing_over_who_is_far_from_the_line_changes_no_interval(few, monkeypatch):
    """Against the direct search, in which every pair of contenders is compared everywhere."""
    for seed in range(4 if few else 1):
        contenders, rules = random_case(seed, reviews=1 + seed % 3)
        monkeypatch.setattr(sensitivity, "FEW", len(contenders))
        directly = weight_intervals(contenders, rules)
        monkeypatch.setattr(sensitivity, "FEW", few)
        assert weight_intervals(contenders, rules) == directly


def test_of_many_contenders_the_set_changes_right_outside_the_interval():
    chance = random.Random(5)
    contenders = [
        Contender(
            str(number), tuple({code: chance.randint(0, 5) for code in CODES} for _ in "abc"), 7
        )
        for number in range(120)
    ]
    rules = Rules(CRITERIA, FundingRule(40), 200, TieRule(("I", "N"), ("I1",)))
    for code, found in weight_intervals(contenders, rules).items():
        same = funded_with(contenders, rules, code, found.weight)
        inside = (found.low + found.weight) / 2, (found.high + found.weight) / 2
        assert all(funded_with(contenders, rules, code, weight) == same for weight in inside)
        for bound, out in ((found.low, -TINY), (found.high, TINY)):
            assert 0 < bound < 100
            assert funded_with(contenders, rules, code, bound + out) != same


def test_one_criterion_alone_has_nothing_to_be_weighed_against():
    only = [Criterion("I1", 100, "I")]
    rules = Rules(only, FundingRule(total=0), budget=1)
    found = weight_intervals([Contender("A", ({"I1": 3},), 1)], rules)["I1"]
    assert (found.low, found.weight, found.high) == (100, 100, 100)


def test_when_all_are_funded_only_the_lines_of_fundability_bind():
    """A reaches 60 points as long as I1, in which it is weak, weighs no more than two thirds."""
    criteria = [Criterion("I1", 40, "I"), Criterion("N1", 60, "N")]
    rules = Rules(criteria, FundingRule(total=60), budget=1000)
    contenders = [Contender("A", ({"I1": 2, "N1": 5},), 10)]
    found = weight_intervals(contenders, rules)["I1"]
    assert (found.low, found.high, found.high_included) == (0, Fraction(200, 3), True)


def test_a_contender_without_review_and_wrong_points_are_refused():
    rules = Rules(CRITERIA, FundingRule(), budget=1)
    with pytest.raises(ValueError, match="A has no review"):
        weight_intervals([Contender("A", (), 1)], rules)
    with pytest.raises(ValueError, match="N1"):
        weight_intervals([Contender("A", ({"I1": 1},), 1)], rules)
