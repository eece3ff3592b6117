"""Input about awards, a module per subject; nothing is saved here."""

from awards.forms.decisions import DecisionFilterForm, LetterFilterForm, NoteForm, ProposalForm

__all__ = ["DecisionFilterForm", "LetterFilterForm", "NoteForm", "ProposalForm"]
