"""Letters that ask last year's hosts back."""

KINDS = {}
