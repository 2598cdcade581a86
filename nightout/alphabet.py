"""One alphabet at the door."""


def in_utf8(application):
    """The application, spared of alphabets but UTF-8: some of Python's codecs fail before any middleware can refuse.

    What names another one is marked as of an alphabet that nobody knows, which is then answered with a plain 400.
    """

    def door(environ, start_response):
        kind, _semicolon, rest = environ.get("CONTENT_TYPE", "").partition(";")
        name = rest.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
        if name and name not in ("utf-8", "utf8"):
            environ["CONTENT_TYPE"] = f"{kind}; charset=unknown"
        return application(environ, start_response)

    return door
