// A list to choose from that floats over the page: keyboard, click and focus in one place.

import { el, uniqueId } from "./dom.js";

let open = null;

/** Closes whatever list or menu is open. */
export function closePopup({ refocus = true } = {}) {
  if (!open) return;
  const { node, opener, closed } = open;
  open = null;
  node.remove();
  opener.setAttribute("aria-expanded", "false");
  document.removeEventListener("pointerdown", outside, true);
  if (refocus && opener.isConnected) opener.focus();
  closed?.();
}

function outside(event) {
  if (open && !open.node.contains(event.target) && !open.opener.contains(event.target)) closePopup({ refocus: false });
}

/** Shows `node` beside `opener` and keeps it inside the window. */
export function showPopup(node, opener, { closed } = {}) {
  closePopup({ refocus: false });
  // A dialog that is open makes the rest of the page inert: a list belongs inside it.
  (opener.closest("dialog") ?? document.body).append(node);
  node.classList.add("popup");
  place(node, opener.getBoundingClientRect());
  opener.setAttribute("aria-expanded", "true");
  open = { node, opener, closed };
  document.addEventListener("pointerdown", outside, true);
}

function place(node, anchor) {
  const gap = 4;
  const { offsetWidth: width, offsetHeight: height } = node;
  const isBelow = anchor.bottom + gap + height <= innerHeight || anchor.top < height + gap;
  const top = isBelow ? anchor.bottom + gap : anchor.top - gap - height;
  node.style.top = `${Math.max(gap, Math.min(top, innerHeight - height - gap))}px`;
  node.style.left = `${Math.max(gap, Math.min(anchor.left, innerWidth - width - gap))}px`;
}

/**
 * Opens a listbox of `options` ({label, description, value}) with one or several to take.
 * `chosen(values)` is called once; closing without a choice calls nothing.
 */
export function chooseFrom(opener, { label, options, least, most, selected, chosen }) {
  const taken = new Set(selected);
  const isMany = most > 1 || least === 0;
  const listbox = el("ul", { role: "listbox", tabindex: "0", "aria-label": label, "aria-multiselectable": isMany ? "true" : null });
  const rows = options.map((option) => row(option, taken, isMany));
  listbox.append(...rows);
  const box = el("div", { class: "picker" }, listbox);
  const finish = () => {
    if (taken.size < least) return;
    closePopup();
    chosen(options.map((option) => option.value).filter((value) => taken.has(value)));
  };
  const pick = (place) => {
    toggle(taken, options[place].value, isMany, most);
    rows.forEach((node, at) => node.setAttribute("aria-selected", String(taken.has(options[at].value))));
    if (!isMany) finish();
  };
  if (isMany) box.append(el("button", { type: "button", class: "button primary", text: "Confirm", on: { click: finish } }));
  rows.forEach((node, at) => node.addEventListener("click", () => pick(at)));
  listbox.addEventListener("keydown", (event) => walk(event, listbox, rows, pick));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "Tab") return;
    if (event.key === "Tab" && isMany) return;
    event.preventDefault();
    event.stopPropagation();
    closePopup();
  });
  showPopup(box, opener);
  activate(listbox, rows, Math.max(0, options.findIndex((option) => taken.has(option.value))));
  listbox.focus();
}

function row(option, taken, isMany) {
  return el("li", { role: "option", id: uniqueId("choice"), "aria-selected": String(taken.has(option.value)), class: isMany ? "check" : null },
    el("span", { text: option.label }),
    option.description ? el("small", { text: option.description }) : null);
}

function toggle(taken, value, isMany, most) {
  if (!isMany) taken.clear();
  if (taken.has(value)) taken.delete(value);
  else if (taken.size < most) taken.add(value);
}

function activate(listbox, rows, place) {
  rows.forEach((node, at) => node.classList.toggle("active", at === place));
  listbox.dataset.active = String(place);
  listbox.setAttribute("aria-activedescendant", rows[place]?.id ?? "");
  rows[place]?.scrollIntoView({ block: "nearest" });
}

function walk(event, listbox, rows, pick) {
  const place = Number(listbox.dataset.active);
  const steps = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: rows.length - 1 };
  if (event.key in steps) activate(listbox, rows, Math.max(0, Math.min(rows.length - 1, steps[event.key])));
  else if (event.key === "Enter" || event.key === " ") pick(place);
  else return;
  event.preventDefault();
}
