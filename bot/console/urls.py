"""Addresses of the staff console, under /staff/."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.generic import RedirectView

from bot.console.views import answer_book, conversations, login, queue, status

app_name = "console"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="console:requests")),
    path("login/", login.StaffLoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("status", status.show, name="status"),
    path("answers/", answer_book.show, name="answers"),
    path("requests/", queue.show, name="requests"),
    path("requests/<slug:reference>/take", queue.take, name="take_request"),
    path("requests/<slug:reference>/finish", queue.finish, name="finish_request"),
    path("requests/<slug:reference>/give-back", queue.give_back, name="give_back_request"),
    path("requests/<slug:reference>/deliver-again", queue.send_again, name="deliver_again"),
    path("conversations/", conversations.show_list, name="conversations"),
    path("conversations/<uuid:conversation_id>/", conversations.show, name="conversation"),
    path("conversations/<uuid:conversation_id>/live", conversations.live, name="live"),
    path("conversations/<uuid:conversation_id>/take-over", conversations.join, name="take_over"),
    path("conversations/<uuid:conversation_id>/say", conversations.say, name="say"),
    path("conversations/<uuid:conversation_id>/release", conversations.leave, name="release"),
]
