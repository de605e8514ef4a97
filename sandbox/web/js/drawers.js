// The two sides of the page. On a wide screen they stand beside the room; on a narrow one they slide over it.

import { icon } from "./dom.js";

const SIDES = [
  { id: "rooms", toggle: "rooms-toggle", drawing: "menu", wide: "(min-width: 860px)" },
  { id: "panel", toggle: "panel-toggle", drawing: "clock", wide: "(min-width: 1160px)" },
];

export class Drawers {
  constructor() {
    this.sides = SIDES.map(({ id, toggle, drawing, wide }) => {
      const button = document.getElementById(toggle);
      button.prepend(icon(drawing));
      return { node: document.getElementById(id), button, wide: matchMedia(wide), isOpen: false };
    });
    for (const side of this.sides) {
      side.isOpen = side.wide.matches;
      side.wide.addEventListener("change", () => this.set(side, side.wide.matches));
      side.button.addEventListener("click", () => this.toggle(side));
      this.set(side, side.isOpen);
    }
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close({ refocus: true }));
    document.querySelector("main").addEventListener("pointerdown", () => this.close());
  }

  toggle(side) {
    const isOpen = !side.isOpen;
    if (isOpen) this.close();
    this.set(side, isOpen);
    if (isOpen && !side.wide.matches) side.node.querySelector("button")?.focus();
  }

  set(side, isOpen) {
    side.isOpen = isOpen;
    side.node.classList.toggle("open", isOpen);
    // A closed side must not be reached with the keyboard.
    side.node.inert = !isOpen;
    side.button.setAttribute("aria-expanded", String(isOpen));
  }

  /** Closes what lies over the room; what stands beside it stays. */
  close({ refocus = false } = {}) {
    for (const side of this.sides) {
      if (!side.isOpen || side.wide.matches) continue;
      this.set(side, false);
      if (refocus) side.button.focus();
    }
  }
}
