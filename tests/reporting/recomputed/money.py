"""D1 to D9, G1: money."""

from collections import defaultdict
from datetime import date
from fractions import Fraction

from applications.models import Project
from core import clock
from tests.reporting.recomputed.asking import day_of, part


def totals(ask):
    requested, awarded = ask.rows("SELECT sum(requested), sum(granted) FROM apps")[0]
    available, held = ask.rows(
        "SELECT sum(amount), sum(reserved) FROM programmes_budgetyear WHERE call_id = %(call)s"
    )[0]
    return [
        {"amount": requested, "ratio": part(requested, available)},
        {"amount": available, "ratio": 1.0},
        {"amount": held, "ratio": None},
        {"amount": awarded, "ratio": part(awarded, available)},
    ]


def by_year(ask):
    rows = ask.rows("""SELECT year, amount, reserved, committed, amount - reserved - committed
      FROM programmes_budgetyear WHERE call_id = %(call)s ORDER BY year""")
    keys = ("year", "amount", "reserved", "committed", "free")
    return [{**dict(zip(keys, row, strict=True)), "used": part(row[3], row[1])} for row in rows]


def leverage(ask):
    found = []
    for code, name in [*Project.Phase.choices, ("%%", "Insgesamt")]:
        row = ask.rows(f"""SELECT sum(eligible_amount), sum(granted), sum(own_funds),
          sum(other_funds) FROM apps WHERE stage = 'awarded' AND phase LIKE '{code}'""")[0]
        if row[1]:
            keys = ("eligible", "granted", "own", "other")
            values = dict(zip(keys, row, strict=True))
            ratio = (float(row[2]) + float(row[3])) / float(row[1])
            found.append({"group": name, **values, "ratio": ratio})
    return found


def outflow(ask):
    rows = ask.rows("""SELECT b.year, b.amount,
      (SELECT sum(granted) FROM tranches t WHERE t.year = b.year AND NOT t.is_cash),
      (SELECT sum(granted) FROM tranches t WHERE t.year = b.year),
      (SELECT sum(q.amount) FROM awards_paymentrequest q JOIN tranches t ON t.id = q.tranche_id
        WHERE t.year = b.year AND q.status IN ('submitted', 'checked', 'ordered', 'paid')),
      (SELECT sum(y.amount) FROM payments y WHERE substr(CAST(y.paid_on AS text), 1, 4)
        = CAST(b.year AS text)),
      (SELECT sum(granted - paid - returned) FROM tranches t WHERE t.year = b.year)
      FROM programmes_budgetyear b WHERE b.call_id = %(call)s ORDER BY b.year""")
    keys = ("year", "amount", "authorised", "granted", "requested", "paid")
    return [
        {
            **{key: value or 0 for key, value in zip(keys, row, strict=False)},
            "rest": (row[6] or 0) if row[0] < clock.today().year else None,
            "rate": part(row[5] or 0, row[3] or 0),
        }
        for row in rows
    ]


def tranches(ask):
    return ask.rows("""SELECT award, year, granted, ordered, paid, returned FROM tranches
      ORDER BY year, id""")


def s_curve(ask):
    planned = defaultdict(Fraction)
    for _, year, granted, *_ in tranches(ask):
        planned[year] += Fraction(str(granted))
    paid = [
        (day_of(d), Fraction(str(a))) for d, a in ask.rows("SELECT paid_on, amount FROM payments")
    ]
    whole, found = sum(planned.values()), []
    for year in range(min(planned), max(planned) + 1):
        for quarter in range(1, 5):
            plan = sum(v for y, v in planned.items() if y < year) + planned[year] * quarter / 4
            begun = clock.today() >= date(year, 3 * quarter - 2, 1)
            real = sum(a for d, a in paid if (d.year, d.month) <= (year, 3 * quarter))
            found.append(
                {
                    "quarter": f"{quarter}/{year}",
                    "planned": float(plan),
                    "paid": float(real) if begun else None,
                    "planned_share": float(plan / whole),
                    "paid_share": float(real / whole) if begun else None,
                }
            )
    return found


