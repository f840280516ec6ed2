"""Hands on a keyboard: nothing but keys is pressed, and wherever the focus is, it can be seen."""

PATIENCE = 60  # looks, 50 milliseconds apart, until the focus has to be where it belongs
MOST = 100  # presses of Tab after which something is not to be reached

# Inside a box for a day, the browser itself draws which of its parts has the focus.
FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const ancestors = function* (one) { for (; one; one = one.parentElement) yield one; };
  const labels = [...(here.labels ?? [])];
  const spoken = here.getAttribute("aria-label") || labels.map((one) => one.innerText).join(" ");
  const box = here.getBoundingClientRect();
  const x = box.x + box.width / 2, y = box.y + Math.min(box.height, innerHeight - box.y) / 2;
  const top = document.elementFromPoint(x, y);
  const inside = ["date", "time"].includes(here.type) && !here.matches(":focus-visible");
  const drawn = inside || [here, ...labels].some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  });
  return {
    name: (spoken || here.innerText || here.value || "").replace(/\\s+/g, " ").trim(),
    tag: here.tagName.toLowerCase(),
    where: [...ancestors(here)].map((one) => one.id).filter(Boolean),
    drawn,
    shown: top !== null && (here.contains(top) || labels.some((one) => one.contains(top))),
  };
}"""


class Keys:
    """Somebody who uses a page by keyboard alone."""

    def __init__(self, page):
        self.page = page

    def lands(self, name: str, within: str = "") -> "Keys":
        """Wait until the focus lands on something called `name`, and can be seen there.

        Args:
            within: the id of what it has to be in.
        """
        for _ in range(PATIENCE):
            found = self.page.evaluate(FOCUSED)
            if found and found["name"].startswith(name):
                break
            self.page.wait_for_timeout(50)
        assert found, f"{self.page.url}: the focus is lost"
        assert found["name"].startswith(name), f"{self.page.url}: it is on {found}"
        assert not within or within in found["where"], found
        assert found["drawn"] and found["shown"], f"unseen focus on {found}"
        return self

    def to(self, name: str, back: bool = False) -> "Keys":
        """Press Tab (Shift+Tab if `back`) until something called `name` has the focus."""
        passed = []
        for _ in range(MOST):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            found = self.page.evaluate(FOCUSED)
            if found is None:
                continue  # the end of the page; the next one begins again
            assert found["drawn"] and found["shown"], f"unseen focus on {found}"
            if found["name"].startswith(name):
                return self
            passed.append(found["name"])
        raise AssertionError(f"{self.page.url}: no “{name}” among {passed}")

    def press(self, *keys: str) -> "Keys":
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> "Keys":
        """Type over whatever stands in the field."""
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def day(self, day: str) -> "Keys":
        """Type a day, given as 2026-04-15, in the order in which this browser asks for it."""
        year, month, of_month = day.split("-")
        for typed in (of_month + month + year, month + of_month + year):
            self.press("ArrowLeft", "ArrowLeft").page.keyboard.type(typed)
            if self.page.evaluate("document.activeElement.value") == day:
                return self
        raise AssertionError(f"{day} cannot be typed here")

    def choose(self, text: str) -> "Keys":
        """Choose from a list by the beginning of its words."""
        self.page.keyboard.type(text)
        chosen = "document.activeElement.selectedOptions[0].text"
        assert self.page.evaluate(chosen).startswith(text), self.page.evaluate(chosen)
        return self

    def see(self, text: str, within: str = "main") -> "Keys":
        """Wait until `text` is there."""
        self.page.locator(within).get_by_text(text).first.wait_for()
        return self
