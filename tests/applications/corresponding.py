"""A question of the municipality, the office's answer, and the pages of both."""

import pytest
from django.db import transaction
from django.urls import reverse

from applications.actions.correspondence import answer_conversation, begin_conversation
from applications.checks.correspondence import Words
from applications.models import Message
from core.refusals import RuleViolation
from tests import cast
from tests.applications.drafts import signed_in


def asked(application, text="Dürfen wir zwei Monate später beginnen?", **more) -> Message:
    words = Words(text, **more)
    return begin_conversation(application, "Beginn", words, by=cast.editor())


def replied(message, text="Ja, ohne Antrag.", **more) -> Message:
    return answer_conversation(message.conversation, Words(text, **more), by=cast.officer())


def page(person, name, *parts) -> str:
    return signed_in(person).get(reverse(name, args=parts)).content.decode()


def refused(act) -> str:
    with pytest.raises(RuleViolation) as refusal, transaction.atomic():
        act()
    return str(refusal.value)
