"""The way in: Django's login, for staff accounts only; axes counts wrong passwords and locks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView


class StaffLoginForm(AuthenticationForm):
    """Says the same to a wrong password and to an account that is no staff account."""

    def confirm_login_allowed(self, user: User) -> None:
        """Only staff."""
        super().confirm_login_allowed(user)
        if not user.is_staff:
            raise self.get_invalid_login_error()


class StaffLoginView(LoginView):
    """The login page."""

    template_name = "console/login.html"
    authentication_form = StaffLoginForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The firm's name for the heading."""
        return super().get_context_data(firm=settings.FIRM, **kwargs)
