"""Problem details (RFC 9457): how the chat API says no."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import JsonResponse


class Problem(Exception):
    """An answer that ends a request; `code` is for programs, `detail` for people."""

    def __init__(self, status: HTTPStatus, code: str, detail: str, **headers: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def response(self) -> JsonResponse:
        """The problem as the client gets it; the type is the RFC's own "see the status"."""
        body = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            "code": self.code,
        }
        return JsonResponse(
            body, status=self.status, content_type="application/problem+json", headers=dict(self.headers)
        )


def bad_request(code: str, detail: str) -> Problem:
    """400: the request itself is wrong, sending it again won't help."""
    return Problem(HTTPStatus.BAD_REQUEST, code, detail)


def not_found() -> Problem:
    """404, in the same words whether it does not exist or is somebody else's."""
    return Problem(HTTPStatus.NOT_FOUND, "not_found", "There is nothing here that you may see.")


def too_large() -> Problem:
    """413 for text and body alike; the connection is closed so that the rest of the body is not read."""
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too_large",
        "A message may have 2,000 characters and a request 16 KiB.",
        Connection="close",
    )


def too_many(retry_after_s: int) -> Problem:
    """429; nobody reads the refused message, so the numbers for an emergency stand here."""
    return Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too_many",
        f"That was too fast: please try again in {retry_after_s} s. {_if_urgent()}",
        Retry_After=str(retry_after_s),
    )


def unavailable() -> Problem:
    """503: the database can't be reached; the same message, with its id, may come again."""
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "unavailable",
        f"The chat can't take messages right now; please send it again in a moment. {_if_urgent()}",
        Retry_After="5",
    )


def internal_error() -> Problem:
    """500: a mistake of ours."""
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", f"Something went wrong here. {_if_urgent()}")


def _if_urgent() -> str:
    return f"You can call the office at {settings.FIRM['phone']}. In an emergency call 911."
