"""German names of the audited steps that are not workflow steps of a model."""

STEP_NAMES = {
    "add_indicator": "Indikator hinzugefügt",
    "add_interaction": "Wechselwirkung hinzugefügt",
    "add_measure": "Maßnahme hinzugefügt",
    "add_member": "Person hinzugefügt",
    "add_partner": "Partner hinzugefügt",
    "change_indicator": "Indikator geändert",
    "change_interaction": "Wechselwirkung geändert",
    "change_measure": "Maßnahme geändert",
    "change_partner": "Partner geändert",
    "choose_topics": "Handlungsfelder und Herausforderungen gewählt",
    "create_call": "Aufruf angelegt",
    "end_membership": "Rolle beendet",
    "remove_indicator": "Indikator entfernt",
    "remove_interaction": "Wechselwirkung entfernt",
    "remove_measure": "Maßnahme entfernt",
    "remove_partner": "Partner entfernt",
    "save_answer": "Antwort geändert",
    "save_answers": "Erklärungen geändert",
    "save_project": "Vorhaben geändert",
    "start_application": "Antrag begonnen",
}
