// Forms that the bot opens, and the page's own "are you sure". The browser's <dialog> holds the focus.

import { el, uniqueId } from "./dom.js";
import { FormField } from "./formfield.js";
import { markdown } from "./markdown.js";
import { FORM } from "./session.js";

const ROW = 1;
const LABEL = 18;
const WORDS = 10;

/** Opens a form of the bot; what was typed stays until it was taken or the reader leaves. */
export function openForm(form, room) {
  const fields = [];
  const questions = form.components.map((component) => question(component, room, fields));
  const problem = el("p", { class: "failure", role: "alert" });
  const submit = el("button", { type: "submit", class: "button primary", text: "Submit" });
  const dialog = shell(form.title, questions, problem, submit);
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-busy") === "true" || !check(fields)) return;
    problem.textContent = "";
    submit.setAttribute("aria-busy", "true");
    const failure = await send(form, room, fields);
    submit.removeAttribute("aria-busy");
    if (failure) problem.textContent = `${failure} What you wrote is still here: you can try again.`;
    else dialog.close();
  });
  show(dialog);
  (fields[0]?.input ?? submit).focus();
}

function question(component, room, fields) {
  if (component.type === WORDS) return el("div", { class: "text" }, markdown(component.content, room.names));
  const inner = component.type === LABEL ? [component.component] : component.type === ROW ? component.components : [];
  return inner.map((data) => {
    const field = new FormField(data, room, component.type === LABEL ? component : {});
    fields.push(field);
    // The answer goes back in the same kind of wrapping that the question came in.
    field.wrap = (answer) => (component.type === LABEL ? { type: LABEL, id: component.id, component: answer } : { type: ROW, components: [answer] });
    return field.node;
  });
}

function check(fields) {
  const problems = fields.map((field) => ({ field, reason: field.check() }));
  for (const { field, reason } of problems) field.complain(reason);
  const first = problems.find(({ reason }) => reason);
  first?.field.input?.focus();
  return !first;
}

function send(form, room, fields) {
  const components = fields.map((field) => field.wrap(field.answer()));
  const applicationId = form.application?.id ?? form.application_id;
  return room.session.interact(FORM, room.channel, applicationId, { id: form.id, custom_id: form.custom_id, components });
}

/** Asks before something that cannot be taken back; calls `agreed` on yes. */
export function confirm(title, words, action, agreed) {
  const yes = el("button", { type: "submit", class: "button danger", text: action });
  const dialog = shell(title, [el("p", { text: words })], null, yes);
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    agreed();
  });
  show(dialog);
  yes.focus();
}

function shell(title, content, problem, submit) {
  const id = uniqueId("dialog");
  const dialog = el("dialog", { "aria-labelledby": id });
  dialog.append(el("form", { novalidate: true },
    el("h2", { id, text: title }),
    el("div", { class: "questions" }, content),
    problem,
    el("div", { class: "row end" },
      el("button", { type: "button", class: "button secondary", text: "Cancel", on: { click: () => dialog.close() } }),
      submit)));
  return dialog;
}

function show(dialog) {
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    // The button that led here may have been drawn again meanwhile.
    if (before?.isConnected) before.focus();
    else document.getElementById("composer-text")?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}
