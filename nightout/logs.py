"""Logs as JSON lines with the request's id, and without anybody's links or addresses."""

import contextvars
import json
import logging
import re

request_id = contextvars.ContextVar("request_id", default="")

SECRETS = [
    (re.compile(r"/(link|confirm|draft|join|answer|quiet|again|run)/[^/\s\"?]+"), r"/\1/…"),
    (re.compile(r"(/password/reset/key)/[^/\s\"?]+"), r"\1/…"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "…@…"),
    (re.compile(r"\+?1?[\s.(-]*\d{3}[\s.)-]+\d{3}[\s.-]+\d{4}|\+1\d{10}"), "…"),
    # what was typed or where somebody is, also in an address that stands within another one ("?next=%2F…%3Fq%3D…")
    (re.compile(r"((?:[?&]|%3F|%26)(?:near|q)(?:=|%3D))[^&\s\"]+", re.IGNORECASE), r"\1…"),
]


def scrubbed(text):
    """The text without secret links, e-mail addresses, phone numbers and places."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


class Scrub(logging.Filter):
    """Scrubs the message and its arguments before any handler sees them."""

    def filter(self, record):
        record.msg = scrubbed(record.getMessage())
        record.args = ()
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: at, level, logger, message, request, and the traceback where there is one."""

    def format(self, record):
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        if record.exc_info:
            line["traceback"] = scrubbed(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
