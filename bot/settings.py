"""Django settings, read once from the environment and .env; every name read here stands in .env.example.

Nothing here is unsafe by default; what cannot be used stops the start in one line (bot/setting_readers.py).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from bot.dot_env import EnvFileBroken, load_dot_env
from bot.knowledge.firm import read_firm
from bot.setting_readers import (
    POSTGRESQL,
    SQLITE,
    is_loopback,
    read_address,
    read_database,
    read_folder,
    read_given_secret,
    read_int,
    read_list,
    read_origins,
    read_port,
    read_secret,
    read_switch,
    read_text,
    read_time_zone,
)

BASE_DIR = Path(__file__).resolve().parent.parent

try:
    load_dot_env()
except EnvFileBroken as exc:
    raise ImproperlyConfigured(str(exc)) from exc

DATA_DIR = read_folder("DATA_DIR", "var", below=BASE_DIR)

# Where the web process listens; loopback means development or a proxy in front of it.
HOST = read_address("HOST", "127.0.0.1")
PORT = read_port("PORT", 8000)
IS_LOOPBACK = is_loopback(HOST)

DEBUG = False
SECRET_KEY = read_secret("SECRET_KEY", DATA_DIR)
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
FIRM_TIME_ZONE = read_time_zone("FIRM_TIME_ZONE", "America/Chicago")

# Other processes, on loopback only
ENGINE_URL = read_text("ENGINE_URL", "http://127.0.0.1:5005")
ENGINE_SECRET = read_secret("ENGINE_SECRET", DATA_DIR)
ACTIONS_URL = read_text("ACTIONS_URL", "http://127.0.0.1:5055")
ENGINE_TIMEOUT_S = 4.0  # C4: after this the visitor gets an apology with the office's phone number

# Other websites that may use the chat: CORS (bot/api/front_door.py) and framing (bot/widget/views.py) by this list
ALLOWED_ORIGINS = read_origins("ALLOWED_ORIGINS")
RATE_LIMITS = read_switch("RATE_LIMITS", True)
if not RATE_LIMITS and not IS_LOOPBACK:
    raise ImproperlyConfigured(f"RATE_LIMITS='off' is for measuring on loopback only, but HOST={HOST!r}")

# After so many days the worker erases: chats nobody wrote in, requests that are done, records of staff logins
RETENTION_DAYS = read_int("RETENTION_DAYS", 30, least=1)
REQUEST_RETENTION_DAYS = read_int("REQUEST_RETENTION_DAYS", 180, least=1)
LOGIN_RETENTION_DAYS = read_int("LOGIN_RETENTION_DAYS", 14, least=1)

# Django opens a connection for each request's own thread, so it closes it, too; visitors' requests go through
# bot/conversations/database.py, whose threads keep theirs.
DATABASES = {"default": read_database("DATABASE_URL", DATA_DIR / "chatbot.sqlite3")}
if DATABASES["default"]["ENGINE"] == SQLITE:
    # C9: three processes write this file. IMMEDIATE takes the write lock at BEGIN, so nobody dies in mid-transaction.
    # secure_delete overwrites what was erased; otherwise it could still be read out of the file.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        " PRAGMA secure_delete=ON;",
    }
elif DATABASES["default"]["ENGINE"] == POSTGRESQL:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = read_text("REDIS_URL")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL: write for example 'redis://127.0.0.1:6379/0'")  # it may hold a password
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
EMAIL_PORT = read_port("EMAIL_PORT", 587)
EMAIL_HOST_USER = read_text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = read_given_secret("EMAIL_HOST_PASSWORD")
if EMAIL_HOST_USER and not EMAIL_HOST_PASSWORD:
    _good = "set its password, too, in EMAIL_HOST_PASSWORD or EMAIL_HOST_PASSWORD_FILE"
    raise ImproperlyConfigured(f"EMAIL_HOST_USER={EMAIL_HOST_USER!r}: {_good}")
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
WEBHOOK_SECRET = read_secret("WEBHOOK_SECRET", DATA_DIR) if WEBHOOK_URL else ""

# What the worker does every minute beside delivering; by name, because bot/delivery must not import these apps.
WORKER_CHORES = [
    "bot.conversations.housekeeping.keep_house",
    "bot.handoff.housekeeping.keep_house",
    "bot.console.housekeeping.keep_house",
]

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
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_RESET_ON_SUCCESS = True  # typing errors of a whole day do not add up
AXES_LOCKOUT_TEMPLATE = "console/locked_out.html"
LOGIN_URL = "console:login"
LOGIN_REDIRECT_URL = "console:requests"
LOGOUT_REDIRECT_URL = "console:login"

# Cookies exist for staff only; Secure unless served over plain http on loopback. Another name than loopback's means
# that a proxy stands in front, which speaks https.
CSRF_TRUSTED_ORIGINS = read_origins("CSRF_TRUSTED_ORIGINS", wildcards=True)
_elsewhere = [("HOST", HOST)] if not IS_LOOPBACK else []
_elsewhere += [("ALLOWED_HOSTS", name) for name in ALLOWED_HOSTS if not is_loopback(name)]
_elsewhere += [
    ("CSRF_TRUSTED_ORIGINS", origin)
    for origin in CSRF_TRUSTED_ORIGINS
    if origin.startswith("https:") or not is_loopback(urlsplit(origin).hostname or "")
]
IS_PLAIN_HTTP = read_switch("PLAIN_HTTP", not _elsewhere)
if IS_PLAIN_HTTP and _elsewhere:
    _name, _value = _elsewhere[0]
    raise ImproperlyConfigured(f"PLAIN_HTTP='on' is for loopback without a proxy only, but {_name}={_value!r}")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_PLAIN_HTTP
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
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
        "frame-ancestors": [NONE],  # the chat's page adds ALLOWED_ORIGINS; the console is framed nowhere
    }
}

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_ALLOW_ALL_ORIGINS = False  # by ALLOWED_ORIGINS, as everything else
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
    "loggers": {
        "django.request": {"level": "ERROR"},
        # uvicorn's own formatter prints what exceptions say; its access log names conversations and addresses
        "uvicorn": {"handlers": ["console"], "propagate": False},
        "uvicorn.access": {"handlers": [], "propagate": False},
    },
}
