"""E1 to E3: how long things take, and what is late."""

from statistics import median

from django.utils.timezone import localtime

from awards.models import ReportDate
from core import clock
from tests.reporting.recomputed.asking import day_of, part
from tests.reporting.recomputed.regional import quantile


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


RECOMPUTED = {"E1": spans, "E2": reports, "E3": checks}
