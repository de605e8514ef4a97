// "View as": the five people, who is looking now, and who has something new to read.

import { avatar, el } from "./dom.js";

/** A role in words: what people/ says of a person. */
export function roleOf(person) {
  const names = (person.roles ?? []).map((role) => role?.name ?? role).filter((name) => !/^\d+$/.test(name));
  const words = names.join(", ") || "member";
  return words[0].toUpperCase() + words.slice(1);
}

function label(person) {
  return `${person.name}, ${roleOf(person)}`;
}

export class People {
  constructor(node, people, chosen) {
    this.marks = new Map();
    this.inputs = new Map();
    node.append(el("legend", { text: "View as" }), el("div", { class: "people-row" }, people.map((person) => this.chip(person, chosen))));
  }

  chip(person, chosen) {
    const input = el("input", { type: "radio", name: "person", value: person.id, "aria-label": label(person), on: { change: () => chosen(person.id) } });
    const mark = el("span", { class: "dot", hidden: true, "aria-hidden": "true" });
    this.inputs.set(person.id, input);
    this.marks.set(person.id, mark);
    return el("label", { class: "person", title: label(person) },
      input,
      avatar(person.name, person),
      el("span", { class: "person-words", "aria-hidden": "true" }, el("strong", { text: person.name }), el("small", { text: roleOf(person) })),
      mark);
  }

  show(personId) {
    this.inputs.get(personId).checked = true;
  }

  mark(person, hasNews) {
    this.marks.get(person.id).hidden = !hasNews;
    this.inputs.get(person.id).setAttribute("aria-label", `${label(person)}${hasNews ? ", something new" : ""}`);
  }
}
