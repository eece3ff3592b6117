"""Pages of selection (office) and of reviewers."""
