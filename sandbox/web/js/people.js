// "View as": the five people, who is looking now, and who has something new to read.

import { avatar, el } from "./dom.js";

/** A role in words: what people/ says of a person. */
export function roleOf(person) {
  const names = (person.roles ?? []).map((role) => role?.name ?? role).filter((name) => !/^\d+$/.test(name));
  return names.join(", ") || "Member";
}

export class People {
  constructor(node, people, chosen) {
    this.marks = new Map();
    this.inputs = new Map();
    node.append(el("legend", { text: "View as" }), el("div", { class: "people-row" }, people.map((person) => this.chip(person, chosen))));
  }

  chip(person, chosen) {
    const input = el("input", { type: "radio", name: "person", value: person.id, "aria-label": `${person.name}, ${roleOf(person)}`, on: { change: () => chosen(person.id) } });
    const mark = el("span", { class: "dot", hidden: true, role: "img", "aria-label": "something new" });
    this.inputs.set(person.id, input);
    this.marks.set(person.id, mark);
    return el("label", { class: "person", title: `${person.name}, ${roleOf(person)}` },
      input,
      avatar(person.name, person.id),
      el("span", { class: "person-words", "aria-hidden": "true" }, el("strong", { text: person.name }), el("small", { text: roleOf(person) })),
      mark);
  }

  show(personId) {
    this.inputs.get(personId).checked = true;
  }

  mark(personId, hasNew) {
    this.marks.get(personId).hidden = !hasNew;
  }
}
