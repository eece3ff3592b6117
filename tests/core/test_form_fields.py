"""Fields of forms bear whatever is sent."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Organisation
from core.forms import RowsField
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_text_that_no_database_can_hold_names_no_row():
    town = cast.town()
    field = RowsField(queryset=Organisation.objects.all(), to_field_name="key", required=False)
    assert list(field.clean([town.key])) == [town]
    for nasty in (["\ud800"], ["a\x00b"]):
        with pytest.raises(ValidationError):
            field.clean(nasty)
