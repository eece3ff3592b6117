"""Every write of this app, a module per subject."""

from awards.actions.awarding import approve_award, co_sign_award, code_of, write_check_note

__all__ = ["approve_award", "co_sign_award", "code_of", "write_check_note"]
