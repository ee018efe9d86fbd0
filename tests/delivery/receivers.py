"""Real receivers on loopback: a small SMTP server and an HTTP server, which refuse or hang when a test wants it."""

import socketserver
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class SmtpSink:
    """Takes mail over SMTP; `refusals` maps a command (RCPT, DATA, AUTH…) to the line it is refused with."""

    def __init__(self):
        self.mails = []
        self.refusals = {}
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler(), bind_and_activate=True)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()

    def _handler(sink):
        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                self.say("220 sink")
                while line := self.rfile.readline():
                    verb = line.strip().split(b" ")[0].upper().decode()
                    if verb in sink.refusals:
                        self.say(sink.refusals[verb])
                    elif verb == "EHLO":
                        self.say("250-sink\r\n250 AUTH PLAIN")
                    elif verb == "AUTH":
                        self.say("235 welcome")
                    elif verb == "DATA":
                        self.say("354 go on")
                        self.read_mail()
                    elif verb == "QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 ok")

            def read_mail(self):
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
                if "END" in sink.refusals:
                    self.say(sink.refusals["END"])
                    return
                sink.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
                self.say("250 taken")

            def say(self, line):
                self.wfile.write(line.encode() + b"\r\n")

        return Handler


class WebhookReceiver:
    """Takes POSTs and answers `status`; `hold()` lets them hang until `let_go()`."""

    def __init__(self):
        self.requests = []  # (headers, body)
        self.status = 200
        self.headers = {}
        self.arrived = threading.Semaphore(0)
        self._go_on = threading.Event()
        self._go_on.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/requests?key=secret"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *exc):
        self.let_go()
        self._server.shutdown()
        self._server.server_close()

    def hold(self):
        self._go_on.clear()

    def let_go(self):
        self._go_on.set()

    def _handler(receiver):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.requests.append((dict(self.headers), body))
                receiver.arrived.release()
                receiver._go_on.wait(30)
                try:
                    self.send_response(receiver.status)
                    for name, value in {**receiver.headers, "Content-Length": "0"}.items():
                        self.send_header(name, value)
                    self.end_headers()
                except OSError:
                    pass  # who asked has given up

            def log_message(self, *args):
                pass

        return Handler
