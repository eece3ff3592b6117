"""B1 to B6 and C1 to C10: where the money goes, and how reviewers agree."""

import math
from collections import defaultdict
from itertools import combinations
from statistics import fmean

import krippendorff
import numpy as np

from accounts.laender import INHABITANTS, LAENDER
from rulebook.calibration import fit
from tests.reporting.recomputed.asking import part
from tests.reporting.recomputed.selection import SIZES

PEOPLE = sum(INHABITANTS.values())


def money_by_land(ask):
    rows = ask.rows("SELECT land, sum(granted) FROM apps WHERE stage = 'awarded' GROUP BY land")
    return {land: float(amount) for land, amount in rows}


def per_head(ask):
    granted = money_by_land(ask)
    whole = sum(granted.values())
    return [
        {
            "land": name,
            "granted": granted.get(land, 0),
            "inhabitants": INHABITANTS[land],
            "per_head": granted.get(land, 0) / INHABITANTS[land],
            "index": granted.get(land, 0) / whole / (INHABITANTS[land] / PEOPLE),
        }
        for land, name in LAENDER.items()
    ]


def reached(ask):
    rows = {
        land: (count, people)
        for land, count, people in ask.rows("""SELECT land, (SELECT count(*) FROM apps x
          WHERE x.stage = 'awarded' AND x.land = once.land), sum(inhabitants) FROM (
          SELECT DISTINCT land, ars, inhabitants FROM apps a WHERE stage = 'awarded' AND ars <> ''
          AND NOT EXISTS (SELECT 1 FROM apps b WHERE b.stage = 'awarded' AND b.ars <> ''
            AND b.land = a.land AND length(b.ars) < length(a.ars)
            AND substr(a.ars, 1, length(b.ars)) = b.ars)) AS once GROUP BY land""")
    }
    return [
        {
            "land": name,
            "projects": rows.get(land, (0, 0))[0],
            "reached": int(rows.get(land, (0, 0))[1]),
            "share": int(rows.get(land, (0, 0))[1]) / INHABITANTS[land],
        }
        for land, name in LAENDER.items()
    ]


def by_size(ask):
    rows = {
        key: (count, float(amount))
        for key, count, amount in ask.rows(
            "SELECT size_class, count(*), sum(granted) FROM apps GROUP BY size_class"
        )
    }
    count_sum = sum(count for count, _ in rows.values())
    money_sum = sum(amount for _, amount in rows.values())
    return [
        {
            "group": name,
            "applications": rows[key][0],
            "granted": rows[key][1],
            "index": rows[key][1] / money_sum / (rows[key][0] / count_sum),
        }
        for key, name in SIZES.items()
        if key in rows
    ]


def concentration(ask):
    granted = money_by_land(ask)
    heads = [(granted.get(land, 0) / people, people) for land, people in INHABITANTS.items()]
    mean = sum(x * w for x, w in heads) / PEOPLE
    gaps = sum(w * v * abs(x - y) for x, w in heads for y, v in heads)
    theil = sum(w / PEOPLE * x / mean * math.log(x / mean) for x, w in heads if x)
    whole = sum(granted.values())
    herfindahl = sum((amount / whole) ** 2 for amount in granted.values())
    return [{"value": v} for v in (gaps / (2 * mean * PEOPLE**2), theil, herfindahl)]


def districts(ask):
    rows = ask.rows("""SELECT district_key, count(*), sum(granted) FROM apps
      WHERE stage = 'awarded' AND district_key <> '' GROUP BY district_key ORDER BY district_key""")
    return [{"key": key, "count": count, "granted": amount} for key, count, amount in rows]


def references(ask):
    granted = money_by_land(ask)
    applied = dict(ask.rows("SELECT land, count(*) FROM apps GROUP BY land"))
    whole, number = sum(granted.values()), sum(applied.values())
    return [
        {
            "land": name,
            "money": granted.get(land, 0) / whole,
            "people": INHABITANTS[land] / PEOPLE,
            "applied": applied.get(land, 0) / number,
        }
        for land, name in LAENDER.items()
    ]


def bins(ask):
    totals = [float(total) for (total,) in ask.rows("SELECT total FROM apps WHERE total >= 0")]
    found = []
    for low in range(0, 100, 5):
        count = sum(low <= t < low + 5 or (low + 5 == t == 100) for t in totals)
        found.append({"from": low, "count": count, "share": part(count, len(totals))})
    return found


