"""The main job on the real stack: a visitor asks, leaves a request, talks with staff; staff see all of it."""

import mailbox
import re
from pathlib import Path

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import DESKTOP, PHONE, set_size

pytestmark = [pytest.mark.browser, pytest.mark.stack]

PICTURES = Path(__file__).resolve().parents[2] / "results" / "screenshots"
QUESTIONS = [
    ("my gf wants to drop the charges what happens now", "victim_wants_to_drop"),
    ("what if she dont show up to court", "victim_wont_show_up"),
    ("she signed one of them affidavits", "affidavit_of_non_prosecution"),
    ("can i text her", "contact_with_victim"),
]
# Tried from the top: the summary at the end contains the words of all questions.
FORM = [
    ("Shall I send this", "yes"),
    ("for yourself or for someone else", "myself"),
    ("What is your name", "Casey Example"),
    ("type a phone number or an e-mail", "314-555-0199"),
    ("leave a voicemail", "no"),
    ("Which county", "Greene"),
    ("next court date", "don't know"),
    ("May staff call or e-mail you", "yes"),
]
PASSWORD = "correct horse battery staple"


class Console:
    """The staff console in a window of its own."""

    def __init__(self, driver, url):
        self.driver = driver
        self.url = url

    def log_in(self, name):
        self.driver.get(f"{self.url}/staff/")
        self.driver.find_element(By.ID, "id_username").send_keys(name)
        self.driver.find_element(By.ID, "id_password").send_keys(PASSWORD)
        self.press("Log in")

    def press(self, label):
        """Press the button or link whose visible words these are."""
        path = f"//main//*[self::button or self::a][starts-with(normalize-space(), '{label}')]"
        # The live script may redraw it between the look and the click.
        WebDriverWait(self.driver, 30, 0.1, [WebDriverException]).until(
            lambda driver: driver.find_element(By.XPATH, path).click() is None
        )

    def find(self, path):
        return WebDriverWait(self.driver, 30, 0.1, [WebDriverException]).until(lambda d: d.find_element(By.XPATH, path))

    def say(self, text):
        self.driver.find_element(By.ID, "text").send_keys(text)
        self.press("Send")

    @property
    def words(self):
        return self.driver.find_element(By.TAG_NAME, "main").get_property("textContent")


def record(chat):
    """The transcript as the API gives it to this visitor."""
    return chat.driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "const {conversation, token} = JSON.parse(sessionStorage['client-question-chat']);"
        "fetch(`/api/conversations/${conversation}/messages`, {headers: {Authorization: `Bearer ${token}`}})"
        ".then((r) => r.json()).then((body) => done(body.messages));"
    )


def fill_in_the_form(chat):
    """Answer question after question until the request is sent; returns its reference."""
    for _ in range(len(FORM) + 1):
        asked = chat.texts("bot")[-1]
        if sent := re.search(r"\bR-\w{4,}\b", asked):
            return sent[0]
        answer = next((answer for words, answer in FORM if words in asked), None)
        assert answer, f"no answer to {asked!r}"
        chat.ask(answer)
    pytest.fail("the form did not come to an end")


def mails(maildir):
    """The texts of all messages in the maildir."""
    box = mailbox.Maildir(str(maildir), create=False)
    parts = [part for message in box for part in message.walk() if part.get_content_maintype() == "text"]
    return [part.get_payload(decode=True).decode() for part in parts]


def take_picture(driver, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    driver.save_screenshot(str(PICTURES / f"{name}.png"))


def test_a_visitor_asks_leaves_a_request_and_talks_with_staff(browser, open_browser, stack):
    stack.create_staff("jordan", PASSWORD)
    chat = ChatPage(browser, f"{stack.url}/").visit()
    take_picture(browser, "demo-desktop")
    chat.open()

    # The questions
    for question, label in QUESTIONS:
        chat.ask(question)
        answer = record(chat)[-1]
        assert (question, answer["answer"]) == (question, label)
        assert answer["sources"], question
    take_picture(browser, "answer-desktop")
    set_size(browser, PHONE)
    take_picture(browser, "answer-phone")
    set_size(browser, DESKTOP)

    # The request
    chat.ask("i want to talk to a lawyer")
    assert "request_consultation" in {message["answer"] for message in record(chat)[-2:]}
    reference = fill_in_the_form(chat)
    chat.wait(lambda: any(reference in text for text in mails(stack.maildir)), 30)
    take_picture(browser, "request-desktop")

    # Staff see both
    staff = Console(open_browser(), stack.url)
    set_size(staff.driver, DESKTOP)
    staff.log_in("jordan")
    staff.find(f"//*[@id='{reference}']")
    take_picture(staff.driver, "queue")
    assert "Casey Example" in staff.words
    staff.find(f"//*[@id='{reference}']//a[starts-with(normalize-space(), 'Conversation')]").click()
    staff.find("//button[normalize-space()='Take over']")
    for question, label in QUESTIONS:
        assert question in staff.words
        assert label in staff.words

    # They talk, and nobody reloads
    staff.press("Take over")
    chat.wait(lambda: "You are talking with" in chat.one(".header-speaker").text)
    staff.say("This is the office. When may we call you?")
    chat.wait_for_text("This is the office. When may we call you?")
    assert chat.texts("staff") == ["This is the office. When may we call you?"]
    chat.say("after five please")
    WebDriverWait(staff.driver, 30, 0.1, [WebDriverException]).until(lambda _: "after five please" in staff.words)
    take_picture(browser, "takeover-desktop")
    take_picture(staff.driver, "takeover-console")

    # The bot goes on
    staff.press("Leave the chat to the bot")
    chat.wait(lambda: chat.one(".header-speaker").text == "Automated assistant, not a lawyer")
    chat.ask("who decides if the case goes on")
    assert record(chat)[-1]["from"] == "bot"
    assert "Automated" in chat.all(".message-bot")[-1].text
