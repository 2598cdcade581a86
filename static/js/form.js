// Puts the focus on the error summary, and on a control itself when its link in the summary is used.
const summary = document.querySelector(".errsum");

if (summary) {
  // A page that answered a form is asked for anew on Back and Reload; the browser need not ask to send it twice.
  history.replaceState(history.state, "", location.href);
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const control = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!control) return;
    event.preventDefault();
    const field = control.closest(".field");
    (field || control).scrollIntoView();
    control.focus({ preventScroll: true });
  });
}
