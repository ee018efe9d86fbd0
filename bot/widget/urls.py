"""The demo page, at the root of the site."""

from django.urls import path

from bot.widget import views

app_name = "widget"
urlpatterns = [path("", views.demo, name="demo")]
