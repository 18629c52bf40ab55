"""Settings of sign-in; `settings` takes everything in capitals from here.

`SMS_BACKEND` and `EMAIL_CODE_BACKEND` name the functions that carry one-time codes (see `hoithi.people.delivery`).
"""

from __future__ import annotations

import os
from datetime import timedelta

_MODE = os.environ.get("HOITHI_MODE", "").strip() or "development"
_SMS = {"demo": "hoithi.people.delivery.on_page", "development": "hoithi.people.delivery.console"}
_MAIL = {"demo": "hoithi.people.delivery.on_page"}

ACCOUNT_APPS: list[str] = ["axes"]
ACCOUNT_MIDDLEWARE: list[str] = ["axes.middleware.AxesMiddleware"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "hoithi.people.backends.ContactBackend"]

LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "/"
SMS_BACKEND = os.environ.get("SMS_BACKEND", "").strip() or _SMS.get(_MODE, "hoithi.people.delivery.unset")
EMAIL_CODE_BACKEND = _MAIL.get(_MODE, "hoithi.people.delivery.email")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "hoithi.people.passwords.NotTooShort"},
    {"NAME": "hoithi.people.passwords.NotCommon"},
    {"NAME": "hoithi.people.passwords.NotAboutMe"},
]

# An office of thousands stands behind one address, and a phone number is no secret: only the pair is locked, so that
# nobody can lock out an office, nor a person from elsewhere. Both are kept as keyed hashes or as the bare address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "hoithi.people.backends.hidden_contact"
AXES_CLIENT_IP_CALLABLE = "hoithi.people.backends.client_address"
AXES_LOCKOUT_CALLABLE = "hoithi.people.views.signin.locked"
AXES_SENSITIVE_PARAMETERS = ["contact", "username", "password", "code"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
