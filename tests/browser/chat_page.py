"""The chat as a visitor meets it: finds its parts inside the shadow root, and waits for what it shows."""

from __future__ import annotations

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

WAIT_S = 10


class ChatPage:
    """A page with the widget on it."""

    def __init__(self, driver: WebDriver, url: str):
        self.driver = driver
        self.url = url

    def visit(self) -> ChatPage:
        """Load the page; the chat is closed then."""
        self.driver.get(self.url)
        self.wait(lambda: self.root.find_elements(By.CSS_SELECTOR, ".dock"))
        return self

    def open(self) -> ChatPage:
        """Press the launcher and wait for the notice."""
        self.one(".launcher").click()
        self.wait(lambda: self.texts())
        return self

    @property
    def root(self):
        """The shadow root."""
        return self.driver.find_element(By.CSS_SELECTOR, "client-question-chat").shadow_root

    def one(self, selector: str) -> WebElement:
        """The first visible element that fits, waited for."""
        return self.wait(lambda: next((e for e in self.all(selector) if e.is_displayed()), None))

    def all(self, selector: str) -> list[WebElement]:
        """All elements that fit, now."""
        return self.root.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, condition, seconds: float = WAIT_S):
        """Wait until the condition holds; returns its value."""
        return WebDriverWait(self.driver, seconds, 0.05, ignored_exceptions=[Exception]).until(lambda _: condition())

    def type(self, text: str) -> None:
        """Put text into the field without sending; a line break is Shift+Enter."""
        field = self.one("textarea")
        for number, line in enumerate(text.split("\n")):
            if number:
                field.send_keys(Keys.SHIFT, Keys.ENTER, Keys.NULL)
            field.send_keys(line)

    def say(self, text: str) -> None:
        """Type and press Enter."""
        self.type(text)
        self.one("textarea").send_keys(Keys.ENTER)

    def ask(self, text: str) -> list[str]:
        """Say something and wait for at least one message of the other side; returns what came, in order."""
        before = len(self.texts())
        self.say(text)
        self.wait(lambda: len(self.texts()) > before + 1 and not self.all("[data-state]"))
        return self.texts()[before + 1 :]

    def press(self, title: str) -> None:
        """Press the newest button of a reply with this title."""
        self.wait(lambda: self.choices(title))[-1].click()

    def choices(self, title: str) -> list[WebElement]:
        """Buttons of replies with this title."""
        return self.all(f'.choice[data-title="{title}"]')

    def texts(self, kind: str = "") -> list[str]:
        """The words of all messages, or of those of one kind (visitor, bot, staff, system)."""
        selector = f".message{'-' + kind if kind else ''} .words"
        return [e.get_property("textContent") for e in self.all(selector)]

    def wait_for_text(self, text: str) -> WebElement:
        """The message that contains these words, waited for."""
        return self.wait(lambda: next(m for m in self.all(".message") if text in m.get_property("textContent")))

    def choose_in_menu(self, entry: str) -> None:
        """Open the menu and press one of its entries."""
        self.one("[aria-label=Menu]").click()
        next(e for e in self.all(".entry") if e.text == entry).click()

    def focused(self) -> str:
        """Class and name of the focused element, in the widget or outside of it."""
        return self.driver.execute_script(
            "const host = document.activeElement; const e = host.shadowRoot?.activeElement ?? host;"
            "return `${e.className} ${e.getAttribute('aria-label') ?? e.textContent}`.trim();"
        )

    def stored(self) -> list[str]:
        """Keys of this tab's storage."""
        return self.driver.execute_script("return Object.keys(sessionStorage)")
