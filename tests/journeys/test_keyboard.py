"""With the keyboard alone: a short way to the search, every stop seen, and no place one cannot leave."""

import pytest

pytestmark = [pytest.mark.once, pytest.mark.django_db]

STOPS_TO_SEARCH = 10
# The control that has the focus: what it is, whether the focus can be seen on it, and whether anything hides it.
FOCUS = """() => {
  const LAMP = "rgb(255, 187, 61)";  // a ring or a ground of this color, with a dark line around it
  const control = document.activeElement;
  if (!control || control === document.body) return null;
  const shown = control.matches("[type=checkbox], [type=radio]") ? control.closest("label") || control : control;
  const marks = [control, shown].map(part => getComputedStyle(part));
  const box = shown.getBoundingClientRect();
  const spot = document.elementFromPoint(box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 12));
  control.dataset.stop ||= String(++window.stops || (window.stops = 1));
  return {
    stop: control.dataset.stop,
    name: (control.id || control.className || control.tagName) + ": " + (control.textContent || "").trim().slice(0, 30),
    id: control.id,
    inMain: Boolean(control.closest("main")),
    isMarked: marks.some(style => style.boxShadow !== "none"
      && (style.backgroundColor === LAMP || (style.outlineColor === LAMP && parseFloat(style.outlineWidth) >= 2))),
    isSeen: Boolean(spot) && (shown.contains(spot) || spot.contains(shown)),
  };
}"""
REACHABLE = """() => {
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const isStop = part => part.tabIndex >= 0 && part.checkVisibility({visibilityProperty: true});
  const isOneOfMany = part => part.type === "radio" && document.querySelector(`[name="${part.name}"]`) !== part;
  return [...document.querySelectorAll(controls)].filter(part => isStop(part) && !isOneOfMany(part)).length;
}"""


def stops(page, key="Tab", most=400):
    """The controls the key leads to, until it leaves the page or comes back to the first."""
    found = []
    for _number in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUS)
        if stop is None or (found and stop["stop"] == found[0]["stop"]):
            return found
        assert not found or stop["stop"] != found[-1]["stop"], f"stuck at {stop['name']}"
        found.append(stop)
    raise AssertionError(f"no end after {most} stops")


def test_the_search_is_a_few_stops_away(stage, screen):
    stage.many(30)
    screen.show(stage.nobody.get("/springfield/"))
    first = []
    for _number in range(STOPS_TO_SEARCH):
        screen.page.keyboard.press("Tab")
        first.append(screen.page.evaluate(FOCUS)["id"])
    assert "id_q" in first


@pytest.mark.parametrize("path", ["/springfield/", "/springfield/register/", "/about/privacy/"])
def test_the_first_stop_skips_to_the_content(stage, screen, path):
    stage.approved()
    screen.show(stage.nobody.get(path))
    screen.page.keyboard.press("Tab")
    skip = screen.page.evaluate(FOCUS)
    assert not skip["inMain"]
    assert skip["isSeen"]
    screen.page.keyboard.press("Enter")
    assert screen.page.url.endswith("#main")
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate(FOCUS)["inMain"]


def test_the_list_of_mistakes_takes_the_focus_and_leads_to_the_fields(stage, screen):
    screen.show(stage.nobody.post("/springfield/register/", {}))
    summary = screen.page.locator(".errsum")
    assert summary.evaluate("part => part === document.activeElement")
    for number in range(summary.locator("a").count()):
        link = summary.locator("a").nth(number)
        link.focus()
        screen.page.keyboard.press("Enter")
        assert "#" + screen.page.evaluate(FOCUS)["id"] == link.get_attribute("href")
    assert screen.page.title().startswith("Error: ")


WALKS = {
    "city": lambda stage: stage.nobody.get("/springfield/?has=food"),
    "party": lambda stage: stage.nobody.get(f"/springfield/{stage.edition.year}/p/2800-block-of-elm-st/"),
    "register": lambda stage: stage.nobody.get("/springfield/register/"),
    "what": lambda stage: step_of(stage, "what"),
    "closure": lambda stage: step_of(stage, "closure"),
    "queue": lambda stage: stage.cast.imani.get("/staff/springfield/"),
    "record": lambda stage: stage.cast.imani.get(f"/staff/springfield/parties/{stage.elm.reference}/"),
    "sign in": lambda stage: stage.nobody.get("/staff/account/login/"),
}


def step_of(stage, step):
    draft, rosa = stage.draft()
    return rosa.get(f"/springfield/register/{draft.key}/{step}/")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("walk", WALKS)
def test_every_stop_is_seen_and_left_again(stage, screen, walk, width):
    stage.approved()
    screen.page.set_viewport_size({"width": width, "height": 844})
    screen.show(WALKS[walk](stage))
    screen.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = stops(screen.page)
    assert [stop["name"] for stop in found if not stop["isMarked"]] == []
    assert [stop["name"] for stop in found if not stop["isSeen"]] == []
    assert len(found) == screen.page.evaluate(REACHABLE)
    assert len(stops(screen.page, "Shift+Tab")) >= len(found) - 1
