// Shows the passkey buttons where the browser knows passkeys, and says so in words when the device gives none.
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-passkey]")) part.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const part of document.querySelectorAll("[data-passkey-error]")) part.hidden = false;
});
