"""Settings by environment, with safe defaults. Every variable is explained in docs/administrator/settings.md."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from hoithi.site import settings_accounts
from hoithi.site.environment import Environment
from hoithi.site.settings_accounts import *  # noqa: F403  the rooms of sign-in keep their own settings
from hoithi.site.settings_oidc import oidc_of

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(os.environ.get("HOITHI_VAR") or BASE_DIR / "var").absolute()
ENV = Environment(os.environ, VAR_DIR)

# --- mode, secrets, clock --------------------------------------------------------------------------------------------

MODE = ENV.mode
PRODUCTION = MODE == "production"
DEBUG = MODE == "development" and ENV.flag("DEBUG", default=False)
SECRET_KEY = ENV.secret_key()
IDENTITY_PEPPERS = ENV.peppers()
SIGNING_KEY = ENV.signing_key()
CLOCK_OFFSET = ENV.clock_offset()

# --- rooms and passage -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *getattr(settings_accounts, "ACCOUNT_APPS", []),
    "hoithi.core",
    "hoithi.audit",
    "hoithi.people",
    "hoithi.files",
    "hoithi.documents",
    "hoithi.contests",
    "hoithi.quiz",
    "hoithi.entries",
    "hoithi.emulation",
    "hoithi.awards",
    "hoithi.publicity",
    "hoithi.voting",
    "hoithi.judging",
    "hoithi.integrity",
    "hoithi.certificates",
    "hoithi.papers",
    "hoithi.reports",
    "hoithi.plans",
    "hoithi.site",
]
MIDDLEWARE = [
    "hoithi.site.proxies.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads every answer at random, so that lengths tell nothing (BREACH)
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hoithi.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hoithi.audit.actor.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hoithi.core.middleware.NowMiddleware",
    *getattr(settings_accounts, "ACCOUNT_MIDDLEWARE", []),
    "hoithi.core.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "hoithi.site.urls"
WSGI_APPLICATION = "hoithi.site.wsgi.application"
ASGI_APPLICATION = "hoithi.site.asgi.application"
FORM_RENDERER = "hoithi.core.forms.LookRenderer"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "hoithi.core.context.page",
                "hoithi.site.navigation.navigation",
            ],
        },
    },
]

# --- services --------------------------------------------------------------------------------------------------------

DATABASES = {"default": ENV.database()}
CACHES = {"default": ENV.cache()}
# Names with a content hash need `hoithi migrate` to collect the files, which only production asks for.
_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
FILES_STORE = ENV.file_store()
FILES_ACCEL = ENV.text("FILES_ACCEL")  # "/kho/": an internal place of nginx over the store's folder `kho`
SOFFICE_BIN = ENV.text("SOFFICE_BIN")  # LibreOffice: PDF of papers in an office's own Word template; "" for none
UPLOAD_KEEP_HOURS = ENV.number("UPLOAD_KEEP_HOURS", 72)
UPLOAD_MOST_OPEN = ENV.number("UPLOAD_MOST_OPEN", 20)
UPLOAD_MOST_OPEN_GB = ENV.number("UPLOAD_MOST_OPEN_GB", 40)
STORAGES = {
    "default": ENV.storage(),
    "staticfiles": {"BACKEND": _STATIC if PRODUCTION else "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static" if PRODUCTION else None
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = MODE == "development"
globals().update(ENV.email())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.text("EMAIL_FROM", "hoithi@localhost")
EMAIL_TIMEOUT = 10  # seconds: letters are sent by the sequencer, which must not wait for a dead server
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENV.text("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING").upper()},
}

INTEGRITY_KEEP_DAYS = ENV.number("INTEGRITY_KEEP_DAYS", 30)
INTEGRITY_FOCUS_KEEP_DAYS = 30  # what the text of the consent promises, so no setting
INTEGRITY_APPEAL_DAYS = ENV.number("INTEGRITY_APPEAL_DAYS", 7)
MEDIA_TRANSCODE = ENV.flag("MEDIA_TRANSCODE", default=False)  # minutes of every processor for each film
MEDIA_HLS = ENV.flag("MEDIA_HLS", default=False)

# --- language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "src" / "hoithi" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- security --------------------------------------------------------------------------------------------------------

ALLOWED_HOSTS = ENV.names("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
if PRODUCTION and not ALLOWED_HOSTS:
    ENV.say(
        "ALLOWED_HOSTS chưa đặt: ghi tên miền người dùng gõ, như ALLOWED_HOSTS=hoithi.example.gov.vn.",
        "ALLOWED_HOSTS is not set: name the host people type, as in ALLOWED_HOSTS=hoithi.example.gov.vn.",
    )
OIDC = oidc_of(ENV)
CSRF_TRUSTED_ORIGINS = ENV.names("CSRF_TRUSTED_ORIGINS")
SITE_URL = ENV.text("SITE_URL")  # for addresses in files and messages written outside a request
TRUSTED_PROXIES = ENV.number("TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

HTTPS = ENV.flag("HTTPS", default=PRODUCTION)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SECURE_HSTS_SECONDS = ENV.number("HSTS_SECONDS", 86400) if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a form; files are counted apart
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
if FILES_STORE["backend"] == "s3":  # pictures and films are read from the bucket itself
    for _kind in ("img-src", "media-src"):
        CONTENT_SECURITY_POLICY["DIRECTIVES"][_kind] += ENV.bucket_origins()

ENV.check()
