"""A1 to A11, E4, E5, H1 to H4: who applied and what became of it."""

import math

from accounts.laender import LAENDER
from accounts.models import Organisation
from applications.checks import TITLES
from applications.models import Project
from tests.reporting.recomputed.asking import cents, part

SUCCESS = """SELECT {key}, count(*), sum(CASE WHEN status = 'admitted' THEN 1 ELSE 0 END),
  sum(CASE WHEN stage = 'awarded' THEN 1 ELSE 0 END), sum(requested), sum(granted)
  FROM apps {join} GROUP BY {group}"""
EMERGENCY = """(SELECT count(*) FROM applications_answer n WHERE n.application_id = apps.id
  AND n.code = 'haushaltsnotlage'
  AND CAST(n.value AS text) IN ('"approved"', '"pending"', '"deficits"'))"""
BEFORE = """(SELECT count(*) FROM applications_application b, programmes_callversion v
  WHERE v.id = %(v)s AND b.organisation_id = apps.organisation_id AND b.revises_id IS NULL
  AND b.status NOT IN ('draft', 'awaiting_signature') AND b.submitted_at < v.opens_at)"""


def stages(ask):
    counts = ask.rows("""SELECT count(*), sum(CASE WHEN status = 'withdrawn' THEN 1 ELSE 0 END),
      sum(CASE WHEN status = 'formally_rejected' THEN 1 ELSE 0 END),
      sum(CASE WHEN status = 'admitted' THEN 1 ELSE 0 END), count(total),
      sum(CASE WHEN is_fundable THEN 1 ELSE 0 END),
      sum(CASE WHEN is_fundable AND stage <> 'awarded' THEN 1 ELSE 0 END),
      sum(CASE WHEN stage = 'awarded' THEN 1 ELSE 0 END),
      sum(CASE WHEN stage = 'rejected' THEN 1 ELSE 0 END) FROM apps""")[0]
    return [{"count": count, "share": part(count, counts[0])} for count in counts]


def success(ask, key, names, join=""):
    found = {row[0]: row for row in ask.rows(SUCCESS.format(key=key, group=key, join=join))}
    whole = ask.rows(SUCCESS.format(key="'all'", group="1", join=""))
    ordered = [(name, found[code]) for code, name in names.items() if code in found]
    return [
        {
            "group": name,
            "applications": row[1],
            "admitted": row[2],
            "awarded": row[3],
            "rate": part(row[3], row[1]),
            "requested": row[4],
            "granted": row[5],
            "money_rate": part(row[5], row[4]),
        }
        for name, row in [*ordered, *(("Insgesamt", row) for row in whole)]
    ]


def by_topic(ask):
    fields = dict(
        ask.rows("""SELECT code, name FROM programmes_topic WHERE call_version_id = %(v)s
          AND kind = 'action_field' ORDER BY position, id""")
    )
    return success(
        ask, "t.code", fields, "JOIN applications_chosentopic t ON t.application_id = apps.id"
    )


def reasons(ask):
    rows = dict(
        ask.rows("""SELECT r.code, count(*) FROM applications_checkresult r
          JOIN applications_formalcheck f ON f.id = r.formal_check_id
          JOIN apps ON apps.id = f.application_id AND apps.status = 'formally_rejected'
          WHERE r.verdict = 'not_met' GROUP BY r.code""")
    )
    whole = ask.one("SELECT count(*) FROM apps WHERE status = 'formally_rejected'")
    return [
        {"reason": TITLES[code], "count": rows[code], "share": part(rows[code], whole)}
        for code in TITLES
        if code in rows
    ]


def scores(ask):
    groups = ("stage = 'awarded'", "stage = 'rejected'", "total IS NOT NULL")
    found = []
    for where in groups:
        n, mean, square, low, high = ask.rows(f"""SELECT count(total), avg(total),
          avg(total * total), min(total), max(total) FROM apps WHERE total IS NOT NULL AND {where}
          """)[0]
        if n:
            spread = math.sqrt(float(square) - float(mean) ** 2)
            found.append({"count": n, "mean": mean, "sd": spread, "low": low, "high": high})
    return found


