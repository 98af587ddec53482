// Many workbooks are sent a few at a time, so that one sees how far it is and no request is long.
// Without this script they are sent at once, with the same result.
(() => {
  const form = document.getElementById("drop");
  if (!form) return;
  const PART = 5;
  const files = form.querySelector("input[type=file]");
  const box = document.getElementById("drop-progress");
  const bar = box.querySelector("progress");
  const said = document.getElementById("drop-said");
  const results = document.getElementById("results");
  const fill = (text, ...values) => values.reduce((whole, value) => whole.replace("%s", value), text);

  form.addEventListener("submit", async (event) => {
    const chosen = [...files.files];
    if (chosen.length <= PART) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    box.hidden = false;
    results.replaceChildren();
    bar.max = chosen.length;
    for (let done = 0; done < chosen.length; done += PART) {
      bar.value = done;
      said.textContent = fill(form.dataset.progress, done, chosen.length);
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      for (const file of chosen.slice(done, done + PART)) body.append("files", file);
      // A second file of a sheet is refused, in whichever part it comes.
      for (const each of results.querySelectorAll("[data-taken]")) body.append("taken", each.dataset.taken);
      let answer = null;
      try {
        answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "1" } });
      } catch {
        answer = null;
      }
      if (!answer || (!answer.ok && answer.status !== 422)) {
        said.textContent = fill(form.dataset.failed, chosen[done].name);
        button.disabled = false;
        return;
      }
      results.insertAdjacentHTML("beforeend", await answer.text());
    }
    bar.value = chosen.length;
    said.textContent = fill(form.dataset.done, chosen.length);
    button.disabled = false;
    form.reset();
  });
})();
