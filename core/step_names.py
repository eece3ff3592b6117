"""German names of the audited steps that are not workflow steps of a model."""

STEP_NAMES = {
    "add_member": "Person hinzugefügt",
    "create_call": "Aufruf angelegt",
    "end_membership": "Rolle beendet",
    "start_application": "Antrag begonnen",
}
