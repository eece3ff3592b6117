"""The same rows as by hand, written in batches: for thousands of applications.

A test loads the same seed both ways and compares field by field. Left out are mails, and of the
trail everything but the steps of applications, reviews and decisions.
"""
