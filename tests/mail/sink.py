"""A mail server that keeps what it gets, on the loopback interface, and misbehaves as it is told."""

import email
import email.policy
import socketserver
import threading

GREETING = b"220 sink ready\r\n"


class Conversation(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self):
        self.server.sink.conversations += 1
        self.wfile.write(GREETING)
        to = ""
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            match verb.upper():
                case "EHLO" | "HELO" | "NOOP" | "RSET":
                    self.say("250 ok")
                case "MAIL":
                    self.say(self.server.sink.answer("MAIL", rest))
                case "RCPT":
                    to = rest.partition(":")[2].strip(" <>")
                    self.say(self.server.sink.answer("RCPT", to))
                case "DATA":
                    self.say("354 go on")
                    if not self.take(to):
                        return
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("500 what?")

    def take(self, to):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        sink = self.server.sink
        answer = sink.answer("DATA", to)
        if answer.startswith("250"):
            sink.keep(to, b"".join(lines))
        if sink.hangs_up:
            return False
        sink.may_answer.wait(60)
        try:
            self.say(answer)
        except OSError:
            return False
        return True


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 100

    def handle_error(self, request, client_address):
        """A client that was killed is no error of the server's."""


class Sink:
    """`letters` are (recipient, message) pairs. `answers` maps (verb, recipient or '*') to another answer than 250.

    `hold()` keeps the answer to a letter back until `release()`; `hangs_up` closes the line instead of answering.
    `came` is set whenever a letter has come.
    """

    def __init__(self, port=0):
        self.letters, self.answers, self.hangs_up, self.conversations = [], {}, False, 0
        self.came, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()
        self.changed = threading.Condition()
        self.server = Server(("127.0.0.1", port), Conversation)
        self.server.sink = self
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def answer(self, verb, to):
        return self.answers.get((verb, to)) or self.answers.get((verb, "*")) or "250 ok"

    def keep(self, to, data):
        with self.changed:
            self.letters.append((to, email.message_from_bytes(data, policy=email.policy.default)))
            self.changed.notify_all()
        self.came.set()

    def wait_for(self, number, timeout=30):
        """Wait until `number` letters have come; gives whether they have."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.letters) >= number, timeout)

    def hold(self):
        self.may_answer.clear()

    def release(self):
        self.may_answer.set()

    def close(self):
        self.release()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    @property
    def message_ids(self):
        return [message["Message-ID"] for _to, message in self.letters]
