"""Every write of this app, by subject; import the module you need."""
