/* Comforts for pages that work without this file: open menus close by themselves, a form on its
   way is not sent twice, a part that could not be fetched says so, the focus is never lost with a
   part that is replaced, the page fits the address, and a link to something folded away opens it. */
"use strict";

const PATIENCE = 8000; // milliseconds

const openMenus = () => document.querySelectorAll("details.menu[open], .nav > details[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (event.submitter?.hasAttribute("data-download")) return; // the page stays, to be sent afterwards
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  setTimeout(() => form.removeAttribute("aria-busy"), PATIENCE); // a download leaves the page as it is
});

/* What fails on the server (5xx) or on the way is not put into the page; say so instead. */
const trouble = (shown) => {
  const notice = document.getElementById("trouble");
  notice.hidden = !shown;
  if (shown) notice.focus();
};
const byItself = (event) => event.detail.ctx?.sourceElement?.closest?.("[data-alone]"); // it asks again
document.addEventListener("htmx:before:request", (event) => { if (!byItself(event)) trouble(false); });
document.addEventListener("htmx:error", (event) => { if (!byItself(event)) trouble(true); });
document.addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.response.status >= 500 && !byItself(event)) trouble(true);
});

/* A part that is replaced takes the focus with it. Mostly the new one says where it goes
   (autofocus, or the same id); where it does not, the part itself has it. */
let replacesFocus = false;
document.addEventListener("htmx:before:swap", (event) => {
  replacesFocus = event.detail.ctx.target?.contains(document.activeElement) ?? false;
});
document.addEventListener("htmx:after:settle", (event) => {
  if (replacesFocus && document.activeElement === document.body) event.target.focus();
  replacesFocus = false;
});

/* Back through history: the browser may show the page as it was left, still waiting. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

/* Back to an address under which another part was shown: parts that htmx put there it fetches
   itself; where it does not know the address, the page is fetched anew. */
const here = () => location.pathname + location.search;
let shown = here();
for (const kind of ["push", "replace"]) {
  document.addEventListener(`htmx:after:history:${kind}`, () => { shown = here(); });
}
window.addEventListener("popstate", (event) => {
  if (here() !== shown && !event.state?.htmx) location.reload();
  shown = here();
});

/* Browsers do this themselves by now, but not all that are in use. */
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
};
window.addEventListener("hashchange", reveal);
reveal();
