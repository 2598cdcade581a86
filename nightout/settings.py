"""Settings from the environment, safe by default: without a word from outside this is production on HTTPS.

Every variable is listed with its meaning in `.env.example`. `DEMO=true` (which `manage.py demo` sets) is the one
switch that loosens things: plain HTTP on this machine, a mailbox page instead of an SMTP server, keys made on the
spot.
"""

import secrets
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
environ.Env.read_env(BASE_DIR / ".env")

RELEASE = "0.1.0"
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
TESTING = "pytest" in sys.modules
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / (".demo" if DEMO else "var"))))


def _secret(name):
    """The named key; made up for tests, made once and kept beside the data for the demo, demanded otherwise."""
    value = env(name, default="")
    if value:
        return value
    if TESTING or DEBUG:
        return f"not-a-secret-{name}-only-for-tests-and-development-0123456789"
    if not DEMO:
        raise ImproperlyConfigured(f"Set {name} to a long random text. See .env.example.")
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    kept = DATA_DIR / name.lower()
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text()


SECRET_KEY = _secret("SECRET_KEY")
LINK_KEY = _secret("LINK_KEY")
SITE_NAME = env("SITE_NAME", default="NightOut")
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000" if DEMO or TESTING or DEBUG else "").rstrip("/")
SECURE = SITE_URL.startswith("https://") or not (DEMO or TESTING or DEBUG)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMO or DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "events",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "js_lib_leaflet",
]

MIDDLEWARE = [
    "nightout.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "nightout.middleware.Headers",
    "nightout.middleware.LanguageFromPath",
    "nightout.middleware.Bounds",
    "nightout.middleware.Refusals",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "nightout.urls"
WSGI_APPLICATION = "nightout.wsgi.application"
AUTH_USER_MODEL = "events.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "events.context.site",
            ],
        },
    }
]
FORM_RENDERER = "events.rendering.FormRenderer"

# Databases: one code path on two. The SQLite settings are what keeps parallel writers from "database is locked".
# So many seconds a writer waits for the others. Tests ask that its turn comes, however slow their machine is.

LOCK_SECONDS = 600 if TESTING else 20
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'nightout.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["ENGINE"] = "nightout.sqlite"  # the framework's, but writers wait their turn evenly
    Path(_database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": LOCK_SECONDS,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    _database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    _database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=0 if TESTING else 600)
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {})["options"] = (
        f"-c statement_timeout={(LOCK_SECONDS + 10) * 1000} -c lock_timeout={LOCK_SECONDS * 1000}"
    )

# Language: in the address, never guessed.

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["nightout.formats"]

# Files

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env("STATIC_ROOT", default=str(DATA_DIR / "static"))
MEDIA_ROOT = env("MEDIA_ROOT", default=str(DATA_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = TESTING or DEBUG  # looked for when asked, not listed by every client of a test
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # a larger file goes to the disk as it comes
LARGE_UPLOAD_LIMIT = 100_000_000  # a file of addresses or outlines, from those who may import one

# Staff sign-in

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "events.accounts.adapter.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "events.accounts.forms.SignInForm",
    "change_password": "events.accounts.forms.ChangePasswordForm",
    "reset_password_from_key": "events.accounts.forms.SetPasswordForm",
    "reauthenticate": "events.accounts.forms.ConfirmPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/5m/key"}  # passwords meet the limit of AXES first; this is for codes
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
MFA_ADAPTER = "events.accounts.adapter.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "events.accounts.forms.SecondStepForm",
    "reauthenticate": "events.accounts.forms.ConfirmCodeForm",
    "activate_totp": "events.accounts.forms.AppForm",
    "deactivate_totp": "events.accounts.forms.AppOffForm",
    "generate_recovery_codes": "events.accounts.forms.RecoveryCodesForm",
    "add_webauthn": "events.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "events.accounts.forms.RenamePasskeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are made by invitation only, and a link in a letter sets the password
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = SITE_NAME
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=False)
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["ip_address", ["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_CALLABLE = "events.accounts.views.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLED = not TESTING
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)

# Cookies, headers

COOKIE_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}staff"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_SSL_REDIRECT = SECURE and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=63_072_000) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
AXES_IPWARE_PROXY_COUNT = 1 if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # HSTS for subdomains and preload are a city's own choice

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Mail

EMAIL_BACKEND = (
    "django.core.mail.backends.dummy.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_TIMEOUT = 10
if not DEMO and env("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="NightOut <nightout@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
RESEND_IN_DOUBT = env.bool("RESEND_IN_DOUBT", default=True)
WORKER_LEASE_SECONDS = env.int("WORKER_LEASE_SECONDS", default=120)

# The map that can be moved: without a layer it shows outlines and pins alone, and asks nobody but this site.

MAP_TILE_URL = env("MAP_TILE_URL", default="")
MAP_TILE_ATTRIBUTION = env("MAP_TILE_ATTRIBUTION", default="")
MAP_TILE_MAX_ZOOM = env.int("MAP_TILE_MAX_ZOOM", default=19)

# The geocoder that is asked where a community's own files know nothing: none by default, because it learns who asks.

GEOCODER_URL = env("GEOCODER_URL", default="")
GEOCODER_SECONDS = env.float("GEOCODER_SECONDS", default=3.0)

# Limits and retention

LIMITS_ENABLED = env.bool("LIMITS_ENABLED", default=not TESTING)
DRAFT_DAYS = env.int("DRAFT_DAYS", default=30)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "nightout.logs.JsonFormatter"}},
    "filters": {"scrub": {"()": "nightout.logs.Scrub"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["scrub"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING" if TESTING or DEMO else "INFO"},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "fontTools": {"level": "WARNING"},  # it tells of every letter that goes into a PDF
        "fpdf": {"level": "WARNING"},
    },
}
