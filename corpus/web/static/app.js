// What is convenient but not needed: keys, and tables that open when something in them is the
// target of a link.
"use strict";

function openAround(hash) {
  const at = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!at) return;
  for (let e = at; e; e = e.parentElement) {
    if (e.tagName === "DETAILS") e.open = true;
  }
  at.scrollIntoView({ block: "center" });
}

addEventListener("hashchange", () => openAround(location.hash));
if (location.hash) openAround(location.hash);

// On a narrow screen the outline would push the text away.
const outline = document.querySelector("details.outline");
if (outline && matchMedia("(max-width: 60rem)").matches) outline.open = false;

// step moves the focus among what can be visited.
function step(by) {
  const all = [...document.querySelectorAll(".hit-item .jump, .restored a.doubt, .choice a")];
  if (all.length === 0) return;
  const now = all.indexOf(document.activeElement);
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "center" });
}

addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.altKey || e.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
  if (e.key === "/") {
    e.preventDefault();
    document.getElementById("q").select();
    document.getElementById("q").focus();
  } else if (e.key === "j") step(1);
  else if (e.key === "k") step(-1);
  else if (e.key === "e") document.querySelector(".line:target a.ln")?.click();
});
