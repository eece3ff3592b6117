"""Settings, URLs, API router: the only place that knows all apps."""