def undrawn(ask):
    sums, awards = defaultdict(Fraction), defaultdict(set)
    for award, year, *parts in tranches(ask):
        granted, ordered, paid, returned = (Fraction(str(value)) for value in parts)
        if granted > ordered + paid + returned:
            age = max(-1, min(3, clock.today().year - year))
            sums[age] += granted - ordered - paid - returned
            awards[age].add(award)
    whole = sum(sums.values())
    return [
        {"projects": len(awards[a]), "amount": float(sums[a]), "share": float(sums[a] / whole)}
        for a in sorted(sums)
    ]


def recovered(ask):
    decided = "('due', 'deferred', 'waiver_proposed', 'waived', 'paid')"
    owed = "('due', 'deferred', 'waiver_proposed')"
    base = """FROM (SELECT r.status, r.amount, coalesce((SELECT sum(p.amount)
      FROM awards_repayment p WHERE p.recovery_id = r.id), 0) AS repaid,
      coalesce((SELECT sum(p.interest) FROM awards_repayment p WHERE p.recovery_id = r.id), 0)
      AS interest FROM awards_recovery r JOIN apps ON apps.award = r.award_id) AS claims"""
    lines = (
        f"SELECT count(*), sum(amount) {base} WHERE status IN {decided}",
        f"SELECT count(*), sum(repaid) {base} WHERE status IN {decided} AND repaid > 0",
        f"SELECT count(*), sum(amount - repaid) {base} WHERE status IN {owed}",
        f"SELECT count(*), sum(amount - repaid) {base} WHERE status = 'waived'",
        f"SELECT count(*), sum(interest) {base} WHERE interest > 0",
        """SELECT count(*), sum(i.amount) FROM awards_interestclaim i
          JOIN payments ON payments.id = i.payment_id WHERE i.status = 'charged'""",
    )
    rows = [ask.rows(line)[0] for line in lines]
    return [{"count": count, "amount": amount or 0} for count, amount in rows]


def by_project(ask):
    projects, this_year = defaultdict(list), clock.today().year
    for award, year, *parts in tranches(ask):
        projects[award].append((year, *(Fraction(str(value)) for value in parts)))
    planned, expected = defaultdict(Fraction), defaultdict(Fraction)
    for rows in projects.values():
        due = sum(row[1] for row in rows if row[0] < this_year)
        drawn = sum(row[3] for row in rows if row[0] < this_year)
        pace, carried = (min(Fraction(1), drawn / due) if due else Fraction(1)), Fraction(0)
        for year, granted, _, paid, returned in rows:
            if year >= this_year:
                left = granted - paid - returned
                flows = pace * (left + carried)
                planned[year] += left
                expected[year] += flows
                carried += left - flows
    return [
        {"year": y, "planned": float(planned[y]), "expected": float(expected[y])}
        for y in sorted(planned)
    ]


def administration(ask):
    paid = defaultdict(Fraction)
    for day, amount in ask.rows("SELECT paid_on, amount FROM payments"):
        paid[day_of(day).year] += Fraction(str(amount))
    costs = dict(
        ask.rows("""SELECT year, sum(amount) FROM reporting_administrationcost
          WHERE call_id = %(call)s GROUP BY year""")
    )
    found = []
    for year in sorted({*paid, *costs}):
        cost = float(costs[year]) if year in costs else None
        ratio = part(cost, paid[year]) if cost is not None else None
        found.append({"year": str(year), "cost": cost, "paid": float(paid[year]), "ratio": ratio})
    whole, spent = float(sum(paid.values())), float(sum(costs.values()))
    return [*found, {"cost": spent, "paid": whole, "ratio": part(spent, whole)}]


RECOMPUTED = {
    **{"D1": totals, "D2": by_year, "D3": leverage, "D4": outflow, "D5": s_curve, "D6": undrawn},
    **{"D7": recovered, "D9": by_project, "G1": administration},
}
