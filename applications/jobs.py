"""Work done each day; every function may run again."""

from applications.actions.reminders import remind_of_deadlines


def remind() -> None:
    """Remind of deadlines 14, 3 and 1 days before."""
    remind_of_deadlines()
