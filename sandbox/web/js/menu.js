// Context menus: what one may do with a message or a person, the bot's own entries ("Apps") included.

import { el } from "./dom.js";
import { closePopup, showPopup } from "./popup.js";

/** `groups` is a list of {label, items: [{label, press, danger}]}; empty groups are left out. */
export function openMenu(opener, name, groups) {
  const menu = el("div", { role: "menu", class: "menu", "aria-label": name });
  for (const group of groups.filter(({ items }) => items.length)) {
    menu.append(el("div", { role: "group", "aria-label": group.label ?? name },
      group.label ? el("p", { class: "menu-label", "aria-hidden": "true", text: group.label }) : null,
      group.items.map(menuItem)));
  }
  showPopup(menu, opener);
  menu.addEventListener("keydown", walk);
  menu.querySelector("[role=menuitem]")?.focus();
}

function menuItem({ label, press, danger }) {
  return el("button", {
    type: "button",
    role: "menuitem",
    tabindex: "-1",
    class: danger ? "danger" : null,
    text: label,
    on: { click: () => { closePopup(); press(); } },
  });
}

function walk(event) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const place = items.indexOf(document.activeElement);
  const last = items.length - 1;
  const steps = { ArrowDown: place === last ? 0 : place + 1, ArrowUp: place <= 0 ? last : place - 1, Home: 0, End: last };
  if (event.key in steps) items[steps[event.key]].focus();
  else if (event.key === "Escape" || event.key === "Tab") closePopup();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
