"""Letters about a whole night that is postponed or called off."""

KINDS = {}
