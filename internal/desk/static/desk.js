// What a browser with scripts has over one without: times in the reader's
// zone, facts that light up beside their words, and news of new facts.
"use strict";

// Times: the original stays, the reader's zone stands beside it.
function localTimes(root) {
  const set = document.documentElement.dataset.zone || "";
  if (set === "original") return;
  let format;
  try {
    format = new Intl.DateTimeFormat("en-GB", {
      day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
      ...(set ? {timeZone: set} : {}),
    });
  } catch { return; }
  for (const t of root.querySelectorAll("time.moment:not([data-local])")) {
    const at = new Date(t.dateTime);
    if (isNaN(at)) continue;
    t.dataset.local = "1";
    const beside = document.createElement("span");
    beside.className = "local";
    beside.textContent = " (" + format.format(at) + ")";
    t.after(beside);
  }
}

// Facts: what is pointed at or focused is lit everywhere it stands.
function light(ids, on) {
  for (const id of ids) {
    for (const e of document.querySelectorAll(`[data-f~="${CSS.escape(id)}"]`)) e.classList.toggle("lit", on);
  }
}
function lightable(e) {
  const at = e.target instanceof Element && e.target.closest("[data-f]");
  return at ? at.dataset.f.split(" ") : [];
}
for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(name, (e) => light(lightable(e), on));
}

// Choices: a box with data-shows hides what it names when it is not checked.
document.addEventListener("change", (e) => {
  const c = e.target.dataset && e.target.dataset.sends;
  if (c !== undefined && e.target.form) e.target.form.requestSubmit();
});

// Zones: the browser knows which there are.
function fillZones() {
  const list = document.getElementById("zones");
  if (!list || !Intl.supportedValuesOf) return;
  for (const z of Intl.supportedValuesOf("timeZone")) list.append(new Option(z, z));
}

localTimes(document);
fillZones();
document.addEventListener("htmx:afterSwap", () => localTimes(document));
