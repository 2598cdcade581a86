"""The ways out of the house: an SMTP server, another of Django's mail backends, or the demo's mailbox.

A way out has `open()`, `send(composed, notice, now)` and `close()`. How it can go wrong decides what becomes of the
letter, so each has a name of its own here.
"""

import smtplib
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address

from events.lib.texts import one_line
from events.models import Letter
from nightout.logs import scrubbed

UTF8 = "utf-8"
SIGN_IN_FIRST = {530, 534, 535, 538}


class Trouble(Exception):
    """A letter that did not go. The text is fit to be kept: no addresses in it."""

    def __init__(self, text):
        super().__init__(scrubbed(one_line(text))[:200])


class Unreachable(Trouble):
    """Nobody there, or nobody who will talk to us: nothing was handed over, and other letters need not be tried."""


class Deferred(Trouble):
    """Not this letter, not now."""


class Refused(Trouble):
    """Not this letter, ever."""


class InDoubt(Trouble):
    """Handed over, but the answer never came: perhaps sent, perhaps not."""


def of_settings():
    """The way out that the settings name."""
    if settings.DEMO:
        return MailboxDelivery()
    connection = get_connection()
    return SmtpDelivery(connection) if isinstance(connection, SmtpBackend) else BackendDelivery(connection)


def message_of(composed):
    """The letter as a mail message with a text and an HTML part, and its attachments.

    A letter that is not needed can be stopped with one press in the mail program (RFC 8058).
    """
    headers = {"Message-ID": composed.message_id, "Auto-Submitted": "auto-generated"}
    if composed.stop_address:
        headers |= {
            "List-Unsubscribe": f"<{composed.stop_address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    message = EmailMultiAlternatives(
        subject=composed.subject,
        body=composed.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[composed.to],
        reply_to=[composed.reply_to] if composed.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(composed.html, "text/html")
    for attached in composed.attachments:
        message.attach(attached.name, attached.content, attached.type)
    return message


class MailboxDelivery:
    """The demo's mailbox: a letter is a row, and its page shows it. The same notice is never two letters."""

    def open(self):
        pass

    def close(self):
        pass

    def send(self, composed, *, notice, now):
        values = {
            "to": composed.to,
            "subject": composed.subject,
            "text": composed.text,
            "html": composed.html,
            "at": now,
        }
        Letter.objects.update_or_create(notice=notice, defaults=values)


class BackendDelivery:
    """Any of Django's mail backends but SMTP: console, files, memory."""

    def __init__(self, connection):
        self.connection = connection

    def open(self):
        try:
            self.connection.open()
        except OSError as error:
            raise Unreachable(str(error)) from error

    def close(self):
        with suppress(OSError):
            self.connection.close()

    def send(self, composed, *, notice, now):
        try:
            self.connection.send_messages([message_of(composed)])
        except OSError as error:
            raise InDoubt(str(error)) from error


class SmtpDelivery:
    """One SMTP conversation, kept open for the letters of a batch, step by step: only a letter whose text was handed
    over can be in doubt."""

    def __init__(self, backend):
        self.backend = backend

    def open(self):
        try:
            if self.backend.connection and not self._answers():
                self.close()
            self.backend.open()
        except OSError as error:
            self.close()
            raise Unreachable(_said(error)) from error

    def _answers(self):
        with suppress(OSError):
            return self.backend.connection.noop()[0] == 250
        return False

    def close(self):
        with suppress(OSError):
            self.backend.close()
        self.backend.connection = None

    def send(self, composed, *, notice, now):
        try:
            sender = sanitize_address(settings.DEFAULT_FROM_EMAIL, UTF8)
            to = sanitize_address(composed.to, UTF8)
            data = message_of(composed).message().as_bytes(linesep="\r\n")
        except ValueError as error:
            raise Refused(f"Not an address or text that mail can carry: {error}") from error
        self._envelope(sender, to, len(data))
        self._hand_over(data)

    def _envelope(self, sender, to, size):
        smtp = self.backend.connection
        try:
            smtp.ehlo_or_helo_if_needed()
            code, reply = smtp.mail(sender, [f"size={size}"] if smtp.does_esmtp and smtp.has_extn("size") else [])
            if code != 250:
                self._start_over()
                raise Unreachable(f"Sender not accepted: {code} {_text(reply)}")
            code, reply = smtp.rcpt(to)
        except OSError as error:
            self.close()
            raise Unreachable(_said(error)) from error
        if code not in (250, 251):
            self._start_over()
            raise _judged(code, reply)

    def _hand_over(self, data):
        try:
            code, reply = self.backend.connection.data(data)
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, error.smtp_error
        except OSError as error:
            self.close()
            raise InDoubt(_said(error)) from error
        if code != 250:
            self._start_over()
            raise _judged(code, reply)

    def _start_over(self):
        try:
            self.backend.connection.rset()
        except OSError:
            self.close()


def _text(reply):
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)


def _said(error):
    """What a server or the network said, in words."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _judged(code, reply):
    text = f"{code} {_text(reply)}"
    if code == 421 or code in SIGN_IN_FIRST:
        return Unreachable(text)
    return Refused(text) if 500 <= code < 600 else Deferred(text)
