// What the page does beyond links and forms; without this script everything works, a page load later.
"use strict";

// The values of a facet as one types: the list comes from the server as HTML, escaped there.
for (const form of document.querySelectorAll("form[data-facet]")) {
  const list = form.closest("[data-values]").querySelector(".found-values");
  const before = list.innerHTML;
  let latest = 0;
  form.addEventListener("input", async () => {
    const turn = ++latest;
    const parameters = new URLSearchParams(new FormData(form));
    if (!parameters.get("typed").trim()) { list.innerHTML = before; return; }
    await new Promise((resolve) => setTimeout(resolve, 120));
    if (turn !== latest) return;
    parameters.set("part", "1");
    const answer = await fetch(`${form.action}?${parameters}`).catch(() => null);
    if (turn === latest && answer && answer.ok) list.innerHTML = await answer.text();
  });
}

// Keys as in a mail reader: / searches, j and k walk through the hits, Enter opens one, u goes back, ? helps.
const hits = [...document.querySelectorAll(".hit")];
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && writing) writing.blur();
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = hits.indexOf(event.target.closest(".hit"));
  if (event.key === "j" || event.key === "k") {
    const next = hits[event.key === "j" ? at + 1 : Math.max(0, at - 1)];
    if (next) { event.preventDefault(); next.focus(); next.scrollIntoView({ block: "nearest" }); }
  } else if (event.key === "Enter" && event.target.matches(".hit")) {
    event.target.querySelector("[data-hit]")?.click();
  } else {
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) target.select(); else target.click();
  }
});

// A claim that a link leads to is marked whole: names and found words in it part it into pieces.
function pointAtClaim() {
  const claim = CSS.escape(location.hash.slice(1));
  for (const piece of document.querySelectorAll(".pointed")) piece.classList.remove("pointed");
  if (claim) for (const piece of document.querySelectorAll(`[data-claims~="${claim}"]`)) piece.classList.add("pointed");
}
addEventListener("hashchange", pointAtClaim);
pointAtClaim();

// On a phone the facets stay folded until they are asked for.
if (matchMedia("(max-width: 52rem)").matches) for (const drawer of document.querySelectorAll(".drawer")) drawer.open = false;
