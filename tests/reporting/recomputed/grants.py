"""D1 to D9, E1 to E3, F1 to F5, G1: money, time and goals."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from statistics import median

from django.utils.timezone import localtime

from applications.models import Indicator, Project
from awards.models import ReportDate
from core import clock
from tests.reporting.recomputed.asking import part
from tests.reporting.recomputed.regional import quantile


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


def day_of(value):
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return localtime(value).date() if hasattr(value, "hour") else value


def spans(ask):
    """The moments through Django's own types, the arithmetic by hand."""
    from awards.models import Amendment, AwardNotice, FinalNotice, Payment
    from evaluation.models import FundingDecision

    mine = {"application__call_version": ask.version}
    decided = FundingDecision.objects.filter(
        **{f"candidacy__{key}": value for key, value in mine.items()}, approved_at__isnull=False
    )
    deadline = localtime(ask.version.closes_at).date()
    of_award = {"award__decision__candidacy__application__call_version": ask.version}
    pairs = [
        [(deadline, d.approved_at) for d in decided],
        [
            (n.award.decision.approved_at, n.sent_on)
            for n in AwardNotice.objects.filter(number=1, **of_award)
        ],
        [
            (p.request.submitted_at, p.paid_on)
            for p in Payment.objects.filter(
                paid_on__isnull=False, **{f"request__{k}": v for k, v in of_award.items()}
            )
        ],
        [
            (a.submitted_at, a.decided_at)
            for a in Amendment.objects.filter(**of_award)
            if a.submitted_at and a.decided_at
        ],
        None,
        [
            (n.check_of.submission.received_at, n.sent_on)
            for n in FinalNotice.objects.filter(**of_award)
        ],
    ]
    found = []
    for moments in pairs:
        if moments is None:
            found.append(None)
        elif moments:
            days = sorted((day_of(b) - day_of(a)).days for a, b in moments)
            row = {"count": len(days), "median": median(days), "p90": quantile(days, 0.9)}
            found.append(row)
    return found


def reports(ask):
    found = []
    for kind, name in ReportDate.Kind.choices:
        planned, due, late, received = ask.rows(f"""SELECT count(*),
          sum(CASE WHEN due_on <= '{clock.today()}' THEN 1 ELSE 0 END),
          sum(CASE WHEN due_on < '{clock.today()}' AND received_on IS NULL THEN 1 ELSE 0 END),
          count(received_on) FROM awards_reportdate r JOIN apps ON apps.award = r.award_id
          WHERE r.kind = '{kind}'""")[0]
        if planned:
            counts = {"planned": planned, "due": due, "late": late, "received": received}
            found.append({"kind": name, **counts, "share": part(late, due)})
    return found


def checks(ask):
    rows = ask.rows("""SELECT k.cursory_due_on, k.in_depth_due_on, n.sent_on, (SELECT max(e.at)
      FROM core_auditevent e WHERE e.record_type = 'awards.proofcheck' AND e.record_key = k.key
      AND e.step = 'propose') FROM awards_proofcheck k
      JOIN awards_reportsubmission s ON s.id = k.submission_id
      JOIN awards_report r ON r.id = s.report_id JOIN awards_reportdate d ON d.id = r.duty_id
      JOIN apps ON apps.award = d.award_id LEFT JOIN awards_finalnotice n ON n.check_of_id = k.id
      WHERE k.status <> 'superseded'""")
    found = []
    for due, done in ((0, 3), (1, 2)):
        known = [(day_of(row[due]), row[done] and day_of(row[done])) for row in rows]
        good = sum(end is not None and end <= limit for limit, end in known)
        late = sum((end or clock.today()) > limit for limit, end in known)
        share = part(good, good + late)
        counts = {"proofs": len(known), "in_time": good, "late": late, "share": share}
        found.append({**counts, "going_on": len(known) - good - late})
    return found if rows else []


def indicators(ask):
    """Agreed values with the actual value of the latest period handed in."""
    rows = ask.rows("""SELECT i.id, apps.award, apps.id, apps.kind, i.level, i.baseline, i.target,
      i.rising, i.target_on, w.starts_on, (SELECT m.actual FROM awards_measurement m
        JOIN awards_report r ON r.id = m.report_id AND r.submitted_at IS NOT NULL
        JOIN awards_reportdate d ON d.id = r.duty_id
        WHERE m.indicator_id = i.id AND m.actual IS NOT NULL ORDER BY d.period_until DESC LIMIT 1),
      (SELECT max(d.period_until) FROM awards_measurement m
        JOIN awards_report r ON r.id = m.report_id AND r.submitted_at IS NOT NULL
        JOIN awards_reportdate d ON d.id = r.duty_id
        WHERE m.indicator_id = i.id AND m.actual IS NOT NULL)
      FROM awards_agreedindicator i JOIN apps ON apps.award = i.award_id
      JOIN awards_award w ON w.id = i.award_id ORDER BY i.id""")
    return rows


def measured(ask):
    rows = indicators(ask)
    groups = [(name, [r for r in rows if r[4] == code]) for code, name in Indicator.Level.choices]
    return [
        {
            "level": name,
            "projects": len({r[1] for r in group}),
            "indicators": len(group),
            "measured": sum(r[10] is not None for r in group),
            "share": part(sum(r[10] is not None for r in group), len(group)),
        }
        for name, group in [*groups, ("Insgesamt", rows)]
        if group
    ]


