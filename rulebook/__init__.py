"""The programme's rules as plain Python: a textbook whose examples are run as tests.

Chapters of counting (money, grants, interest, scoring, ranking, receipts, calendar, indicators,
sampling, forecast, distribution, disclosure) need the standard library only. Chapters of
estimating (agreement, calibration, assignment, portfolio) may need numpy and scipy: import them
where they are used, never at web start-up.
"""
