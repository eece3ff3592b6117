"""F1 to F6: goals, indicators and measures."""

from collections import defaultdict
from fractions import Fraction

from applications.models import Indicator
from core import clock
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


RECOMPUTED = {
    **{"F1": measured, "F2": by_level, "F3": complete, "F4": measures, "F5": by_group},
    **{"F6": by_goal},
}