def distance(ask):
    rows = ask.rows("""SELECT total - (SELECT min(total) FROM apps WHERE stage = 'awarded'),
      CASE WHEN stage = 'awarded' THEN 1 ELSE 0 END FROM apps WHERE total IS NOT NULL""")
    steps = sorted({int(float(gap) // 5) * 5 for gap, _ in rows})
    return [
        {
            "from": low,
            "to": low + 5,
            "count": sum(low <= float(gap) < low + 5 for gap, _ in rows),
            "awarded": sum(won for gap, won in rows if low <= float(gap) < low + 5),
        }
        for low in steps
    ]


def supplements(ask):
    asked, with_one, answered, late = ask.rows("""SELECT count(*), count(DISTINCT apps.id),
      count(s.answer_id), coalesce(sum(CASE WHEN s.answer_id IS NOT NULL AND s.is_late THEN 1
      ELSE 0 END), 0) FROM applications_supplementrequest s
      JOIN apps ON apps.id = s.application_id""")[0]
    whole = ask.one("SELECT count(*) FROM apps")
    shares = (None, part(with_one, whole), part(answered, asked), part(late, asked))
    counts = (asked, with_one, answered, late)
    return [{"count": count, "share": share} for count, share in zip(counts, shares, strict=True)]


def drop_out(ask):
    furthest = ask.rows("""SELECT CASE
      WHEN a.status NOT IN ('draft', 'awaiting_signature') THEN 6
      WHEN a.status <> 'draft' THEN 5
      WHEN EXISTS (SELECT 1 FROM applications_planline l JOIN applications_planamount m
        ON m.line_id = l.id AND m.amount > 0 WHERE l.application_id = a.id) THEN 4
      WHEN EXISTS (SELECT 1 FROM applications_indicator i WHERE i.application_id = a.id) THEN 3
      WHEN EXISTS (SELECT 1 FROM applications_measure m WHERE m.application_id = a.id) THEN 2
      WHEN EXISTS (SELECT 1 FROM applications_project p WHERE p.application_id = a.id
        AND p.title <> '') THEN 1 ELSE 0 END
      FROM applications_application a WHERE a.call_version_id = %(v)s AND a.revises_id IS NULL""")
    counts = [sum(step >= place for (step,) in furthest) for place in range(7)]
    return [
        {"count": count, "share": part(count, counts[0]), "lost": count - following}
        for count, following in zip(counts, [*counts[1:], counts[-1]], strict=True)
    ]


def by_land(ask):
    rows = {
        row[0]: row
        for row in ask.rows("""SELECT land, count(*),
          sum(CASE WHEN stage = 'awarded' THEN 1 ELSE 0 END), sum(granted) FROM apps GROUP BY land
          UNION ALL SELECT 'all', count(*),
          sum(CASE WHEN stage = 'awarded' THEN 1 ELSE 0 END), sum(granted) FROM apps""")
    }
    return [
        {"land": name, "applications": row[1], "awarded": row[2], "granted": row[3] or 0}
        for key, name in [*LAENDER.items(), ("all", "Insgesamt")]
        for row in [rows.get(key, (key, 0, 0, 0))]
    ]


def criteria(ask):
    rows = ask.rows("""SELECT c.code, c.name, g.name, c.weight FROM programmes_criterion c
      JOIN programmes_criteriongroup g ON g.id = c.group_id
      WHERE c.call_version_id = %(v)s ORDER BY c.position, c.id""")
    keys = ("code", "criterion", "group", "weight")
    return [dict(zip(keys, row, strict=True)) for row in rows]


def awards(ask):
    rows = ask.rows("""SELECT land, applicant, funding_code, title, granted FROM apps
      WHERE stage = 'awarded'""")
    order = list(LAENDER)
    rows.sort(key=lambda row: (order.index(row[0]), row[1], row[2]))
    return [
        {"land": LAENDER[land], "applicant": name, "code": code, "title": title, "amount": amount}
        for land, name, code, title, amount in rows
    ]


SIZES = dict(Organisation.SizeClass.choices) | {"": "Landkreis oder Zweckverband"}
HALVES = "CASE WHEN {} > 0 THEN 1 ELSE 0 END"


def by_constituency(ask):
    found = {}
    for keys, granted in ask.rows("""SELECT o.constituencies, apps.granted FROM apps
      JOIN accounts_organisation o ON o.id = apps.organisation_id WHERE apps.stage = 'awarded'"""):
        for key in (keys or "").strip("|").split("|"):
            if key:
                found.setdefault(int(key), []).append(cents(granted))
    return [
        {"constituency": str(key), "count": len(found[key]), "granted": sum(found[key])}
        for key in sorted(found)
    ]


RECOMPUTED = {
    "A1": stages,
    "A2": lambda ask: success(ask, "land", LAENDER),
    "A3": lambda ask: success(ask, "size_class", SIZES),
    "A4": lambda ask: success(ask, "phase", dict(Project.Phase.choices)),
    "A5": by_topic,
    "A6": lambda ask: success(ask, "kind", dict(Organisation.Kind.choices)),
    "A7": reasons,
    "A8": scores,
    "A9": lambda ask: success(
        ask, HALVES.format(BEFORE), {0: "Erstmals", 1: "Schon früher beantragt"}
    ),
    "A10": lambda ask: success(
        ask,
        HALVES.format(EMERGENCY),
        {1: "Haushaltsnotlage erklärt", 0: "Keine Haushaltsnotlage"},
    ),
    "A11": distance,
    "E4": supplements,
    "E5": drop_out,
    "H1": by_land,
    "H2": criteria,
    "H3": awards,
    "H4": by_constituency,
}
