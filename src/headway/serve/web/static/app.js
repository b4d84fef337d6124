// Keys, copying and small comforts. Every action is also a plain link or form, so nothing here is needed to work.
"use strict";

const find = (selector) => document.querySelector(selector);
const pressed = {e: "e", h: "h", x: "x", z: "z"};
let moved = false;

function cards() {
  return [...document.querySelectorAll(".card .cover")];
}

function move(step) {
  const all = cards();
  const at = all.findIndex((link) => link.getAttribute("aria-current"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next || all[at] === next) return;
  for (const link of all) {
    link.toggleAttribute("aria-current", false);
    link.closest(".card").classList.toggle("selected", link === next);
  }
  next.setAttribute("aria-current", "true");
  moved = true;
  next.focus({preventScroll: true});
  next.closest(".card").scrollIntoView({block: "nearest"});
  next.click();
}

function press(key) {
  const shown = [...document.querySelectorAll(`button[data-key="${key}"]`)].filter((button) => button.offsetParent);
  const button = key === "z" ? shown[0] : shown[0];
  if (button) {
    moved = true;
    button.click();
  }
}

function say(text) {
  const place = find("#told");
  if (place) {
    const line = document.createElement("div");
    line.className = "told";
    line.textContent = text;
    place.replaceChildren(line);
  }
}

async function copy(link) {
  try {
    await navigator.clipboard.writeText(link.dataset.copy);
    say("Copied. Paste it where you write.");
  } catch {
    say("Your browser did not allow copying: select the message and copy it.");
  }
}

function help(open) {
  const dialog = find("#help");
  if (open) dialog.showModal();
  else dialog.close();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) return;
  if (event.key === "?") help(true);
  else if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "c") {
    const link = find("[data-copy]");
    if (link) copy(link);
  } else if (event.key in pressed) press(event.key);
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-help]");
  if (opener) {
    event.preventDefault();
    help(true);
  }
  const link = event.target.closest("[data-copy]");
  if (link) copy(link);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-form]") || document.documentElement.dataset.theme) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  event.target.querySelector("[name=theme]").value = dark ? "light" : "dark";
}, true);

document.addEventListener("htmx:afterSettle", () => {
  const current = find(".cover[aria-current]");
  if (moved && current) {
    current.focus({preventScroll: true});
    current.closest(".card").scrollIntoView({block: "nearest"});
  }
  moved = false;
});
