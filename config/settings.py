"""Settings: all from the environment, safe by default; docs/operations/settings.md lists them.

`ALLMENDE_MODE=demo` is for one machine: loopback, plain cookies, a key kept in var/.
Anything else is production and refuses to start without SECRET_KEY and ALLOWED_HOSTS.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from config.database import database
from config.demo_key import kept_secret_key
from config.logs import logging_tree
from config.menu import APPLICATION_TABS, INBOX_TABS, LAST_ROUND, MENU, MENU_ALSO
from config.rest import SPECTACULAR, rest_framework
from config.storage import storages

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("ALLMENDE_VAR", default=str(BASE_DIR / "var")))
NODE_MODULES = BASE_DIR / "node_modules"
ALLMENDE_MODE = env("ALLMENDE_MODE", default="production")
DEMO = ALLMENDE_MODE == "demo"
# Our matrices are small: threads of the algebra library would wait for each other, and their sums
# would depend on how many there are. It reads this when it is first imported, later than here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# --- Safety -------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
KEY_IS_OURS = DEMO and "SECRET_KEY" not in env.ENVIRON
SECRET_KEY = kept_secret_key(VAR_DIR) if KEY_IS_OURS else env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOOPBACK if DEMO else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies of our own stand in front; 0 means X-Forwarded-* headers are not believed.
TRUSTED_PROXIES = env.int("ALLMENDE_TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
]  # asked by machines inside the data centre
SECURE_HSTS_SECONDS = 0 if DEMO else env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_NAME = "sessionid" if DEMO else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if DEMO else "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Long enough for a working day: nobody signs in again, and hashes again, just before a deadline.
SESSION_COOKIE_AGE = env.int("ALLMENDE_SESSION_SECONDS", default=12 * 3600)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- Parts --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "demo",
    "reporting",
    "awards",
    "evaluation",
    "applications",
    "programmes",
    "accounts",
    "core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "core.arrival.stamp_arrival",
    "config.logs.log_request",
    "config.headers.answer_head",
    "config.headers.replace_nul",
    *(["django.middleware.gzip.GZipMiddleware"] if DEMO else []),  # in production nginx does it
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.headers.add_headers",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "awards.views.reading.log_reading",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"i18n": "core.templatetags.words"},  # Django's, and quicker in tables
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.pages.frame",
            ],
        },
    }
]

FORM_RENDERER = "core.rendering.KernForms"
SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # the library i18n is replaced on purpose

# --- Database and cache -------------------------------------------------------------------------
DATABASES = {"default": database(env, VAR_DIR)}
# One cache for all processes: a rate limit counted per process limits nothing.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    # Tables as HTML: too large for a row, and gone with the process, so never older than the code.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 12},  # about 2 MB each
    },
}

# --- Signing in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ["email"]},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": env("ALLMENDE_LOGIN_RATE", default="30/m/ip"),
    "login_failed": env("ALLMENDE_LOGIN_FAILED_RATE", default="10/m/ip,5/5m/key"),
    "receipt_check": env("ALLMENDE_RECEIPT_CHECK_RATE", default="30/m/ip"),
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Allmende"
# A list of OpenID Connect providers as JSON (BundID, Mein Unternehmenskonto, Keycloak).
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.json("ALLMENDE_OIDC_APPS", default=[])}}
SOCIALACCOUNT_LOGIN_ON_GET = False

# --- API ----------------------------------------------------------------------------------------
REST_FRAMEWORK = rest_framework(env)
SPECTACULAR_SETTINGS = SPECTACULAR

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = None if DEMO else VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("kern", NODE_MODULES / "@kern-ux/native/dist"),
    ("fira-sans", NODE_MODULES / "@fontsource/fira-sans"),
    ("htmx", NODE_MODULES / "htmx.org/dist"),
]
WHITENOISE_USE_FINDERS = DEMO
STORAGES = storages(env, VAR_DIR, demo=DEMO)

# --- Mail, jobs, logs ---------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
if DEMO:
    EMAIL_BACKEND = "core.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("ALLMENDE_MAIL_FROM", default="allmende@localhost")
# A job whose worker has shown no sign of life for this long is given to another worker.
ALLMENDE_JOB_LEASE_SECONDS = env.int("ALLMENDE_JOB_LEASE_SECONDS", default=60)
ALLMENDE_JOB_ATTEMPTS = env.int("ALLMENDE_JOB_ATTEMPTS", default=3)
ALLMENDE_CLAMD = env("ALLMENDE_CLAMD", default="")  # host:port of a virus scanner
ALLMENDE_DAILY_JOBS = ["applications.jobs.remind", "awards.jobs.follow_up"]
ALLMENDE_DAILY_JOBS += ["reporting.jobs.remind_of_surveys", "reporting.jobs.prepare_all"]
ALLMENDE_DATA = env("ALLMENDE_DATA", default="")
LOGGING = logging_tree(level=env("ALLMENDE_LOG_LEVEL", default="INFO"), quote_exceptions=DEMO)
# What pages say about the programme; only a real authority calls its site official.
ALLMENDE_PROGRAMME_NAME = env(
    "ALLMENDE_PROGRAMME_NAME", default="Bundesprogramm Digitale Städte und Regionen"
)
ALLMENDE_SOURCE_URL = env("ALLMENDE_SOURCE_URL", default="")
ALLMENDE_OFFICIAL_SITE = env.bool("ALLMENDE_OFFICIAL_SITE", default=False)
ALLMENDE_HELP_CONTACT = {
    "phone": env("ALLMENDE_HELP_PHONE", default="030 000000-0"),
    "hours": env("ALLMENDE_HELP_HOURS", default="Montag bis Freitag 9 bis 16 Uhr"),
    "email": env("ALLMENDE_HELP_EMAIL", default="hilfe@allmende.example"),
}
# The Land of the office, whose holidays count when it answers, pays and sets deadlines.
ALLMENDE_OFFICE_LAND = env("ALLMENDE_OFFICE_LAND", default="BE")
# The account that payment files pay from.
ALLMENDE_PAYER = {
    "name": env("ALLMENDE_PAYER_NAME", default="Kasse der Programmstelle"),
    "iban": env("ALLMENDE_PAYER_IBAN", default="DE89370400440532013000" if DEMO else ""),
    "bic": env("ALLMENDE_PAYER_BIC", default=""),
}
# The certificate (PKCS #12) that seals notices; without one nothing is sealed.
ALLMENDE_SEAL = {
    "certificate": env("ALLMENDE_SEAL_CERTIFICATE", default=""),
    "passphrase": env("ALLMENDE_SEAL_PASSPHRASE", default=""),
}
ALLMENDE_MENU = MENU
ALLMENDE_MENU_ALSO = MENU_ALSO
ALLMENDE_APPLICATION_TABS = APPLICATION_TABS
ALLMENDE_INBOX_TABS = INBOX_TABS
ALLMENDE_LAST_ROUND = LAST_ROUND
