"""Data sets for research: tables, protection, package."""
