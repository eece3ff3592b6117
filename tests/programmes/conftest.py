"""An officer at the pages of a call, and a draft to work on."""

import pytest

from demo.programme import build_draft_call
from programmes.models import CallVersion
from tests import cast


@pytest.fixture
def draft() -> CallVersion:
    return CallVersion.objects.get(pk=build_draft_call(cast.officer()).pk)


@pytest.fixture
def office(client):
    client.force_login(cast.officer())
    return client
