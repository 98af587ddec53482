// Sliding through the days on which something became known. Without this the list does the same.
const range = document.getElementById("truot");
const list = document.getElementById("biet");
if (range && list) {
  range.hidden = false;
  const say = () => range.setAttribute("aria-valuetext", list.options[range.value].text);
  say();
  range.addEventListener("input", () => {
    list.selectedIndex = Number(range.value);
    say();
  });
  range.addEventListener("change", () => list.form.requestSubmit());
  list.addEventListener("change", () => {
    range.value = String(list.selectedIndex);
    say();
  });
}
