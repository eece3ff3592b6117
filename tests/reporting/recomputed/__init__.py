"""Every figure a second time: plain SQL and schoolbook formulas, nothing of `reporting`."""
