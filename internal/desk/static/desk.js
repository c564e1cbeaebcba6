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
    const local = format.format(at);
    if (sameClock(t.textContent, local)) continue;
    const beside = document.createElement("span");
    beside.className = "local";
    beside.textContent = " (" + local + ")";
    t.after(beside);
  }
}

// sameClock says that two times show the same day and clock, so that one
// beside the other says nothing.
function sameClock(a, b) {
  const clock = (s) => (s.match(/^\d+ \w+/) || [""])[0] + (s.match(/\d\d:\d\d/) || [""])[0];
  return clock(a) === clock(b);
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

// News: facts that come while a page is open. What is marked as live is got
// anew in place, unless somebody is at work in it; elsewhere a line says so.
// Pages that nobody sees do not listen: a browser keeps few lines to a server.
// They hear then what came meanwhile: what comes after the mark of the last
// merge that they heard of.
let line, mark, fresh = 0, coming = 0;
function listen() {
  if (document.hidden || !window.EventSource) {
    if (line) line.close();
    line = null;
    return;
  }
  if (line) return;
  coming = 0;
  line = new EventSource("/api/v1/stream" + (mark ? "?after=" + mark : ""));
  line.addEventListener("ready", (e) => { mark ||= e.lastEventId; });
  line.addEventListener("new", () => coming++);
  line.addEventListener("merged", (e) => {
    mark = e.lastEventId;
    fresh += coming;
    coming = 0;
    renew();
  });
}
function renew() {
  let told = fresh === 0;
  for (const e of document.querySelectorAll("[data-live][id]")) {
    if (!window.htmx || e.contains(document.activeElement)) continue;
    const at = "#" + e.id;
    htmx.ajax("GET", location.pathname + location.search, {source: e, target: at, select: at, swap: "outerHTML"});
    told = true;
  }
  const news = document.getElementById("news");
  news.hidden = false;
  news.replaceChildren(fresh === 1 ? "1 new fact came. " : fresh ? fresh + " new facts came. " : "The record was renewed. ");
  if (told) return;
  const link = document.createElement("a");
  link.href = "/";
  link.textContent = "See what is new";
  news.append(link);
}

// Errors: what a form was answered with is a page of its own.
document.addEventListener("htmx:responseError", (e) => {
  if (e.target.matches("form[hx-get]")) location.assign(e.detail.pathInfo.finalRequestPath);
});

// Zones: the browser knows which there are.
function fillZones() {
  const list = document.getElementById("zones");
  if (!list || !Intl.supportedValuesOf) return;
  for (const z of Intl.supportedValuesOf("timeZone")) list.append(new Option(z, z));
}

localTimes(document);
fillZones();
listen();
document.addEventListener("visibilitychange", listen);
window.addEventListener("pagehide", () => { if (line) line.close(); line = null; });
window.addEventListener("pageshow", listen);
document.addEventListener("htmx:afterSwap", () => localTimes(document));
