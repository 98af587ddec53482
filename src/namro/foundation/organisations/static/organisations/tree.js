// The day of the tree on a rail: sliding from event to event changes only the answer.
// Without it the day is written into its field, or an event is chosen from the list.
(() => {
  const rail = document.getElementById("rail");
  if (!rail) return;
  const days = JSON.parse(document.getElementById("event-days").textContent);
  const field = document.getElementById("on");
  const told = document.getElementById("rail-day");
  const shown = (iso) => iso.split("-").reverse().join("/");
  const say = () => {
    const day = shown(days[Number(rail.value)]);
    told.textContent = day;
    rail.setAttribute("aria-valuetext", day);
  };
  document.getElementById("rail-row").hidden = false;
  say();
  rail.addEventListener("input", say);
  rail.addEventListener("change", () => {
    field.value = shown(days[Number(rail.value)]);
    field.form.requestSubmit();
  });
  // Whatever was asked for, the rail stands at the last event up to that day.
  document.addEventListener("htmx:after:swap", () => {
    const answer = document.getElementById("answer");
    if (!answer?.dataset.day || document.activeElement === rail) return;
    let at = 0;
    days.forEach((day, index) => { if (day <= answer.dataset.day) at = index; });
    rail.value = String(at);
    say();
  });
  for (const select of field.form.querySelectorAll("select")) {
    select.addEventListener("change", () => field.form.requestSubmit());
  }
})();
