"""Django's settings, made from the installation's table (`environment.py`).  Nothing is read from anywhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from samrit.config import environment, logging
from samrit.web import assets

INSTALLATION = environment.read()
PACKAGE = Path(__file__).parents[1]

SECRET_KEY = INSTALLATION.secret_key
DEBUG = False
ALLOWED_HOSTS = list(INSTALLATION.hosts)
ROOT_URLCONF = "samrit.config.urls"
WSGI_APPLICATION = "samrit.config.wsgi.application"
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
LANGUAGE_CODE = INSTALLATION.language
LANGUAGES = [("th", "ไทย"), ("en", "English")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

OUR_APPS = (
    "audit", "notices", "accounts", "orgs", "frameworks", "rounds", "assessments", "evidence", "results", "scoring",
    "issuing",
)  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    *(f"samrit.apps.{name}" for name in OUR_APPS),
    "samrit.web",
]
MIDDLEWARE = [
    "samrit.config.logging.Requests",
    "django.middleware.security.SecurityMiddleware",
    "samrit.web.middleware.nothing_inline",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samrit.web.uploads.refuse_too_large",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # after sign-in, because an account may have its own language and digits
    "samrit.web.middleware.for_reader",
    # innermost: a refusal that leaves a view is answered in the reader's language
    "samrit.web.refusals.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["samrit.web.templatetags.samrit"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samrit.web.frame.context",
            ],
        },
    }
]
# Made by `assets.build` before the server starts; their names carry their digest, so a browser keeps them for good.
STATIC_URL = "/static/"
STATIC_ROOT = INSTALLATION.home / "static"
WHITENOISE_IMMUTABLE_FILE_TEST = assets.HASHED
WHITENOISE_ALLOW_ALL_ORIGINS = False
MESSAGE_TAGS = {20: "info", 25: "good", 30: "warn", 40: "bad"}  # Django's levels by the words of our style sheet
LOGGING = logging.settings_for()

# What a browser is told.  The proxy's word is weighed in proxy.py, before Django.
TRUSTED_PROXY = INSTALLATION.trusted_proxy
OIDC = dict(INSTALLATION.oidc)  # empty: no button, and nothing is asked of anybody
SIGN_IN_ORIGIN = "://".join(urlsplit(INSTALLATION.oidc.get("issuer", ""))[:2]).removeprefix("://")
AUTHENTICATION_BACKENDS = ["samrit.apps.accounts.backend.Backend"]
SESSION_ENGINE = "samrit.apps.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # a working day: the next clerk sits at the same PC
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = INSTALLATION.is_https
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-samrit-session", "__Host-samrit-csrf") if INSTALLATION.is_https else ("samrit-session", "samrit-csrf")
)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = INSTALLATION.is_https
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # the supervisor asks it from this machine, past the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if INSTALLATION.is_https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"


def _database(found: dict[str, str]) -> dict[str, Any]:
    if found["engine"] == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": found["name"],
            "CONN_MAX_AGE": None,
            # no mmap_size: with threads and short connections it gave malformed reads (ADR 12)
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-8000;",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name.upper(): found[name] for name in ("name", "user", "password", "host", "port")},
        "CONN_MAX_AGE": 3600,
        "CONN_HEALTH_CHECKS": True,
        # a question that is asked again is planned once (ADR 17): planning took longer than answering
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 2,
            "options": "-c plan_cache_mode=force_generic_plan -c datestyle=ISO",
        },
    }


DATABASES = {"default": _database(dict(INSTALLATION.database))}
# Counters of wrong passwords and the like must be one for all processes, so they live in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "samrit_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
