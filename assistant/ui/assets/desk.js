/* What the window does in the browser itself: marks that follow the text, keys, the clipboard, and
   keeping what was typed. It decides nothing: all that is shown comes from the server, escaped. */
(() => {
  "use strict";

  const STORE = "ordhallig";
  const NAME = "ordhallig.name";
  const language = document.currentScript.dataset.language;

  document.documentElement.lang = language;
  document.cookie = `language=${language}; path=/; max-age=31536000; samesite=lax`;
  // Gradio's own few words follow the browser; here they follow the window.
  for (const [name, value] of [["language", language], ["languages", [language]]]) {
    Object.defineProperty(navigator, name, { get: () => value, configurable: true });
  }

  const pace = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
  const byId = (id) => document.getElementById(id);
  const boxOf = (id) => byId(id)?.querySelector("textarea, input");
  const sheetOf = (node) => node.closest(".judged");
  const visible = (node) => node && node.offsetParent !== null;

  /* Code points, as the server counts, to the UTF-16 units of the browser, and back. */
  const units = (text, points) => [...text].slice(0, points).join("").length;
  const points = (text, at) => [...text.slice(0, at)].length;

  function put(box, value) {
    if (!box || box.value === value) return;
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* Keeping: each tab keeps its own in sessionStorage; the name stays on the machine. */

  const stored = () => {
    try { return JSON.parse(sessionStorage.getItem(STORE) || "{}"); } catch { return {}; }
  };

  function keep(ids, values) {
    const kept = Object.fromEntries(ids.map((id, i) => [id, values[i] ?? ""]));
    try {
      sessionStorage.setItem(STORE, JSON.stringify(kept));
      localStorage.setItem(NAME, kept.agent || "");
    } catch { /* storage is off or full: the window works on, it only forgets at a reload */ }
    return [];
  }

  function kept(ids) {
    const values = stored();
    if (!values.agent) values.agent = localStorage.getItem(NAME) || "";
    return ids.map((id) => values[id] || "");
  }

  /* A key pressed before Gradio listens to its buttons would be lost: it waits for the answer to the page's first event. */
  let listen;
  const listening = new Promise((resolve) => { listen = () => { document.documentElement.dataset.listening = ""; resolve(); return []; }; });

  /* What stands in the boxes when the page goes away: Gradio passes over changes that come too close. */
  function keepNow() {
    const ids = Object.keys(stored());
    if (ids.length) keep(ids, kept(ids).map((value, i) => boxOf(ids[i])?.value ?? value));
  }

  addEventListener("pagehide", keepNow);

  /* Signed out meanwhile: the page leads to the sign-in and back. */
  const call = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await call(...asked);
    if (answer.status === 401) location.reload();
    return answer;
  };

  /* What Gradio itself says, and only in English. */
  const SAID = {
    "Error": "Fel",
    "Connection to the server was lost. Attempting reconnection...":
      "Förbindelsen med servern är bruten. Det du har skrivit finns kvar, och fönstret söker servern igen.",
  };

  function translate() {
    document.querySelector("[aria-label='More tabs']")?.setAttribute("aria-label", "Fler flikar");
    for (const said of document.querySelectorAll(".toast-title, [data-testid='toast-text']")) {
      for (const words of said.childNodes) {
        const own = words.nodeType === Node.TEXT_NODE && SAID[words.data.trim()];
        if (own) words.data = own;
      }
    }
  }

  if (language === "sv") {
    new MutationObserver(translate).observe(document.documentElement, { childList: true, subtree: true });
  }

  /* Marks: the layer under the text box holds the text that was checked. While the two differ, the
     marks from the first difference on are hidden, so that a mark never lies on other words. */

  function align(sheet) {
    const box = sheet.querySelector(".paper textarea");
    const layer = sheet.querySelector(".layer");
    if (!box || !layer) return;
    const [now, checked] = [box.value, layer.textContent];
    let same = 0;
    while (same < now.length && same < checked.length && now[same] === checked[same]) same += 1;
    const whole = now === checked;
    const reached = points(checked, same);
    for (const mark of layer.querySelectorAll("mark")) {
      mark.classList.toggle("stale", !whole && Number(mark.dataset.end) > reached);
    }
    sheet.classList.toggle("is-stale", !whole);
  }

  const current = (sheet) => sheet.querySelector(".finding.is-current");

  function show(sheet, card) {
    current(sheet)?.classList.remove("is-current");
    for (const mark of sheet.querySelectorAll("mark.is-current")) mark.classList.remove("is-current");
    if (!card) return;
    card.classList.add("is-current");
    card.scrollIntoView({ block: "nearest", behavior: pace() });
    for (const mark of sheet.querySelectorAll("mark")) {
      const inside = Number(mark.dataset.start) >= Number(card.dataset.start) && Number(mark.dataset.end) <= Number(card.dataset.end);
      mark.classList.toggle("is-current", inside);
    }
  }

  function select(sheet, node) {
    const box = sheet.querySelector(".paper textarea");
    const [start, end] = [units(box.value, Number(node.dataset.start)), units(box.value, Number(node.dataset.end))];
    box.focus({ preventScroll: true });
    box.setSelectionRange(start, end);
    const mark = sheet.querySelector(`.layer mark[data-start="${node.dataset.start}"]`);
    mark?.scrollIntoView({ block: "nearest", behavior: pace() });
  }

  function next(sheet, step = 1) {
    const cards = [...sheet.querySelectorAll(".finding")];
    if (!cards.length) return;
    const at = cards.indexOf(current(sheet));
    const card = cards.at((at < 0 && step < 0 ? step : at + step) % cards.length);
    show(sheet, card);
    select(sheet, card);
  }

  /* Takes a rewrite as if it had been typed, so that Ctrl+Z takes it back. */
  function take(sheet, card) {
    const button = card?.querySelector("[data-take]");
    if (!button) return;
    const box = sheet.querySelector(".paper textarea");
    const quote = card.dataset.quote;
    let start = units(box.value, Number(card.dataset.start));
    if (box.value.slice(start, start + quote.length) !== quote) start = box.value.indexOf(quote);
    if (start < 0) return;
    box.focus({ preventScroll: true });
    box.setSelectionRange(start, start + quote.length);
    if (!document.execCommand("insertText", false, button.dataset.rewrite)) {
      box.setRangeText(button.dataset.rewrite, start, start + quote.length, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /* Facts: the form's fields become one hidden value; nothing is drawn again while one types. A folded fact is
     told in the line that folds it out. */

  function tellFact(fact) {
    const value = (name) => fact.querySelector(`[data-field=${name}]`).value.trim();
    const [about, holds] = ["about", "holds"].map((name) => fact.querySelector(`[data-field=${name}]`).selectedOptions[0]);
    fact.querySelector("summary strong").textContent = value("says") || about.text;
    const parts = [value("says") && about.value && about.text, value("by"), value("amount"), holds.dataset.told, value("source")];
    fact.querySelector("summary span").textContent = parts.filter(Boolean).join(" · ");
  }

  function gather(form) {
    const rows = [...form.querySelectorAll(".facts > .fact")].map((fact, number) => {
      fact.dataset.row = number;
      tellFact(fact);
      const fields = [...fact.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field.value.replace(/\s*\n\s*/g, " ")]);
      return { ...Object.fromEntries(fields), as_of: fact.dataset.as_of };
    });
    put(boxOf(`${form.closest(".block").id}-rows`), JSON.stringify(rows));
  }

  const clock = () => {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  };

  function blame(place) {
    for (const field of place.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const fault of place.querySelectorAll(".fact-faults li")) {
      const field = place.querySelector(`.facts > .fact[data-row="${fault.dataset.row}"] [data-field="${fault.dataset.field}"]`);
      field?.setAttribute("aria-invalid", "true");
      if (field) field.closest("details").open = true;
    }
  }

  /* What the server's HTML may ask for: each piece of HTML hands its clicks to its own Gradio events. */

  function clicks(element, trigger, watch) {
    const scroller = element.closest("#talk");
    watch("value", () => {
      if (scroller?.querySelectorAll(".turn").length > 1) requestAnimationFrame(() => { scroller.scrollTop = scroller.scrollHeight; });
      if (element.closest("#entry, #case")) entered(element);
      if (element.closest("#preview")) element.scrollIntoView({ block: "nearest", behavior: pace() });
    });
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-example], [data-choose], [data-entry], [data-preview], [data-case]");
      if (!button) return;
      const [kind, value] = Object.entries(button.dataset)[0];
      trigger(kind, { value });
    });
    element.addEventListener("change", (event) => {
      if (event.target.matches("[data-choice]")) trigger("choose", { value: event.target.value });
    });
  }

  /* The playbook: an opened entry stands in the address, the list is walked with the arrows, a wording
     goes to the caret in the draft, or to the clipboard while there is no draft. */

  function entered(element) {
    const id = element.querySelector(".entry")?.dataset.id;
    if (id) history.replaceState(null, "", `?entry=${encodeURIComponent(id)}`);
    const title = element.querySelector("h2")?.textContent;
    if (!title || title === element.dataset.opened) return;  // the same one, drawn anew: what was in sight stays there
    element.dataset.opened = title;
    const column = element.closest(".middle");
    column.scrollTop = 0;
    if (column.scrollHeight <= column.clientHeight + 1) column.scrollIntoView({ behavior: pace() });  // one column
  }

  function walk(event) {
    const input = boxOf("query");
    const stops = [input, ...document.querySelectorAll(".library .aside [data-entry]")];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || (at > 0 && event.key === "Escape" && (input.focus(), true)) || !step || !stops[at + step]) return;
    event.preventDefault();
    stops[at + step].focus();
  }

  function use(button) {
    const box = boxOf("draft");
    if (!box || box.value.trim() === "") {
      copy(button.dataset.use, button);
    } else {
      const at = box.selectionStart || box.value.lastIndexOf("\n\n");
      const place = at > 0 ? at : box.value.length;
      const space = /\s$/.test(box.value.slice(0, place)) ? "" : " ";
      document.querySelector("[role=tab]")?.click();
      box.focus({ preventScroll: true });
      box.setRangeText(space + button.dataset.use, place, place, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    button.classList.add("is-done");
    setTimeout(() => button.classList.remove("is-done"), 2000);
  }

  function form(element) {
    element.addEventListener("input", (event) => {
      const fact = event.target.closest(".fact");
      if (fact) fact.dataset.as_of = clock();
      gather(element);
    });
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-add]")) {
        const fresh = element.querySelector("template").content.firstElementChild.cloneNode(true);
        element.querySelector(".facts").append(fresh);
        gather(element);
        fresh.querySelector("select").focus();
      }
      const fact = event.target.closest("[data-remove]")?.closest(".fact");
      if (fact) {
        const after = fact.nextElementSibling || fact.previousElementSibling;
        fact.remove();
        gather(element);
        (after?.querySelector("summary") || element.querySelector("[data-add]")).focus();
      }
    });
  }

  function faults(element, watch) {
    watch("value", () => blame(element.closest(".factbox")));
  }

  /* The gate has closed: bring it into sight, and the caret to where a reason is given. */
  function gate(element, watch) {
    watch("value", () => {
      if (!element.textContent.trim()) return;
      const asks = element.querySelector(".gate") && byId("reason");
      if (asks) boxOf("reason").focus({ preventScroll: true });
      (asks || element).scrollIntoView({ block: "nearest", behavior: pace() });
    });
  }

  /* The clipboard, also where the page is not served securely. */
  async function copy(text, button = byId("copy")) {
    if (!text) return [];
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    button?.classList.add("is-done");
    setTimeout(() => button?.classList.remove("is-done"), 2000);
    return [];
  }

  /* Keys and clicks for the whole window. */

  const shown = () => [...document.querySelectorAll(".judged")].find(visible);

  /* On a busy machine Gradio has lost such a click: asked again while the writing goes on. */
  const stop = (times = 6) => {
    if (!times || !visible(document.querySelector(".busy"))) return;
    byId("stop")?.click();
    setTimeout(() => stop(times - 1), 500);
  };

  document.addEventListener("keydown", (event) => {
    const sheet = shown();
    if (event.key === "F8" && sheet) {
      event.preventDefault();
      next(sheet, event.shiftKey ? -1 : 1);
    } else if (event.key === "F9" && !event.shiftKey && sheet) {
      event.preventDefault();
      take(sheet, current(sheet) || sheet.querySelector(".finding"));
    } else if (["ArrowDown", "ArrowUp", "Escape"].includes(event.key) && visible(boxOf("query"))) {
      walk(event);
    } else if (event.key === "Escape" && visible(document.querySelector(".busy"))) {
      stop();
    } else if (event.key === "Escape" && visible(sheet?.querySelector(".asking"))) {
      sheet.querySelector("button.stop-second").click();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      const paper = event.target.closest?.(".paper");
      event.preventDefault();
      if (paper) paper.querySelector("textarea").dispatchEvent(new Event("input", { bubbles: true }));
      else listening.then(() => byId("send-line")?.click());
    }
  }, true);

  document.addEventListener("click", (event) => {
    const wording = event.target.closest("[data-use]");
    if (wording) use(wording);
    const section = byId(event.target.closest("[data-section]")?.dataset.section);
    section?.scrollIntoView({ behavior: pace() });
    if (event.target.closest("[role=tab]")) {
      setTimeout(() => { if (!visible(byId("entry"))) history.replaceState(null, "", location.pathname); });
    }
    const sheet = sheetOf(event.target);
    if (!sheet) return;
    const card = event.target.closest(".finding");
    if (event.target.closest("[data-next]")) next(sheet);
    else if (event.target.closest("[data-take]")) take(sheet, card);
    else if (event.target.closest("[data-go]")) {
      if (card) show(sheet, card);
      select(sheet, event.target.closest("[data-start]"));
    }
  });

  document.addEventListener("submit", (event) => {  // signing out: whoever comes next begins with an empty desk
    if (!event.target.matches("[action='/sign-out']")) return;
    sessionStorage.removeItem(STORE);
    localStorage.removeItem(NAME);
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches?.(".paper textarea")) align(sheetOf(event.target));
  });

  document.addEventListener("selectionchange", () => {
    const box = document.activeElement;
    if (!box?.matches?.(".paper textarea") || box.selectionStart !== box.selectionEnd) return;
    const sheet = sheetOf(box);
    const at = points(box.value, box.selectionStart);
    const card = [...sheet.querySelectorAll(".finding")].find((c) => Number(c.dataset.start) <= at && at < Number(c.dataset.end));
    if (card && card !== current(sheet)) show(sheet, card);
  });

  function layer(element, watch) {
    watch("value", () => align(sheetOf(element)));
    const box = sheetOf(element).querySelector(".paper textarea");
    if (box) new MutationObserver(() => align(sheetOf(element))).observe(box, { attributes: true });
  }

  /* A file that the server made, into the browser's folder. */
  function save(file) {
    if (!file) return [];
    const { name, text } = JSON.parse(file);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text]));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    return [];
  }

  window.ordhallig = { keep, kept, listen, clicks, form, faults, gate, layer, copy, save, boxOf, put, visible, shown, current, next, take };
  dispatchEvent(new Event("desk"));
})();
