"""The ministry's overview and the evaluation report."""
