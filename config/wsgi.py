"""The web application; refuses to start on an unsafe deployment."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# A web server runs no system checks by itself, so the refusals are asked here.
from django.db import connections  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from config.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
connections.close_all()  # a connection must not be shared with forked workers

# All pages are loaded once, before workers are forked. What is here now stays as long as the
# process: nothing is gained by looking through it for garbage, and workers go on sharing it.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
