// Sliders beside the fields for days: they run over the days of the archive
// and ask for the ledger when they come to rest.
"use strict";

const dayMs = 86400000;
for (const slider of document.querySelectorAll(".days-of .slider")) {
  const {first, last} = slider.closest(".days-of").dataset;
  const field = document.getElementById(slider.dataset.of);
  const from = Date.parse(first), to = Date.parse(last);
  if (isNaN(from) || isNaN(to) || to <= from) continue;
  const show = () => {
    const at = Date.parse(field.value);
    slider.value = isNaN(at) ? slider.max : Math.round((at - from) / dayMs);
    slider.setAttribute("aria-valuetext", field.value || "now");
  };
  slider.min = 0;
  slider.max = Math.round((to - from) / dayMs);
  show();
  slider.hidden = false;
  field.addEventListener("change", show);
  slider.addEventListener("input", () => {
    field.value = new Date(from + slider.value * dayMs).toISOString().slice(0, 10);
    slider.setAttribute("aria-valuetext", field.value);
  });
  slider.addEventListener("change", () => {
    if (window.htmx) htmx.trigger(slider.form, "asked");
    else slider.form.requestSubmit();
  });
}
