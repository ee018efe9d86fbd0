import pytest

from tests.delivery.receivers import SmtpSink, WebhookReceiver


@pytest.fixture
def mail_server(settings):
    """A real SMTP server that Django's own backend talks to."""
    with SmtpSink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", sink.port, False
        yield sink


@pytest.fixture
def webhook(settings):
    """A real HTTP receiver."""
    with WebhookReceiver() as receiver:
        settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = receiver.url, "the webhook's secret"
        settings.DELIVERY_TARGETS = ["email", "webhook"]
        yield receiver
