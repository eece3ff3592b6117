"""NUL in what a browser sends beside the form: PostgreSQL would refuse it, nobody gets a 500."""

import pytest
from django.conf import settings

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/foerderaufrufe/%00/", 404),
        ("/programm/eingang/?q=%00&sort=%00&page=%00", 200),
        ("/api/v1/antraege/%00/", 404),
    ],
)
def test_nul_in_an_address_or_query_names_nothing(client, address, status) -> None:
    client.force_login(cast.officer())
    assert client.get(address).status_code == status


def test_nul_in_a_cookie_is_nobodys_session(client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "a\x00b"
    assert client.get("/kommune/").status_code == 302
