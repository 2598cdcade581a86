// What a person with eyes, a thumb or a small screen would trip over on this page, as lines of text.
() => {
  const faults = [];
  const about = (part) => `<${part.tagName.toLowerCase()} ${part.className || part.name || ""}> "${(part.textContent || part.name || "").trim().slice(0, 30)}"`;
  const width = document.scrollingElement.scrollWidth;
  if (width > innerWidth) faults.push(`scrolls sideways: ${width} px wide`);
  if (document.querySelectorAll("h1").length !== 1) faults.push("not exactly one h1");

  for (const control of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    const style = getComputedStyle(control);
    const isSeen = control.checkVisibility({ visibilityProperty: true }) && !control.closest(".vh, [aria-hidden=true], .skip");
    if (!isSeen || control.matches(".skip")) continue;
    // A box is ticked, and a list's row pressed, by what lies around it. A link in a sentence is as high as its line.
    const target = control.matches("[type=checkbox], [type=radio]") ? control.closest("label") || control : control;
    const box = target.getBoundingClientRect();
    const isText = style.display === "inline" && !control.matches("button, input, select, textarea");
    const isPressed = control.matches(".btn, .chip, button, select, textarea, input:not([type=checkbox], [type=radio])");
    const least = isPressed ? 44 : isText ? 0 : 24;
    if (box.height < least - 0.5 || (least && box.width < 24)) {
      faults.push(`${Math.round(box.width)} by ${Math.round(box.height)} px: ${about(control)}`);
    }
  }
  return faults;
}
