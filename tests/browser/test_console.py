"""The staff console in a real browser: the live transcript, the takeover, accessibility at every size."""

import pytest
from axe_selenium_python import Axe
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from bot.conversations.erasure import erase
from bot.conversations.models import Conversation, Message
from bot.handoff.takeover import take_over
from tests.browser.conftest import DESKTOP, NARROW, PHONE, set_size
from tests.factories import a_conversation, a_message, a_staff_member
from tests.handoff_factories import a_request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RANKING = [{"name": "victim_wants_to_drop", "confidence": 0.87}, {"name": "recantation", "confidence": 0.05}]


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Hashed file names need `collectstatic`; these tests are about pages."""
    storages = dict(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages


@pytest.fixture
def sam(transactional_db):
    return a_staff_member("sam", "Sam", "Reed", is_staff=True)


@pytest.fixture
def conversation(transactional_db):
    """A danger, answered, with a request."""
    conversation = a_conversation().conversation
    question = a_message(
        conversation, text="he is outside", label="in_danger", confidence=0.9, ranking=RANKING, flags=["danger"]
    )
    a_message(conversation, sender="bot", text="Call 911.", reply_to=question, answer="in_danger", facts=["F1"])
    Conversation.objects.update(flags=["danger"])
    a_request(conversation)
    return conversation


PATIENCE_S = 30  # the first page of a cold browser on a busy machine


class Console:
    """What staff do in it."""

    def __init__(self, browser, url):
        self.browser, self.url = browser, url

    def visit(self, path):
        self.browser.get(f"{self.url}{path}")

    def one(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def log_in(self):
        self.browser.delete_all_cookies()
        self.visit("/staff/")
        self.one("#id_username").send_keys("sam")
        self.one("#id_password").send_keys("a long enough password")
        self.press("Log in")

    def press(self, words):
        """Press the button that says the words; the live script may redraw it between the look and the click."""
        old_page = self.one("html")
        # chromedriver calls an element of the page before either stale or an "unhandled inspector error"
        waiting = [WebDriverException]
        wait = WebDriverWait(self.browser, PATIENCE_S, 0.1, waiting)

        def press_it(browser):
            buttons = [b for b in browser.find_elements(By.CSS_SELECTOR, "button") if b.text == words]
            if buttons:
                buttons[0].click()
            return bool(buttons)

        wait.until(press_it, f"no button {words!r}")
        wait.until(staleness_of(old_page), f"nothing came of {words!r}")

    def wait_for(self, words, timeout_s=PATIENCE_S):
        """The words come by themselves, or with a page that the script loads."""
        wait = WebDriverWait(self.browser, timeout_s, 0.05, [WebDriverException])
        wait.until(lambda browser: words in self.one("body").text, f"{words!r} did not come")


@pytest.fixture
def console(browser, live_server, sam):
    console = Console(browser, live_server.url)
    console.log_in()
    return console


def test_a_takeover_from_the_first_look_to_the_release(console, conversation):
    console.visit(f"/staff/conversations/{conversation.id}/")
    console.press("Take over")
    console.wait_for("The bot is silent.")
    assert "Sam Reed has joined the chat." in console.one("[data-transcript]").text
    console.one("#text").send_keys("Are you safe")

    a_message(conversation, text="yes he has left")

    console.wait_for("yes he has left")
    assert console.one("#text").get_attribute("value") == "Are you safe"
    console.one("#text").send_keys(" now?")
    console.press("Send")
    console.wait_for("Are you safe now?")
    console.press("Leave the chat to the bot")
    console.wait_for("The bot answers.")
    assert Message.objects.get(sender="staff").text == "Are you safe now?"


def test_what_the_engine_made_of_a_message_follows_it(console, conversation):
    console.visit(f"/staff/conversations/{conversation.id}/")
    message = a_message(conversation, text="can they drop it", state="received")
    console.wait_for("can they drop it")

    Message.objects.filter(id=message.id).update(state="answered", label="recantation", confidence=0.77)

    console.wait_for("recantation 77")
    assert console.one("[data-transcript]").text.count("can they drop it") == 1


def test_an_erased_conversation_leaves_the_screen(console, conversation):
    console.visit(f"/staff/conversations/{conversation.id}/")
    assert "he is outside" in console.one("body").text

    erase(conversation=conversation)

    console.wait_for("This conversation was erased")


def test_staff_see_that_a_colleague_has_joined(console, conversation):
    console.visit(f"/staff/conversations/{conversation.id}/")

    take_over(conversation=conversation, by=a_staff_member("kim", "Kim", is_staff=True))

    console.wait_for("Who is in this chat has changed.")


def test_a_new_request_is_announced_on_the_queue(console, conversation):
    console.visit("/staff/requests/")

    a_request(a_conversation().conversation)

    console.wait_for("New requests came in.", timeout_s=PATIENCE_S)


@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROW])
def test_every_page_is_accessible_and_never_scrolls_sideways(console, conversation, browser, size):
    set_size(browser, size)
    pages = ["/staff/requests/", "/staff/conversations/", f"/staff/conversations/{conversation.id}/", "/staff/login/"]

    for path in pages:
        console.visit(path)
        axe = Axe(browser)
        axe.inject()
        violations = axe.run()["violations"]

        assert violations == [], axe.report(violations)
        wide, room = browser.execute_script(
            "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= room, path


def test_no_page_breaks_its_own_security_policy(console, conversation, browser):
    browser.get_log("browser")
    for path in ("/staff/requests/", "/staff/conversations/", f"/staff/conversations/{conversation.id}/"):
        console.visit(path)

    assert [entry["message"] for entry in browser.get_log("browser")] == []