def attainment(rows):
    found = []
    for *_, baseline, target, rising, target_on, starts_on, actual, on in (r[5:] for r in rows):
        if actual is None:
            continue
        b, t, a = (Fraction(str(value)) for value in (baseline, target, actual))
        if t == b:
            reached = 100 if (a >= t if rising else a <= t) else 0
        else:
            reached = 100 * (a - b) / (t - b)
        whole = (day_of(target_on) - day_of(starts_on)).days
        passed = (day_of(on) - day_of(starts_on)).days
        time = min(max(Fraction(passed, whole), 0), 1) if whole > 0 else 1
        found.append((min(max(reached, 0), 120), reached >= 90 * time))
    if not found:
        return None
    track = sum(kept for _, kept in found)
    mean = float(sum(value for value, _ in found) / len(found))
    return {"indicators": len(found), "mean": mean, "on_track": track, "share": track / len(found)}


def by_level(ask):
    rows = indicators(ask)
    groups = [[r for r in rows if r[4] == code] for code, _ in Indicator.Level.choices]
    return [found for group in [*groups, rows] if (found := attainment(group))]


def by_group(ask):
    from accounts.models import Organisation

    rows, found = indicators(ask), []
    fields = ask.rows("""SELECT code FROM programmes_topic WHERE call_version_id = %(v)s
      AND kind = 'action_field' ORDER BY position, id""")
    for (code,) in fields:
        members = {
            app
            for (app,) in ask.rows(
                f"SELECT application_id FROM applications_chosentopic WHERE code = '{code}'"
            )
        }
        found.append(attainment([r for r in rows if r[2] in members]))
    found += [attainment([r for r in rows if r[3] == kind]) for kind in Organisation.Kind.values]
    return [row for row in found if row]


def by_goal(ask):
    rows, found = {row[0]: row for row in indicators(ask)}, []
    groups = defaultdict(list)
    for key, code, goal, name in ask.rows("""SELECT i.id, k.code, g.name, k.name
      FROM awards_agreedindicator i JOIN apps ON apps.award = i.award_id
      LEFT JOIN programmes_catalogueindicator k ON k.id = i.catalogue_id
      LEFT JOIN programmes_goal g ON g.id = k.goal_id"""):
        groups[code or "~", goal, name].append(rows[key])
    for (code, goal, name), group in sorted(groups.items(), key=lambda entry: entry[0][0]):
        if reached := attainment(group):
            words = {"goal": goal, "indicator": f"{code} {name}"} if goal else {"indicator": ""}
            found.append({**words, **reached})
    return found


def complete(ask):
    projects = ask.one("SELECT count(*) FROM apps WHERE stage = 'awarded'")
    agreed = ask.one(
        "SELECT count(DISTINCT i.award_id) FROM awards_agreedindicator i "
        "JOIN apps ON apps.award = i.award_id"
    )
    whole = ask.one("""SELECT count(*) FROM apps WHERE stage = 'awarded'
      AND EXISTS (SELECT 1 FROM awards_agreedindicator i WHERE i.award_id = apps.award
        AND i.level = 'output')
      AND EXISTS (SELECT 1 FROM awards_agreedindicator i WHERE i.award_id = apps.award
        AND i.level = 'outcome')
      AND NOT EXISTS (SELECT 1 FROM awards_agreedindicator i WHERE i.award_id = apps.award
        AND (i.baseline IS NULL OR i.baseline_on IS NULL OR trim(i.source) = ''))""")
    return [{"count": n, "share": part(n, projects)} for n in (projects, agreed, whole)]


def measures(ask):
    today = clock.today()
    sql = """SELECT {key}, count(*), sum(CASE WHEN m.open_source THEN 1 ELSE 0 END),
      sum(CASE WHEN m.starts_on IS NULL OR m.starts_on > '{today}' THEN 1 ELSE 0 END),
      sum(CASE WHEN m.starts_on <= '{today}' AND m.ends_on < '{today}' THEN 1 ELSE 0 END)
      FROM applications_measure m JOIN apps ON apps.id = m.application_id
      AND apps.stage = 'awarded' GROUP BY {group}"""
    rows = {row[0]: row for row in ask.rows(sql.format(key="m.topic_code", group="1", today=today))}
    whole = ask.rows(sql.format(key="'all'", group="1", today=today))
    fields = ask.rows("""SELECT code FROM programmes_topic WHERE call_version_id = %(v)s
      AND kind = 'action_field' ORDER BY position, id""")
    return [
        {
            **{"count": n, "open_source": free, "share": part(free, n), "ahead": ahead},
            **{"over": over, "running": n - ahead - over},
        }
        for _, n, free, ahead, over in [*(rows[c] for (c,) in fields if c in rows), *whole]
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
    **{"D7": recovered, "D9": by_project, "E1": spans, "E2": reports, "E3": checks},
    **{"F1": measured, "F2": by_level, "F3": complete, "F4": measures, "F5": by_group},
    **{"F6": by_goal},
    **{"G1": administration},
}
