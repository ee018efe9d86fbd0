"""Django settings, read once from the environment; every name read here stands in .env.example.

Typed readers stop the start with the variable's name, the value (never a secret's) and a good example.
NAME_FILE reads a secret from a file. Nothing here is unsafe by default.
"""

from __future__ import annotations

import json
import os
import secrets
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from bot.knowledge.firm import read_firm

BASE_DIR = Path(__file__).resolve().parent.parent


def read_text(name: str, default: str = "") -> str:
    """The variable as text, surrounding blanks removed."""
    return os.environ.get(name, default).strip()


def read_int(name: str, default: int) -> int:
    """The variable as a whole number; raises ImproperlyConfigured naming it."""
    value = read_text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number, for example {default}") from None


def read_switch(name: str, default: bool) -> bool:
    """The variable as on or off."""
    value = read_text(name, "on" if default else "off").lower()
    if value not in {"on", "off"}:
        raise ImproperlyConfigured(f"{name}={value!r}: write 'on' or 'off'")
    return value == "on"


def read_list(name: str, default: str = "") -> list[str]:
    """The variable as a list, comma separated."""
    return [part.strip() for part in read_text(name, default).split(",") if part.strip()]


def read_secret(name: str) -> str:
    """The secret from NAME, from the file NAME_FILE names, or generated once into DATA_DIR/secrets.json."""
    if path := read_text(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as exc:
            raise ImproperlyConfigured(f"{name}_FILE={path!r} cannot be read: {exc.strerror}") from exc
    return read_text(name) or _generated_secret(name)


def _generated_secret(name: str) -> str:
    """Keep generated secrets in one file that only its owner may read."""
    path = DATA_DIR / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if name not in known:
        known[name] = secrets.token_urlsafe(48)
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(known, indent=1), encoding="utf-8")
        draft.replace(path)
    return known[name]


DATA_DIR = Path(read_text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

# Where the web process listens; loopback means development or a proxy in front of it.
HOST = read_text("HOST", "127.0.0.1")
PORT = read_int("PORT", 8000)
IS_LOOPBACK = HOST == "localhost" or ip_address(HOST).is_loopback

DEBUG = False
SECRET_KEY = read_secret("SECRET_KEY")
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")

# The firm, shown to visitors; the defaults are a plainly fictional one for the demo page.
_firm = read_firm()
FIRM = {
    "name": _firm.name,
    "phone": _firm.phone,
    "after_hours_phone": _firm.after_hours_phone,
    "email": _firm.email,
    "address": _firm.address,
    "hours": _firm.hours,
}
ARTICLE_URL = _firm.article_url
FIRM_TIME_ZONE = ZoneInfo(read_text("FIRM_TIME_ZONE", "America/Chicago"))

# Other processes, on loopback only
ENGINE_URL = read_text("ENGINE_URL", "http://127.0.0.1:5005")
ENGINE_SECRET = read_secret("ENGINE_SECRET")
ACTIONS_URL = read_text("ACTIONS_URL", "http://127.0.0.1:5055")
ENGINE_TIMEOUT_S = 4.0  # C4: after this the visitor gets an apology with the office's phone number

# Where the widget may be embedded (CORS and framing by allow-list)
ALLOWED_ORIGINS = read_list("ALLOWED_ORIGINS")
RATE_LIMITS = read_switch("RATE_LIMITS", True)
if not RATE_LIMITS and not IS_LOOPBACK:
    raise ImproperlyConfigured(f"RATE_LIMITS='off' is for measuring on loopback only, but HOST={HOST!r}")

RETENTION_DAYS = read_int("RETENTION_DAYS", 30)

# Django opens a connection for each request's own thread, so it closes it, too; visitors' requests go through
# bot/conversations/database.py, whose threads keep theirs.
DATABASES = {
    "default": dj_database_url.parse(
        read_text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'chatbot.sqlite3'}"), conn_max_age=0
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # C9: three processes write this file. IMMEDIATE takes the write lock at BEGIN, so nobody dies in mid-transaction.
    # secure_delete overwrites what was erased; otherwise it could still be read out of the file.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        " PRAGMA secure_delete=ON;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = read_text("REDIS_URL")
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}

# "limits" holds rate limits, in each process's own memory (bot/api/limits.py); no entry names a whole visitor.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "limits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}

# Delivery of consultation requests: comma separated names of bot/delivery/targets
DELIVERY_TARGETS = read_list("DELIVERY_TARGETS", "email")
EMAIL_HOST = read_text("EMAIL_HOST")
EMAIL_PORT = read_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = read_text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = read_secret("EMAIL_HOST_PASSWORD") if EMAIL_HOST_USER else ""
EMAIL_USE_TLS = read_switch("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = read_text("EMAIL_FROM", "chat@firm.example.org")
INTAKE_EMAIL_TO = read_list("INTAKE_EMAIL_TO", "intake@firm.example.org")
# Without a mail server, messages lie in a maildir: a first run works without an account.
MAILDIR = DATA_DIR / "mail"
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "bot.delivery.targets.email.maildir.MaildirBackend"
)
WEBHOOK_URL = read_text("WEBHOOK_URL")
WEBHOOK_SECRET = read_secret("WEBHOOK_SECRET") if WEBHOOK_URL else ""

# What the worker does every minute beside delivering; by name, because bot/delivery must not import these apps.
WORKER_CHORES = ["bot.conversations.housekeeping.keep_house"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "bot.conversations.apps.ConversationsConfig",
    "bot.handoff.apps.HandoffConfig",
    "bot.delivery.apps.DeliveryConfig",
    "bot.api.apps.ApiConfig",
    "bot.widget.apps.WidgetConfig",
    "bot.console.apps.ConsoleConfig",
]
MIDDLEWARE = [
    "bot.api.front_door.front_door",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "bot.urls"
ASGI_APPLICATION = "bot.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_RESET_ON_SUCCESS = True  # typing errors of a whole day do not add up
AXES_LOCKOUT_TEMPLATE = "console/locked_out.html"
LOGIN_URL = "console:login"
LOGIN_REDIRECT_URL = "console:requests"
LOGOUT_REDIRECT_URL = "console:login"

# Cookies exist for staff only; Secure unless served over plain http on loopback.
IS_PLAIN_HTTP = read_switch("PLAIN_HTTP", IS_LOOPBACK)
if IS_PLAIN_HTTP and not IS_LOOPBACK:
    raise ImproperlyConfigured(f"PLAIN_HTTP='on' is for loopback only, but HOST={HOST!r}")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_PLAIN_HTTP
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS")
SECURE_PROXY_SSL_HEADER = None if IS_PLAIN_HTTP else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if IS_PLAIN_HTTP else 31_536_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "bot.widget.storage.HashedModulesStorage"},
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# Logs carry ids and counts. The formatter leaves out what exceptions say: a database's error quotes values.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "bot.log_format.WordlessFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
}
