"""What stands against a step: one function per rule, a module per subject."""
