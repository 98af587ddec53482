// The forms of a review save by themselves: when a value is changed, and before the page is left.
// Without this script the button of the form saves; what two people wrote is always shown by the
// button's way, and then only the button saves.
(() => {
  const MARKS = { idle: "", unsaved: "●", saving: "…", saved: "✓", wrong: "▲", paused: "▲", failed: "▲", gone: "▲" };
  let writing = null; // where the person was when both values had to be shown
  const states = new WeakMap();
  const stateOf = (form) => states.get(form) ?? states.set(form, { running: null, again: false, leaving: false }).get(form);
  const all = () => [...document.querySelectorAll("form[data-saving]")];

  // Every field has a hidden one beside it that holds what the draft says.
  const fields = (form) => [...form.elements].filter((field) => field.name.startsWith("seen-"))
    .map((seen) => ({ seen, field: form.elements.namedItem(seen.name.slice(5)) }));
  const written = (field) => (field.type === "checkbox" ? (field.checked ? "1" : "") : field.value);
  const dirty = (form) => fields(form).some(({ seen, field }) => written(field) !== seen.value);

  const show = (form, state, words = "") => {
    const place = form.querySelector("[data-save-state]");
    if (!place) return;
    const said = [place.dataset[state], words].filter(Boolean).join(" ");
    if (place.dataset.now === state && place.lastChild?.data === said) return;
    place.dataset.now = state;
    const mark = document.createElement("span");
    mark.setAttribute("aria-hidden", "true");
    mark.textContent = MARKS[state] && `${MARKS[state]} `;
    place.replaceChildren(mark, said);
  };

  const complain = (form, wrong) => {
    for (const { field } of fields(form)) {
      const words = wrong[field.name];
      field.classList.toggle("is-invalid", Boolean(words));
      if (words) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      const more = document.getElementById(`${field.id}-more`);
      const said = more?.querySelector(".field-error");
      if (!words) said?.remove();
      else if (said) said.lastChild.data = ` ${words}`;
      else if (more) {
        const line = document.createElement("p");
        line.className = "field-error";
        const mark = document.createElement("span");
        mark.setAttribute("aria-hidden", "true");
        mark.textContent = "▲";
        line.append(mark, ` ${words}`);
        more.append(line);
      }
    }
    if (!Object.keys(wrong).length) for (const alert of form.querySelectorAll(":scope > .alert-danger")) alert.remove();
  };

  // What was sent is now the draft's; what the person did not touch follows the other reviewer.
  const settle = (form, sent, values) => {
    for (const { seen, field } of fields(form)) {
      const now = written(field);
      if (now === sent.get(seen.name.slice(5)) || now === seen.value) {
        if (field.type === "checkbox") field.checked = values[field.name] === "1";
        else if (now !== values[field.name]) field.value = values[field.name];
      }
      seen.value = values[field.name];
    }
  };

  const send = async (form) => {
    const sent = new Map(fields(form).map(({ field }) => [field.name, written(field)]));
    const body = new URLSearchParams(new FormData(form));
    body.set("auto", "1");
    const version = document.getElementById("version");
    if (version) body.set("version", version.value);
    show(form, "saving");
    let response, answer;
    try {
      response = await fetch(form.action, { method: "POST", body, redirect: "error", keepalive: String(body).length < 60000 });
      answer = await response.json();
    } catch {
      show(form, "failed");
      return;
    }
    if (!form.isConnected) return;
    if (response.status === 409) {
      // Another wrote here too: the button's way shows both.
      form.dataset.paused = "";
      stateOf(form).showing = true;
      writing = form.contains(document.activeElement) ? document.activeElement.id : null;
      return;
    }
    if (response.status === 422) {
      complain(form, answer.wrong);
      show(form, "wrong");
      return;
    }
    if (!response.ok) {
      show(form, "gone", answer.said);
      return;
    }
    complain(form, {});
    settle(form, sent, answer.values);
    if (version?.isConnected) document.getElementById("version").value = answer.version;
    const open = document.getElementById("open-count");
    if (open) open.textContent = answer.open;
    if (dirty(form)) show(form, "unsaved");
    else show(form, "saved", answer.at);
  };

  const save = (form) => {
    const state = stateOf(form);
    if (state.running) {
      state.again = true;
      return state.running;
    }
    const run = async () => {
      do {
        state.again = false;
        await send(form);
      } while (state.again && form.isConnected && !("paused" in form.dataset) && dirty(form));
    };
    state.running = run().finally(() => {
      state.running = null;
      if (state.showing && form.isConnected) form.requestSubmit();
    });
    return state.running;
  };
  const wanted = (form) => dirty(form) && !("paused" in form.dataset);
  const saveAll = () => Promise.all(all().map((form) => (wanted(form) ? save(form) : stateOf(form).running)));

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-saving]")) return;
    if ("paused" in form.dataset) show(form, "paused");
    else show(form, dirty(form) ? "unsaved" : "idle");
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-saving]") && wanted(form)) save(form);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveAll();
  });
  addEventListener("online", () => saveAll());

  // The button waits for what is on its way, so that one's own changes never cross.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-saving]")) {
      const state = stateOf(form);
      if (state.running) {
        event.preventDefault();
        event.stopImmediatePropagation();
        state.running.then(() => form.isConnected && !state.showing && form.requestSubmit());
      } else if (!form.hasAttribute("hx-post")) state.leaving = true;
      return;
    }
    // Accepting and adding come after what is written has been saved.
    if (!form.matches("[data-saves-first]") || !all().some((each) => dirty(each) || stateOf(each).running)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    saveAll().then(() => {
      const left = all().find(dirty);
      if (!left) form.requestSubmit(event.submitter);
      else (left.querySelector("[aria-invalid]") ?? left.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
    });
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("form[data-saving] a[data-leave]");
    const form = link?.closest("form");
    if (!form || event.ctrlKey || event.metaKey || event.shiftKey || stateOf(form).leaving) return;
    if (!dirty(form) || "paused" in form.dataset) {
      stateOf(form).leaving = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    save(form).then(() => {
      if (!form.isConnected || stateOf(form).showing) return;
      if (dirty(form) && !confirm(form.querySelector("[data-save-state]").dataset.leave)) return;
      stateOf(form).leaving = true;
      link.click();
    });
  }, true);
  addEventListener("beforeunload", (event) => {
    const left = all().filter((form) => !stateOf(form).leaving && (dirty(form) || stateOf(form).running));
    if (!left.length) return;
    for (const form of left) if (wanted(form)) save(form);
    event.preventDefault();
  });

  // A form that has just come says that it saves by itself, and its way out is to close it.
  const greet = () => {
    for (const form of all()) {
      const place = form.querySelector("[data-save-state]");
      if (!place || place.dataset.now) continue;
      show(form, "paused" in form.dataset ? "paused" : form.querySelector(".is-invalid") ? "wrong" : dirty(form) ? "unsaved" : "idle");
      const link = form.querySelector("[data-close]");
      if (link) link.textContent = link.dataset.close;
    }
  };
  document.addEventListener("htmx:after:swap", () => {
    greet();
    if (writing) document.getElementById(writing)?.focus();
    writing = null;
  });
  greet();
})();
