"""Which module reads which kind of place file."""

from events.gazetteer import addresses, named, streets

OF_KIND = {module.KIND: module for module in (addresses, streets, named)}
