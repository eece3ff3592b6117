"""Sealed letters moved from the app of awards to core: the same bytes, there and back."""

import pytest

from core.models import SealedLetter
from core.snapshots import freeze
from tests import cast
from tests.migrating import migrated_back_to

BEFORE = [("awards", "0015_say_what_lasts"), ("core", "0006_erasing_after_retention")]


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_sealed_letter_keeps_its_bytes_there_and_back():
    snapshot = freeze(cast.town(), "award_notice", {"text": "Bewilligt."})
    facts = {"title": "Bescheid", "content": b"%PDF-", "sha256": "a" * 64, "sealed_by": "CN=Bund"}
    SealedLetter.objects.create(snapshot=snapshot, certificate_sha256="b" * 64, **facts)
    known = SealedLetter.objects.values(*facts, "key", "sealed_at", "snapshot").get()
    with migrated_back_to(*BEFORE) as old:
        letters = old.get_model("awards", "SealedLetter").objects
        assert letters.values(*facts, "key", "sealed_at", "snapshot").get() == known
    assert SealedLetter.objects.values(*facts, "key", "sealed_at", "snapshot").get() == known
