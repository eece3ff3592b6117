"""One call with all its applications, batch by batch."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.models import prefetch_related_objects

from demo.cases import Case
from demo.fates import DRAFTS
from demo.in_bulk import checks, submissions
from demo.in_bulk.decisions import write_decisions, write_ranking
from demo.in_bulk.drafts import Desk, write_drafts
from demo.in_bulk.results import Verdict, verdicts_of
from demo.in_bulk.reviews import Reviewing
from demo.in_bulk.trail import Trail
from demo.play import Play
from evaluation.scores import yardstick
from programmes.models import ReceiptCounter

BATCH = 250


def write_round(play: Play, desk: Desk, cases: Sequence[Case]) -> None:
    """Store all cases of a call with what became of them."""
    prefetch_related_objects([play.version], "criteria", "criterion_groups")
    rules = yardstick(play.version)
    in_order: list[Verdict] = []
    if play.round.is_decided:
        in_order, standings = verdicts_of(play, cases, rules)
    verdicts = {verdict.case.number: verdict for verdict in in_order}
    with garbage_left_alone():
        for start in range(0, len(cases), BATCH):
            trail = Trail()
            reviewing = Reviewing(play, rules, verdicts, trail)
            write_batch(play, desk, cases[start : start + BATCH], reviewing)
            trail.store()
            gc.collect()
    last = desk.next_serial - 1
    programme = play.version.call.programme
    ReceiptCounter.objects.update_or_create(programme=programme, defaults={"last": last})
    if play.round.is_decided:
        write_ranking(play, standings)
        write_decisions(play, in_order)


@contextmanager
def garbage_left_alone() -> Iterator[None]:
    """Look for garbage between batches only: among so many young rows it costs a fifth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def write_batch(play: Play, desk: Desk, cases: Sequence[Case], reviewing: Reviewing) -> None:
    """Store a batch from first draft to last review, with its trail."""
    written = write_drafts(play, desk, cases)
    handed_in = submissions.write_submissions(desk, written)
    checks.write_checks(play, handed_in)
    reviewing.write(handed_in)
    drafts = [(case, one) for case, one in written if case.fate in DRAFTS]
    for case, application in [*handed_in, *drafts]:
        steps = [
            *submissions.steps_of(play, desk, case, application),
            *checks.steps_of(play, desk, case, application),
        ]
        reviewing.trail.add(application, steps)
