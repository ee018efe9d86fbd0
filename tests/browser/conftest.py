"""Headless Chromium in the sizes that visitors have, and the demo page in front of a double of the chat API."""

from __future__ import annotations

import shutil

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from selenium import webdriver

from tests.browser.api_double import ApiDouble
from tests.browser.chat_page import ChatPage

DESKTOP = (1280, 900)
PHONE = (390, 844)
NARROW = (320, 640)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
]


@pytest.fixture(scope="session")
def open_browser(tmp_path_factory):
    """Start a Chromium with a profile of its own: `open_browser()`, any number of times; all are closed at the end."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.fail("browser tests need the Debian packages chromium and chromium-driver")
    started = []

    def start() -> webdriver.Chrome:
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        started.append(webdriver.Chrome(options, webdriver.ChromeService(driver)))
        return started[-1]

    yield start
    for browser in started:
        browser.quit()


@pytest.fixture(scope="session")
def the_browser(open_browser):
    """The one browser that most tests share."""
    return open_browser()


def set_size(browser, size, *, dark=False, forced_colors=False) -> None:
    """Give the page a size in CSS pixels, also below what a window may have, and the visitor's preferences."""
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [
        {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
        {"name": "forced-colors", "value": "active" if forced_colors else "none"},
    ]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.fixture
def browser(the_browser):
    """A desktop window; logs of earlier tests are gone."""
    the_browser.get("about:blank")
    set_size(the_browser, DESKTOP)
    the_browser.get_log("performance")
    the_browser.get_log("browser")
    return the_browser


@pytest.fixture
def phone(browser):
    """The size of a telephone."""
    set_size(browser, PHONE)
    return browser


@pytest.fixture(scope="session")
def collected_page(tmp_path_factory):
    """The demo page as Django serves it, with hashed static files: (html, headers, folder of the static files)."""
    static_root = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=static_root, ROOT_URLCONF="bot.widget.urls", ALLOWED_HOSTS=["testserver"]):
        call_command("collectstatic", interactive=False, verbosity=0)
        response = Client().get("/")
    assert response.status_code == 200
    assert not response.cookies
    kept = ("Content-Type", "Content-Security-Policy", "Referrer-Policy", "Cache-Control")
    return response.content.decode(), {name: response.headers[name] for name in kept}, static_root


@pytest.fixture
def api(collected_page):
    """The double of the chat API, with the demo page in front."""
    html, headers, static_root = collected_page
    double = ApiDouble(html, headers, static_root)
    # No test leaves the machine: "Leave quickly" goes to a page of the double.
    double.page = html.replace("https://www.weather.gov/", f"{double.url}/neutral")
    with double.running():
        yield double


@pytest.fixture
def chat(browser, api):
    """The demo page, loaded; the chat is closed."""
    return ChatPage(browser, api.url).visit()
