"""An engine for tests: a real HTTP server on loopback that speaks the visitors' channel and misbehaves on demand."""

import json
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def a_reply(text="The prosecutor decides.", **changed):
    reply = {"text": text, "buttons": [], "answer": "who_decides_charges", "facts": ["F4"], "section": "S1"}
    return {**reply, "variation": "who_decides_charges/1", **changed}


def a_parse(label="who_decides_charges", **changed):
    parse = {"label": label, "confidence": 0.9, "ranking": [{"name": label, "confidence": 0.9}], "flags": []}
    return {**parse, "parts": [], "decision": "answer", **changed}


class EngineDouble:
    """Answers every turn with `replies` and `parse`; `held()` and `fails_with` make it hang or fail."""

    def __init__(self, *, secret, port=0):
        self.secret = secret
        self.replies = [a_reply(buttons=[{"title": "Can it be dropped?", "label": "victim_wants_to_drop"}])]
        self.parse = a_parse()
        self.fails_with = None  # (status, body)
        self.turns, self.parsed, self.forgotten, self.forgotten_days = [], [], [], []
        self.received = threading.Semaphore(0)  # released for each turn that arrives
        self._go_on = threading.Event()
        self._go_on.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *exc):
        self._go_on.set()
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def held(self):
        """Let messages arrive and answer none until the block ends."""
        self._go_on.clear()
        try:
            yield
        finally:
            self._go_on.set()

    def hang(self):
        """Answer nothing any more."""
        self._go_on.clear()

    def times_asked(self):
        """How often each message id was processed."""
        return Counter(turn["message"] for turn in self.turns)

    def answer(self, path, body):
        """Status and body for a request that has the secret."""
        if path == "health":
            return 200, {"status": "ok", "model": "double-1"}
        if path == "forget":
            self.forgotten.append(body["conversation"])
            return 204, None
        if path == "forget_before":
            self.forgotten_days.append(body["days"])
            return 200, {"forgotten": 0}
        (self.turns if path == "turn" else self.parsed).append(body)
        self.received.release()
        self._go_on.wait(60)
        if self.fails_with:
            return self.fails_with
        understood = {"parse": self.parse, "model": "double-1"}
        return 200, {"replies": self.replies, **understood} if path == "turn" else understood

    def _handler(double):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # headers and body in one packet: in two, the second waits 40 ms for the first's receipt

            def do_GET(self):
                self._serve(None)

            def do_POST(self):
                self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def _serve(self, body):
                if self.headers["X-Engine-Secret"] != double.secret:
                    status, answer = 403, {"error": "secret"}
                else:
                    status, answer = double.answer(self.path.rpartition("/")[2], body)
                data = answer if isinstance(answer, bytes) else b"" if answer is None else json.dumps(answer).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                    self.wfile.flush()
                except OSError:
                    self.close_connection = True  # who asked has given up

            def log_message(self, *args):
                pass

        return Handler


def main():
    """`python -m tests.engine_double 5005`: for trying the web process by hand; ENGINE_SECRET as the web's."""
    import os
    import sys

    with EngineDouble(secret=os.environ["ENGINE_SECRET"], port=int(sys.argv[1])):
        threading.Event().wait()


if __name__ == "__main__":
    main()
