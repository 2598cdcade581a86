"""Members: who of the staff may do what in a community; invitations and roles."""
