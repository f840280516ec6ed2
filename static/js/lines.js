/* Ticking many lines, orders or exceptions: arrows move between the boxes, Shift takes all in between, one box
   ticks all. The list works without this file: boxes are ticked one by one. */
"use strict";

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

const ready = () => {
  const form = document.getElementById("many");
  const boxes = form && !form.dataset.ready ? [...form.querySelectorAll('input[name="row"], input[name="case"]')] : [];

  const counted = () => boxes.filter((box) => box.checked).length;

  /* Say how many are ticked, and let the box at the head show all, some or none. */
  const tell = () => {
    const hint = form.querySelector("[data-ticked]");
    const ticked = counted();
    hint.dataset.plain ??= hint.textContent;
    hint.textContent = ticked ? hint.dataset.ticked.replace("{n}", ticked) : hint.dataset.plain;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };

  let from = 0; // the box from which Shift counts

  const range = (to, checked) => {
    const [first, last] = from < to ? [from, to] : [to, from];
    for (const box of boxes.slice(first, last + 1)) box.checked = checked;
  };

  const all = document.createElement("input");

  if (boxes.length) {
    form.dataset.ready = "1"; // a part that was not put in anew is as it was
    all.type = "checkbox";
    all.setAttribute("aria-label", form.dataset.all);
    const head = form.querySelector("thead th");
    head.replaceChildren(all);
    head.classList.add("tick");
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      tell();
    });

    form.addEventListener("click", (event) => {
      const at = boxes.indexOf(event.target);
      if (at < 0) return;
      if (event.shiftKey) range(at, event.target.checked);
      from = at;
      tell();
    });

    form.addEventListener("keydown", (event) => {
      const at = boxes.indexOf(event.target);
      if (at < 0 && event.target !== all) return;
      if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
        for (const box of boxes) box.checked = true;
      } else if (event.key in STEPS) {
        const to = Math.max(0, Math.min(boxes.length - 1, at + STEPS[event.key]));
        if (event.shiftKey && at >= 0) range(to, boxes[from].checked || (boxes[from].checked = true));
        else from = to;
        boxes[to].focus();
      } else {
        return;
      }
      event.preventDefault();
      tell();
    });

    window.addEventListener("pageshow", tell); // back through history: boxes are as they were left
    tell();
  }
};

document.addEventListener("portal:shown", ready); // parts of the page were put in anew
ready();
