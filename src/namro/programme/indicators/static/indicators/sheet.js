// A block of cells pasted into a field fills the fields right of it and below; Enter and the arrows
// go from field to field as in a spreadsheet. Without it every field is filled in by itself, and a
// block is taken by the text area below.
(() => {
  const form = document.getElementById("phieu");
  if (!form) return;
  const told = document.getElementById("da-dan");
  const rows = () => [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input.figure")]);
  const placeOf = (field) => {
    const all = rows();
    const row = all.findIndex((fields) => fields.includes(field));
    return [all, row, row < 0 ? -1 : all[row].indexOf(field)];
  };
  let changed = false;
  form.addEventListener("change", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

  form.addEventListener("paste", (event) => {
    if (!event.target.matches("input.figure")) return;
    const text = (event.clipboardData?.getData("text/plain") ?? "").replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [all, row, column] = placeOf(event.target);
    let filled = 0;
    text.split("\n").forEach((line, down) => line.split("\t").forEach((cell, right) => {
      const field = all[row + down]?.[column + right];
      if (!field || !cell.trim()) return;
      field.value = cell.trim();
      field.closest("tr").classList.add("pasted");
      filled += 1;
    }));
    told.textContent = form.dataset.pasted.replace("{n}", String(filled));
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  form.addEventListener("keydown", (event) => {
    if (!event.target.matches("input.figure")) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [all, row, column] = placeOf(event.target);
    const there = all[row + step];
    const field = there && (there[column] ?? there[0]);
    if (field) { field.focus(); field.select(); }
  });
})();
