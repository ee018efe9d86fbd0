"""Makes what tests need, each argument with a default, and the visitor's side of the chat API."""

import uuid

from django.contrib.auth import get_user_model
from django.test import AsyncClient

from bot.conversations import transcript
from bot.conversations.models import Message
from bot.conversations.opening import open_conversation


def a_conversation():
    """A conversation just opened, with its token."""
    return open_conversation()


def a_message(conversation, sender=Message.Sender.VISITOR, text="can she drop it", **columns):
    """A message at the end of the transcript."""
    [message] = transcript.append(conversation.id, Message(sender=sender, text=text, **columns))
    return message


def a_staff_member(username="sam", first_name="Sam", last_name="Reed", **columns):
    """Somebody of the firm."""
    return get_user_model().objects.create_user(
        username, password="a long enough password", first_name=first_name, last_name=last_name, **columns
    )


class Visitor:
    """The client's side of a conversation, over Django's async test client."""

    def __init__(self, opened, client=None):
        self.opened = opened
        self.conversation = opened.conversation
        self.token = opened.token
        self.url = f"/api/conversations/{opened.conversation.id}"
        self.client = client or AsyncClient()

    @property
    def auth(self):
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, body, url=None, **extra):
        """POST anything to the conversation's messages, JSON unless it is bytes."""
        import json

        data = body if isinstance(body, bytes) else json.dumps(body)
        options = {"content_type": "application/json", "headers": self.auth, **extra}
        return await self.client.post(url or f"{self.url}/messages", data, **options)

    async def say(self, text="can she drop it", id=None):
        """Send a text, with a new id unless one is given."""
        return await self.post({"id": str(id or uuid.uuid4()), "text": text})

    async def press(self, button, id=None):
        """Press a button by its id."""
        return await self.post({"id": str(id or uuid.uuid4()), "button": button})

    async def get(self, path="/messages", **headers):
        """GET something of the conversation."""
        return await self.client.get(f"{self.url}{path}", headers={**self.auth, **headers})

    async def transcript(self):
        """The messages as the API shows them."""
        return (await self.get()).json()["messages"]
