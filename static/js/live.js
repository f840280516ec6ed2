/* global byItself, htmx: portal.js, the library */
/* An open page asks by itself whether there is news (live/_asks.html), and then shows it in place:
   part by part, but for those in which somebody is typing. The reader is not moved, the focus
   stays, what was folded out stays so. A page that nobody sees does not ask. The page works
   without this file: it is as new as when it was opened. */
"use strict";

document.addEventListener("htmx:before:request", (event) => {
  if (byItself(event) && document.hidden) event.preventDefault();
});

const look = () => {
  for (const one of document.querySelectorAll("[data-alone]")) htmx.trigger(one, "look");
};
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });

/* What somebody began to fill in stays as it is, until it is sent. */
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    event.target.closest("form")?.setAttribute("data-begun", "");
  });
}

const FIELDS = "input, select, textarea";
const busy = (part) => part.querySelector("form[data-begun], form[aria-busy='true']") !== null
  || (part.contains(document.activeElement) && document.activeElement.matches(FIELDS));

/* Tokens differ in every copy of a page; they alone are no news. */
const bare = (part) => {
  const copy = part.cloneNode(true);
  for (const field of copy.querySelectorAll("input[type=hidden]")) field.remove();
  for (const one of copy.querySelectorAll("[data-htmx-powered]")) one.removeAttribute("data-htmx-powered");
  return copy.innerHTML;
};

const named = (part, kind) => [...part.querySelectorAll(kind)];

const keepFolds = (old, fresh) => {
  const title = (fold) => fold.querySelector("summary")?.textContent.trim();
  const open = new Set(named(old, "details[open]").map(title));
  for (const fold of named(fresh, "details")) if (open.has(title(fold))) fold.open = true;
};

const LINKS = "a[href], button, summary";
const keepFocus = (old, fresh) => {
  if (!old.contains(document.activeElement)) return null;
  const at = document.activeElement;
  const place = named(old, LINKS).indexOf(at);
  return () => {
    const same = at.id && document.getElementById(at.id);
    (same || named(fresh, LINKS)[place] || document.getElementById("main")).focus({ preventScroll: true });
  };
};

const exchange = (old, fresh) => {
  keepFolds(old, fresh);
  const again = keepFocus(old, fresh);
  old.replaceWith(fresh);
  htmx.process(fresh);
  again?.();
};

/* Put what is new into the page; say whether all of it could be. */
const renew = (page) => {
  let all = true;
  let before = null;
  const there = new Set(named(page, "[data-live]").map((one) => one.id));
  for (const fresh of page.querySelectorAll("[data-live]")) {
    const old = document.getElementById(fresh.id);
    if (old && bare(old) !== bare(fresh)) {
      if (busy(old)) all = false;
      else exchange(old, fresh);
    } else if (!old && before) {
      before.after(fresh);
      htmx.process(fresh);
    }
    before = document.getElementById(fresh.id);
  }
  for (const old of document.querySelectorAll("[data-live]")) {
    if (there.has(old.id)) continue;
    if (busy(old)) all = false;
    else old.remove();
  }
  return all;
};

/* The first thing in sight stays where it is, whatever was put in above it. */
const steady = (work) => {
  const seen = (one) => one.getBoundingClientRect().top >= 0;
  const mark = window.scrollY > 0 && named(document.getElementById("main"), "[id]:not([hidden])").find(seen);
  const top = mark ? mark.getBoundingClientRect().top : 0;
  const done = work();
  const same = mark && document.getElementById(mark.id);
  if (same) window.scrollBy({ top: same.getBoundingClientRect().top - top, behavior: "instant" });
  return done;
};

/* All of it is there: what was said of it goes after a while, by itself. */
const SAID = 10000; // milliseconds
const said = () => {
  const news = document.querySelector("#live .news");
  news?.querySelector("a").remove();
  setTimeout(() => news?.remove(), SAID);
};

const show = async () => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const all = steady(() => renew(page));
  const asks = page.getElementById("live-asks");
  if (asks) {
    document.getElementById("live-asks")?.replaceWith(asks);
    htmx.process(asks);
  }
  if (all) said();
  document.dispatchEvent(new CustomEvent("portal:shown"));
};

document.addEventListener("htmx:after:settle", () => {
  const news = document.querySelector("#live .news:not([data-told])");
  if (!news) return;
  news.dataset.told = "";
  const bell = document.getElementById("bell");
  if (bell) htmx.trigger(bell, "look");
  show().catch(() => {}); // the way by hand, "Show", still stands there
});
