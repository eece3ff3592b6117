"""What arrived in time counts, however long it then waits for a worker (PostgreSQL)."""

import http.client
import json
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import time_machine

from accounts.models import Role
from applications.actions import drafting
from applications.actions.tokens import Access, create_token
from applications.checks.entry import declarations
from applications.models import Application, Submission
from core import clock
from programmes.models import Call
from tests import cast
from tests.applications.complete import fill
from tests.faults.stamping_proxy import stamping_proxy
from tests.faults.web import web

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LEFT = timedelta(seconds=5)  # from now to the deadline
TOWNS, EACH = 4, 10


def drafts(many: int) -> list[Application]:
    """Complete drafts of several towns, to a call whose deadline passed ten days ago."""
    with time_machine.travel(clock.now() - timedelta(days=60)):
        version = cast.open_call(days=50)
        towns = [cast.town(f"Stadt {number}") for number in range(many)]
        return [
            fill(drafting.start_application(version.call, one, by=cast.editor(one))[0])
            for one in towns
        ]


def request_of(application: Application) -> tuple[str, str, str]:
    """Path, token and body of a submission through the API."""
    person = cast.signatory(application.organisation)
    mine = person.memberships.get(organisation=application.organisation, role=Role.SIGNATORY)
    expires = clock.today() + timedelta(days=1)
    _token, secret = create_token(mine, Access("Fachverfahren", ["submit"], expires), by=person)
    body = {"confirmed": list(declarations(application)), "version": application.version}
    return f"/api/v1/antraege/{application.key}/submit/", secret, json.dumps(body)


def send(port: int, wanted: Sequence[str], **headers: str) -> tuple[int, Any]:
    path, secret, body = wanted
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    known = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    connection.request("POST", path, body, {**known, **headers})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def test_forty_requests_that_arrived_in_time_and_were_handled_after_it_are_accepted(
    database_url: str, tmp_path: Any
) -> None:
    *waiting, late = drafts(TOWNS + 1)
    wanted = [request_of(application) for application in waiting for _ in range(EACH)]
    too_late = request_of(late)
    trusted = {"ALLMENDE_TRUSTED_PROXIES": "1"}
    with web(database_url, tmp_path, **trusted) as (port, _pid), stamping_proxy(port) as proxy:
        deadline = clock.now() + LEFT
        Call.objects.update(extended_until=deadline)
        with psycopg.connect(database_url) as busy, ThreadPoolExecutor(len(wanted)) as clients:
            # Nobody is served meanwhile.
            busy.execute("SELECT 1 FROM applications_application FOR UPDATE")
            sent = [clients.submit(send, proxy, one) for one in wanted]
            time.sleep(max(0, (deadline - clock.now()).total_seconds()) + 1)
            assert not Submission.objects.exists()
            busy.rollback()
            answers = [one.result() for one in sent]
        forged = f"t={(deadline - LEFT).timestamp():.3f}"
        refused = [send(proxy, too_late, **{"X-Request-Start": forged}), send(proxy, too_late)]
    assert Counter(status for status, _body in answers) == {200: TOWNS * EACH}
    assert len({body["receipt_number"] for _status, body in answers}) == TOWNS
    assert Submission.objects.filter(received_at__lte=deadline).count() == TOWNS
    assert Submission.objects.count() == TOWNS
    assert [status for status, _body in refused] == [409, 409]
    for _status, body in refused:
        assert "too_late" in {finding["code"] for finding in body["findings"]}
