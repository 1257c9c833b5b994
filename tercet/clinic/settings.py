"""Every setting of the clinic, in one file, read from the environment once."""

import os
import secrets
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

HERE = Path(__file__).parent
VAR = Path(os.environ.get("TERCET_VAR", "var")).absolute()

HOST = os.environ.get("TERCET_HOST", "127.0.0.1")
PORT = int(os.environ.get("TERCET_PORT", "8000"))
LIVE_PORT = int(os.environ.get("TERCET_LIVE_PORT", str(PORT + 1)))
LIVE_URL = os.environ.get("TERCET_LIVE_URL", "")  # where a proxy serves `live`; else host:LIVE_PORT
WORDING = os.environ.get("TERCET_WORDING", "")  # a folder of questionnaires' words: docs/wording.md
# How a message says where Tercet is; behind a proxy, the address that people type.
ADDRESS = os.environ.get("TERCET_ADDRESS", f"http://{HOST}:{PORT}")
CLOCK_FILE = os.environ.get("TERCET_CLOCK", "")
DEADMAN_URL = os.environ.get("TERCET_DEADMAN_URL", "")

PROCESS = os.environ.get("TERCET_PROCESS", "owner")
ROLES = {"owner": None, "web": "tercet_web", "work": "tercet_work"}
if PROCESS not in ROLES:
    raise ImproperlyConfigured(f"TERCET_PROCESS is “{PROCESS}”; it must be owner, web or work.")


def _secret_key() -> str:
    """The key from the environment, or one made once for this folder and kept to its owner."""
    if given := os.environ.get("TERCET_SECRET_KEY"):
        return given
    kept = VAR / "secret-key"
    if not kept.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        draft = VAR / f"secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, kept)  # the first process to link wins; the others read its key
        except FileExistsError:
            pass
        draft.unlink()
    return kept.read_text()


def _database() -> dict[str, object]:
    """The owner's address, or the web's or worker's own, with the role each may act as."""
    own = os.environ.get(f"DATABASE_URL_{PROCESS.upper()}")
    address = own or os.environ.get("DATABASE_URL")
    if not address:
        raise ImproperlyConfigured(
            "No database is named: use `make run`, or set DATABASE_URL to a PostgreSQL 15 or newer."
        )
    said = conninfo_to_dict(address)
    options: dict[str, object] = {
        k: v for k, v in said.items() if k not in {"host", "port", "user", "password", "dbname"}
    }
    if ROLES[PROCESS] and not own:
        options["options"] = f"{options.get('options', '')} -c role={ROLES[PROCESS]}".strip()
    if PROCESS == "web":
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": said.get("dbname", "tercet"),
        "USER": said.get("user", ""),
        "PASSWORD": said.get("password", ""),
        "HOST": said.get("host", ""),
        "PORT": said.get("port", ""),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": os.environ.get("TERCET_TEST_DATABASE", "tercet_tests")},
    }


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TERCET_ALLOWED_HOSTS", f"{HOST},localhost,127.0.0.1").split(",")
HTTPS = os.environ.get("TERCET_HTTPS", "") == "yes"
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "clinic.Person"
ROOT_URLCONF = "tercet.clinic.urls"
WSGI_APPLICATION = "tercet.clinic.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "tercet.clinic",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tercet.clinic.walls.Walls",
    "tercet.clinic.sentences.Sentences",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tercet.clinic.page.every_page",
            ],
            "builtins": ["tercet.clinic.templatetags.look"],
        },
    }
]

# Sign-in: by address and password, with TOTP, recovery codes and passkeys; nobody signs up alone.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "tercet.clinic.people.signing_in.ClosedToStrangers"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the clinic makes the accounts and knows the addresses
MFA_TOTP_ISSUER = "Tercet"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = HOST in {"127.0.0.1", "localhost"}
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "errors/locked.html"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Cookies, transport, and what a page may load.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = f"tercet_{PORT}"
CSRF_COOKIE_NAME = f"tercet_csrf_{PORT}"
CSRF_FAILURE_VIEW = "tercet.clinic.errors.form_too_old"
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TERCET_ORIGINS", "").split(",") if o]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
LIVE_SOURCES = [LIVE_URL] if LIVE_URL else [f"http://{h}:{LIVE_PORT}" for h in (HOST, "localhost")]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *LIVE_SOURCES],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY = {"camera": [], "microphone": [], "geolocation": [], "payment": []}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

# Mail: any SMTP server, as smtp://user:password@host:port; without one, messages go to the log.
EMAIL_ADDRESS = os.environ.get("EMAIL_URL", "")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if EMAIL_ADDRESS:
    from urllib.parse import urlsplit

    _mail = urlsplit(EMAIL_ADDRESS)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("TERCET_MAIL_FROM", "tercet@localhost")

PROCRASTINATE_IMPORT_PATHS = [
    "tercet.clinic.alerts.jobs",
    "tercet.clinic.dosing.jobs",
    "tercet.clinic.asking.jobs",
    "tercet.clinic.outcomes.jobs",
]

# Logs carry ids, never answers.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
