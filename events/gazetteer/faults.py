"""What was wrong with the rows of a file: counted by kind, the first ones named."""

from collections import Counter

from events.gazetteer.records import NotReadable

NAMED = 20


class Faults:
    """Counts rows: all that were read, those with a fault (by its sentence), those of another town."""

    def __init__(self):
        self.read = 0
        self.outside = 0
        self.counts = Counter()
        self.named = []

    def add(self, row, says):
        """Count a row that cannot be used; the first NAMED are kept with their number."""
        self.counts[says] += 1
        if len(self.named) < NAMED:
            self.named.append({"row": row, "says": says})

    def refuse_mostly_bad(self, what):
        """Raise NotReadable where there is nothing to load, or more rows are bad than good."""
        bad = sum(self.counts.values())
        if not self.read:
            raise NotReadable(f"The file has no {what}.")
        if bad * 2 > self.read:
            worst = self.counts.most_common(1)[0][0]
            raise NotReadable(
                f"{bad:,} of {self.read:,} rows cannot be used, so the file was not imported. "
                f"Mostly: {worst} Check which field is what."
            )
        if self.outside == self.read - bad:
            raise NotReadable(f"Not one of the {self.read:,} rows lies in this community. Check that it is its file.")

    def as_json(self):
        return {
            "read": self.read,
            "outside": self.outside,
            "counts": dict(self.counts.most_common(20)),
            "faults": self.named,
        }
