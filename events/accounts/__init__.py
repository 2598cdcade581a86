"""Staff sign-in: by e-mail and password or passkey, with a second step, and limits against guessing."""
