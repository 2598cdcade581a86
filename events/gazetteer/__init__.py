"""What can be found by typing: a community's address points, street segments and named places, read from its files.

`addresses`, `streets` and `named` each know one kind of file and have the same three functions: `read_head` (what the
file seems to be), `examine` (what loading it would do) and `load` (do it). `files` keeps a load whole, `records` reads
rows of many spellings, `fields` guesses which field is what.
"""
