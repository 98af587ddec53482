// The site's own script. Everything works without it; it makes things smoother.
// htmx reads its settings from the page's <meta name="htmx-config">.
import "htmx.org";
import "@tabler/core";
import "./passkeys.js";

// A menu made of <details> closes on Escape and when attention goes elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
