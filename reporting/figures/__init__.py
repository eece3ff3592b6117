"""The figures of the evaluation report, each defined once: see `catalogue.FIGURES`."""
