"""Pages about decisions, notices and funded projects."""