def agreement(ask):
    """One-way analysis of variance in SQL, n0 for unequal numbers of reviews."""
    groups, count, squares, between, within = ask.rows("""SELECT count(*), sum(n), sum(n * n),
      sum(n * (mean - grand) * (mean - grand)), sum(square - n * mean * mean) FROM (
      SELECT count(*) AS n, avg(total) AS mean, sum(total * total) AS square,
        (SELECT avg(total) FROM reviews WHERE app IN
          (SELECT app FROM reviews GROUP BY app HAVING count(*) > 1)) AS grand
      FROM reviews GROUP BY app HAVING count(*) > 1) AS per_app""")[0]
    groups, count = int(groups), int(count)
    msb, msw = float(between) / (groups - 1), float(within) / (count - groups)
    n0 = (count - int(squares) / count) / (groups - 1)
    single = (msb - msw) / (msb + (n0 - 1) * msw)
    found = [{"value": single}, {"value": (msb - msw) / msb}]
    if 0 < single < 1:
        found += [{"value": k * single / (1 + (k - 1) * single)} for k in (3, 4)]
    return found


def differences(ask):
    mean, most = ask.rows("""SELECT avg(abs(a.total - b.total)), max(abs(a.total - b.total))
      FROM reviews a JOIN reviews b ON a.app = b.app AND a.id < b.id""")[0]
    strong = ask.one("""SELECT 100.0 * sum(CASE WHEN diverges THEN 1 ELSE 0 END) / count(*)
      FROM apps WHERE total IS NOT NULL""")
    return [{"value": mean}, {"value": most}, {"value": strong}]


def points(ask):
    return ask.rows("""SELECT s.code, reviews.app, reviews.reviewer, s.points
      FROM evaluation_score s JOIN reviews ON reviews.id = s.review_id
      WHERE s.points IS NOT NULL ORDER BY reviews.id""")


def by_criterion(ask):
    means = {
        code: (count, mean)
        for code, count, mean in ask.rows("""SELECT s.code, count(*), avg(s.points)
          FROM evaluation_score s JOIN reviews ON reviews.id = s.review_id
          WHERE s.points IS NOT NULL GROUP BY s.code""")
    }
    judged = defaultdict(lambda: defaultdict(list))
    for code, app, _, point in points(ask):
        judged[code][app].append(float(point))
    found = []
    for code, count, mean in ((code, *means[code]) for code in sorted(means)):
        units = [values for values in judged[code].values() if len(values) > 1]
        wide = max(map(len, units))
        table = np.array([values + [np.nan] * (wide - len(values)) for values in units]).T
        alpha = krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal")
        found.append({"code": code, "count": count, "mean": mean, "alpha": alpha})
    return found


def severity(ask):
    rows = ask.rows("""SELECT avg(gap) FROM (SELECT a.reviewer, a.total - (SELECT avg(b.total)
      FROM reviews b WHERE b.app = a.app AND b.id <> a.id) AS gap FROM reviews a) AS gaps
      WHERE gap IS NOT NULL GROUP BY reviewer""")
    means = sorted(float(mean) for (mean,) in rows)
    return [{"gap": quantile(means, step)} for step in (0, 0.25, 0.5, 0.75, 1)]


def quantile(ordered, step):
    """Between two values in proportion, as the schoolbook does."""
    at = step * (len(ordered) - 1)
    low, high = ordered[math.floor(at)], ordered[math.ceil(at)]
    return low + (high - low) * (at - math.floor(at))


def review_counts(ask):
    rows = ask.rows("""SELECT n, count(*) FROM (SELECT count(*) AS n FROM reviews GROUP BY app)
      AS per_app GROUP BY n ORDER BY n""")
    whole = sum(count for _, count in rows)
    planned = ask.version.reviews_per_application
    more = sum(count for n, count in rows if n > planned)
    counts = [*(count for _, count in rows), more]
    return [{"count": count, "share": part(count, whole)} for count in counts]


def correlations(ask):
    by_review = defaultdict(dict)
    for code, app, reviewer, point in points(ask):
        by_review[app, reviewer][code] = float(point)
    found = []
    for a, b in combinations(sorted({code for codes in by_review.values() for code in codes}), 2):
        pairs = [(row[a], row[b]) for row in by_review.values() if a in row and b in row]
        mx, my = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
        sxy = sum((x - mx) * (y - my) for x, y in pairs)
        sxx, syy = sum((x - mx) ** 2 for x, _ in pairs), sum((y - my) ** 2 for _, y in pairs)
        if sxx and syy:
            found.append({"pair": f"{a} und {b}", "value": sxy / math.sqrt(sxx * syy)})
    return sorted(found, key=lambda row: (-row["value"], row["pair"]))[:20]


def variances(ask):
    rows = ask.rows("SELECT app, reviewer, total FROM reviews ORDER BY total, id")
    found = fit((f"a{app}", f"r{who}", float(total)) for app, who, total in rows)
    parts = (found.var_application, found.var_reviewer, found.var_residual)
    return [{"value": value, "share": value / sum(parts)} for value in parts]


RECOMPUTED = {
    **{"B1": per_head, "B2": reached, "B3": by_size, "B4": concentration, "B5": districts},
    **{"B6": references, "C1": bins, "C2": agreement, "C3": differences, "C4": by_criterion},
    **{"C5": severity, "C6": review_counts, "C8": correlations, "C10": variances},
}
