// How a press in the panel went, said beside it.

/** Does a thing and says beside it how it went; `words` are for when it went well. */
export async function act(said, work, words) {
  try {
    await work();
    report(said, words(), false);
  } catch (error) {
    report(said, error.message, true);
  }
}

export function report(said, words, isError) {
  said.textContent = words;
  said.classList.toggle("error", isError);
}
