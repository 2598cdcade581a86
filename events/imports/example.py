"""A small spreadsheet to start from: made-up people, telephone numbers that ring nowhere."""

HEADER = [
    *("Host name", "Email", "Phone", "Organization", "Party name", "Address", "Neighborhood", "Date", "Time"),
    *("Expected", "Held", "Attendance", "May we ask next year"),
]
PEOPLE = [
    *(("Ada Lark", "ada@example.org", "314-555-0101", ""), ("Ben Rook", "", "314-555-0102", "")),
    *(("Cleo Wren", "cleo@example.org", "", "Porch Light Neighbors"), ("Dov Heron", "dov@example.org", "", "")),
]
PLACES = ["2800 block of Elm St", "115 Oak Ave", "1200 Market Street", "4100 block of Flad"]


def rows(date):
    """The example's rows, for a night on `date`."""
    day = f"{date.month}/{date.day}/{date.year}"
    outcomes = [("yes", 45, "yes"), ("yes", 30, "no"), ("no", "", "yes"), ("", "", "")]
    return [
        [*person, "", place, "", day, "5-8 pm", 40, *outcome]
        for person, place, outcome in zip(PEOPLE, PLACES, outcomes, strict=True)
    ]
