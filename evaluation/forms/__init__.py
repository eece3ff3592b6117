"""Input of officers and reviewers -> clean values; nothing is saved here."""
