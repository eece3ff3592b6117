"""F1 to F8: goals, indicators and measures."""

from collections import defaultdict
from fractions import Fraction

from applications.models import Indicator
from core import clock
from programmes.models import GoalSystem
from tests.reporting.recomputed.asking import day_of, part


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
    for _, award, *_, baseline, target, rising, target_on, starts_on, actual, on in rows:
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
        found.append((min(max(reached, 0), 120), reached >= 90 * time, award))
    if not found:
        return None
    track = sum(kept for _, kept, _ in found)
    return {
        "projects": len({award for *_, award in found}),
        "indicators": len(found),
        "mean": float(sum(value for value, *_ in found) / len(found)),
        "on_track": track,
        "share": track / len(found),
    }


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


def goal_means(ask):
    """The rule of the catalogue by hand: values put together, then core indicators and parts."""
    reported = {row[0]: row for row in indicators(ask) if row[10] is not None}
    of_code = defaultdict(list)
    for key, code in ask.rows("""SELECT i.id, k.code FROM awards_agreedindicator i
      JOIN apps ON apps.award = i.award_id
      JOIN programmes_catalogueindicator k ON k.id = i.catalogue_id"""):
        if key in reported:
            of_code[code].append(reported[key])
    edition = GoalSystem.objects.of_call(ask.version).pk
    goals = ask.rows(f"""SELECT id, code, parent_id FROM programmes_goal
      WHERE goal_system_id = {edition} ORDER BY position, id""")
    known = ask.rows(
        "SELECT goal_id, code, aggregation, rising, is_core FROM programmes_catalogueindicator"
    )

    def core(goal):
        return [
            value
            for of, code, rule, rising, is_core in known
            if of == goal and is_core and of_code[code]
            for value in [together(rule, rising, of_code[code])]
        ]

    found = []
    for goal, *_ in goals:
        below = [core(other) for other, _, above in goals if above == goal]
        parts = core(goal) + [sum(part) / len(part) for part in below if part]
        inside = {goal, *(other for other, _, above in goals if above == goal)}
        codes = [c for of, c, *_ in known if of in inside and of_code[c]]
        found.append(
            {
                "projects": len({row[1] for c in codes for row in of_code[c]}),
                "indicators": len(codes),
                "mean": float(sum(parts) / len(parts)) if parts else None,
            }
        )
    return found


def together(rule, rising, rows):
    """Attainment of an indicator over all projects, 0 to 120."""
    values = [[Fraction(str(row[place])) for place in (5, 6, 10)] for row in rows]
    if rule != "none":
        values = [[sum(column) for column in zip(*values, strict=True)]]  # a mean is their sum / n
    reached = []
    for b, t, a in values:
        if t == b:
            reached.append(100 if (a >= t if rising else a <= t) else 0)
        else:
            reached.append(100 * (a - b) / (t - b))
    reached = [min(max(one, 0), 120) for one in reached]
    return Fraction(sum(reached)) / len(reached)


def lasting(ask):
    """The latest report handed in that tells each thing, picked by the database."""
    projects, found = ask.one("SELECT count(*) FROM apps WHERE stage = 'awarded'"), []

    def told(name):
        empty = "''" if name == "continuation" else "-1"
        given = f"coalesce({{0}}.{name}, {empty}) <> {empty}"
        rows = ask.rows(f"""SELECT r.{name} FROM awards_report r
          JOIN awards_reportdate d ON d.id = r.duty_id JOIN apps ON apps.award = d.award_id
          WHERE r.submitted_at IS NOT NULL AND {given.format("r")} AND d.period_until = (
            SELECT max(e.period_until) FROM awards_report q
            JOIN awards_reportdate e ON e.id = q.duty_id WHERE e.award_id = d.award_id
            AND q.submitted_at IS NOT NULL AND {given.format("q")})""")
        return [value for (value,) in rows]

    for name in ("posts_planned", "posts_filled", "transfers"):
        values = told(name)
        total = float(sum(values)) if values else None
        found.append((len(values), total))
    answers = told("continuation")
    found += [(answers.count(code), None) for code in ("whole", "part", "none", "open")]
    rows = [{"projects": n, "share": part(n, projects), "value": value} for n, value in found]
    return rows if any(row["projects"] for row in rows) else []


RECOMPUTED = {
    **{"F1": measured, "F2": by_level, "F3": complete, "F4": measures, "F5": by_group},
    **{"F6": by_goal, "F7": goal_means, "F8": lasting},
}
