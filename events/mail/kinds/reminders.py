"""Letters at their time: before the night, the day after, and to who has not answered."""

KINDS = {}
