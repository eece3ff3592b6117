"""How Allmende says no: findings are full German sentences, shown where the error is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One reason why a step is not possible.

    `section` and `field` name the page and the control that the sentence belongs to,
    so that every list of findings can link to the place of the error.
    """

    code: str
    sentence: str
    section: str = ""
    field: str = ""

    def __str__(self) -> str:
        return self.sentence


class RuleViolation(Exception):
    """A step was refused; `findings` holds every reason, not only the first."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(" ".join(finding.sentence for finding in findings))


class EditConflict(Exception):
    """Someone else saved a newer version of the same text; `current` is what is stored now."""

    def __init__(self, current: object) -> None:
        self.current = current
        super().__init__("Die Angaben wurden inzwischen geändert.")
