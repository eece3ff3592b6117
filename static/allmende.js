// Allmende: improvements after loading. Every page works without this file.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const whole = new Intl.NumberFormat("de-DE");
const euro = new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" });
const clock = new Intl.DateTimeFormat("de-DE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });
const cents = (text) => Math.round((Number(text.replace(/[^\d,-]/g, "").replace(",", ".")) || 0) * 100);

// Say something once after a pause, so that a screen reader is not flooded.
function announcer(region, pause = 1200) {
  let timer;
  return (text) => {
    clearTimeout(timer);
    if (region && region.textContent !== text) timer = setTimeout(() => { region.textContent = text; }, pause);
  };
}

// Error summary: focus on load; links go into the field, not only to its place.
function errorSummary(root) {
  const box = root.querySelector(".al-errors");
  if (!box) return;
  // The skip link leaves its hash behind; the browser would put the focus there again.
  if (location.hash === "#inhalt") history.replaceState(null, "", location.pathname + location.search);
  if (!location.hash) box.focus();
  all("a[href^='#']", box).forEach((link) => link.addEventListener("click", (event) => {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    for (const fold of all("details:not([open])")) if (fold.contains(field)) fold.open = true;
    (field.closest(".kern-form-input, fieldset, tr") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  }));
}

// Character counter: always visible, announced at 90 and at 100 per cent. Text is never cut.
function counters(root) {
  all("textarea[data-limit]", root).forEach((field) => {
    const visible = document.getElementById(`${field.id}_count`);
    if (!visible) return;
    const say = announcer(document.getElementById(`${field.id}_count_live`));
    const limit = Number(field.dataset.limit);
    let level = 0;
    const show = (event) => {
      const length = [...field.value].length;
      const left = limit - length;
      visible.textContent = left < 0 ? `${whole.format(-left)} Zeichen zu viel` : `Noch ${whole.format(left)} Zeichen`;
      visible.classList.toggle("is-over", left < 0);
      const now = left < 0 ? 2 : Number(length >= limit * 0.9);
      if (event && (now !== level || now === 2)) say(visible.textContent);
      level = now;
    };
    field.addEventListener("input", show);
    show();
  });
}

// Dependent fields: data-shown-if="name=value" or "name=one|other" on the part. Without script it stays visible.
function dependentFields(root) {
  all("[data-shown-if]", root).forEach((part) => {
    const [name, wanted] = part.dataset.shownIf.split("=");
    const form = part.closest("form");
    const update = () => { part.hidden = !new FormData(form).getAll(name).some((value) => wanted.split("|").includes(value)); };
    form.addEventListener("change", update);
    update();
  });
}

// Finance plan: totals at once. The server's calculation is what counts.
function financePlan(root) {
  const plan = root.querySelector("[data-plan]");
  if (!plan) return;
  const say = announcer(document.querySelector("[data-plan-status]"));
  let gapInWords = "";
  const update = () => {
    const sums = {};
    const add = (key, value) => { sums[key] = (sums[key] || 0) + value; };
    all("tr[data-block]", plan).forEach((row) => {
      const block = row.dataset.block;
      const total = all("input[data-year]", row).reduce((sum, field) => {
        add(`${block}-${field.dataset.year}`, cents(field.value));
        return sum + cents(field.value);
      }, 0);
      add(block, total);
      const output = row.querySelector("output");
      if (output) output.textContent = euro.format(total / 100);
    });
    all("[data-total]").forEach((cell) => { cell.textContent = euro.format((sums[cell.dataset.total] || 0) / 100); });
    const rest = document.querySelector("[data-rest]");
    if (!rest) return;
    const gap = (sums.costs || 0) - (sums.funding || 0);
    const label = rest.closest("div")?.querySelector("dt");
    if (label) label.textContent = gap > 0 ? "Es fehlen" : gap < 0 ? "Zu viel" : "Unterschied";
    rest.textContent = gap === 0 ? "ausgeglichen" : euro.format(Math.abs(gap) / 100);
    rest.classList.toggle("is-bad", gap !== 0);
    if (gap !== 0) document.querySelector(".al-balance")?.classList.add("is-open"); // only the server says that all is well
    gapInWords = gap === 0 ? "Der Finanzplan ist ausgeglichen." : gap > 0 ? `Es fehlen ${euro.format(gap / 100)}.` : `${euro.format(-gap / 100)} zu viel.`;
  };
  plan.addEventListener("input", update);
  // Whoever leaves a row hears its sum and what is still missing, not a number for every key.
  plan.addEventListener("focusout", (event) => {
    const row = event.target.closest("tr[data-block]");
    if (!row || row.contains(event.relatedTarget)) return;
    const name = row.querySelector("th").firstChild.textContent.trim();
    say(`${name}: ${row.querySelector("output").textContent}. ${gapInWords}`.trim());
  });
  update();
}

// Autosave: every 20 seconds and when a field is left. Typed text stays in the page whatever happens.
function autosave(root) {
  all("form[data-autosave]", root).forEach((form) => {
    const line = form.querySelector("[data-saved]");
    const status = line?.querySelector("[role=status]");
    if (!status) return;
    const signIn = line.querySelector("[data-sign-in]");
    let changes = 0, saved = 0, busy = null, stopped = false, away = false, checked = false;
    const tell = (text, state) => {
      line.className = `al-saved ${state}`;
      if (status.textContent !== text) status.textContent = text;
    };
    const post = () => {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      return fetch(form.getAttribute("action") || location.href, { method: "POST", body, headers: { "X-Autosave": "1" } });
    };
    const refused = (answer) => answer.redirected || answer.status === 401 || answer.status === 403;
    // Whoever signed in again in another window has a new token: take it over from the page as it is now.
    const signedInAgain = async () => {
      const page = await fetch(location.href);
      const token = page.redirected ? null : new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
      if (token) all("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token.value; });
      return Boolean(token);
    };
    const send = async () => {
      const upTo = changes;
      let answer = await post();
      if (refused(answer) && await signedInAgain()) answer = await post();
      away = refused(answer);
      if (signIn) signIn.hidden = !away;
      if (away) return tell("Sie sind nicht mehr angemeldet. Ihre Eingaben sind in diesem Fenster noch da. Melden Sie sich in einem neuen Fenster an, dann speichern wir weiter.", "is-bad");
      const reply = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answer.status === 409) {
        stopped = true;
        return tell(reply.message || "Jemand hat diesen Abschnitt inzwischen geändert. Wählen Sie „Speichern“, um beide Fassungen zu sehen.", "is-bad");
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const drawnFrom = reply.fields || (reply.version === undefined ? {} : { version: reply.version });
      for (const [name, value] of Object.entries(drawnFrom)) if (form.elements[name]) form.elements[name].value = value;
      saved = upTo;
      tell(`Gespeichert um ${clock.format(reply.saved_at ? new Date(reply.saved_at) : new Date())} Uhr.`, "");
    };
    const save = () => {
      if (changes === saved || busy || stopped) return;
      busy = send().catch((error) => {
        away = error instanceof TypeError;
        tell(`${away ? "Keine Verbindung." : "Noch nicht gespeichert."} Ihre Eingaben sind in diesem Fenster noch da. Bitte schließen Sie es nicht.`, "is-bad");
      });
      busy.finally(() => { busy = null; });
    };
    const changed = () => { changes += 1; line.classList.add("is-busy"); };
    form.addEventListener("input", changed);
    form.addEventListener("focusout", save);
    setInterval(save, 20000);
    window.addEventListener("online", save);
    document.addEventListener("visibilitychange", save);
    // What is typed is saved before the page is sent: without connection or sign-in it stays here.
    form.addEventListener("submit", async (event) => {
      if (checked || (changes === saved && !busy)) return;
      event.preventDefault();
      await busy;
      save();
      await busy;
      await new Promise((later) => { setTimeout(later); }); // while it is being sent, a form is not sent again
      if (away) return;
      checked = true;
      saved = changes;
      form.requestSubmit(event.submitter);
      checked = false;
    });
    window.addEventListener("beforeunload", (event) => { if (changes !== saved) event.preventDefault(); });
  });
}

// Buttons that send something once: a second click while the answer is on its way changes nothing.
function sendOnce(root) {
  all("form[data-once]", root).forEach((form) => form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // autosave keeps the text first and sends it then
    if (form.dataset.once === "sent") event.preventDefault();
    form.dataset.once = "sent";
    form.setAttribute("aria-busy", "true");
  }));
}

const parts = [errorSummary, counters, dependentFields, financePlan, autosave, sendOnce];
const start = (root) => parts.forEach((part) => part(root));
start(document);
document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) start(event.detail.elt); });
// A page kept by the browser's back button may be sent again.
window.addEventListener("pageshow", (event) => { if (event.persisted) all("form[data-once]").forEach((form) => { form.dataset.once = ""; }); });
