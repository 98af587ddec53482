// The review page: going from item to passage and back, and taking a passage that is selected.
// The page works without it: links go to anchors, and a passage can be given by its words.
(() => {
  // A link between text and draft also moves the focus, so that the keyboard goes on from there.
  const go = (id) => {
    const target = document.getElementById(id);
    if (!target) return false;
    for (let up = target.closest("details"); up; up = up.parentElement?.closest("details")) up.open = true;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
    return true;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-jump]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const id = decodeURIComponent(link.hash.slice(1));
    if (go(id)) {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
    }
  });
  // A click on a marked passage goes to the item whose label stands before it.
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("[data-text] mark");
    if (!mark || String(getSelection()).trim()) return;
    let before = mark.previousElementSibling;
    while (before && !before.matches("a[data-jump]")) before = before.previousElementSibling;
    if (before) go(before.hash.slice(1));
  });

  // Characters are counted as the server counts them: a letter outside the basic plane is one.
  const length = (text) => [...text].length;
  const offset = (node, at) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const line = element?.closest("p[data-start]");
    if (!line) return null;
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(node, at);
    const piece = range.cloneContents();
    for (const label of piece.querySelectorAll("a[data-jump]")) label.remove();
    return Number(line.dataset.start) + length(piece.textContent);
  };
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const text = document.querySelector("[data-text]");
    if (!text?.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    document.getElementById("add-start").value = String(start);
    document.getElementById("add-end").value = String(end);
    const copy = range.cloneContents();
    for (const label of copy.querySelectorAll("a[data-jump]")) label.remove();
    document.getElementById("add-words").value = copy.textContent.trim().slice(0, 3000);
  });

  // After a piece of the page was exchanged, the focus goes where the work goes on.
  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    if (waiting) {
      const item = document.getElementById(waiting);
      (item?.querySelector("[role=alert]") ? item.querySelector("[aria-invalid], input:not([type=hidden]), textarea") : item?.querySelector(".review-form input:not([type=hidden]), .review-form textarea") ?? item)?.focus();
    }
    waiting = null;
  });
  let waiting = null;
  const remember = (event) => {
    const inside = event.target.closest?.(".review-item, .review-issue, #van-ban");
    if (inside) waiting = inside.id;
  };
  document.addEventListener("click", remember, true);
  document.addEventListener("submit", remember, true);
})();
