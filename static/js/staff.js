// In a form with data-picks: one box that ticks all, and the number of ticked rows in every [data-picked].
for (const form of document.querySelectorAll("form[data-picks]")) {
  const all = form.querySelector("[data-pick-all]");
  const boxes = [...form.querySelectorAll(`input[type="checkbox"][name="${form.dataset.picks}"]`)];
  const counts = form.querySelectorAll("[data-picked]");

  const count = () => {
    const picked = boxes.filter((box) => box.checked).length;
    for (const place of counts) place.textContent = String(picked);
    if (all) {
      all.checked = picked > 0 && picked === boxes.length;
      all.indeterminate = picked > 0 && picked < boxes.length;
    }
  };

  if (all) {
    all.closest("[hidden]")?.removeAttribute("hidden");
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      count();
    });
  }
  form.addEventListener("change", count);
  count();
}

// Without a script every box is ticked by hand, so the counts wait for one.
for (const place of document.querySelectorAll("[data-picked]")) place.closest("[hidden]")?.removeAttribute("hidden");

// On a phone the menu and the tabs are wider than the screen: what is chosen comes into sight.
for (const chosen of document.querySelectorAll(".mast nav [aria-current], .subnav [aria-current], .tabs [aria-current]")) {
  const row = chosen.parentElement;
  row.scrollLeft = chosen.offsetLeft - row.offsetLeft - (row.clientWidth - chosen.clientWidth) / 2;
}

// A list made for paper is printed by its button; without a script the page says how.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Opening a row keeps the place in the list, and the keyboard goes on in the open party.
const queue = document.querySelector(".qgrid");
if (queue) {
  const kept = sessionStorage.getItem("queue-at");
  sessionStorage.removeItem("queue-at");
  if (kept !== null && queue.classList.contains("has-open")) {
    window.scrollTo({ top: Number(kept), behavior: "instant" });
    queue.querySelector(".qside")?.focus({ preventScroll: true });
  }
  queue.addEventListener("click", (event) => {
    if (event.target.closest(".beside")) sessionStorage.setItem("queue-at", String(window.scrollY));
  });
}

// Tells the server who has a party open, so that a second coordinator is warned.
for (const form of document.querySelectorAll("form[data-opened]")) {
  fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" }).catch(() => {});
}
