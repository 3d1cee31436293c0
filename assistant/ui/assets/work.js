/* What lies over the whole window: the palette and the keys, a focus that is never lost when a part is drawn
   anew, and the one place from which a change is read aloud. */
(() => {
  "use strict";

  function begin() {
    const { boxOf, copy, put, visible, shown, current, next, take } = window.ordhallig;
    const byId = (id) => document.getElementById(id);

    /* Said once: the state of the text is read aloud when it has changed and stayed so for a moment. */

    const region = Object.assign(document.createElement("p"), { id: "said", className: "sr" });
    region.setAttribute("role", "status");
    let waiting;

    function tell() {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        const line = shown()?.querySelector(".verdict")?.dataset.said || "";
        if (region.textContent !== line) region.textContent = line;
      }, 600);
    }

    /* Focus: where the part that held it is drawn anew, its likeness gets it back; else the nearest box. */

    let last = null;
    let ahead = null;  // what gets the focus once it is shown
    const nameOf = (node) =>
      [node.tagName, node.closest("[data-quote]")?.dataset.quote, JSON.stringify(node.dataset), node.textContent].join("|");

    document.addEventListener("focusin", ({ target }) => {
      const part = target.closest(".html-container")?.closest(".block");
      last = { node: target, part, name: nameOf(target), place: target.closest(".left, .judged, .bench") };
    });
    document.addEventListener("pointerdown", () => { last = null; });

    function refocus() {
      const wanted = ahead && document.querySelector(ahead);
      if (visible(wanted)) {
        ahead = null;
        wanted.focus({ preventScroll: true });
      }
      if (!last || document.activeElement !== document.body || (last.node.isConnected && visible(last.node))) return;
      const likes = [...(last.part?.querySelectorAll("button, a, input, select, summary") ?? [])].filter(visible);
      const boxes = [...(last.place?.querySelectorAll("textarea, input") ?? [])].filter(visible);
      (likes.find((node) => nameOf(node) === last.name) || boxes[0] || likes[0])?.focus({ preventScroll: true });
    }

    /* A warning is dismissed with a reason, which the server reads from a hidden box; or the fact is asked for. */

    const boxOfDismissed = (sheet) => boxOf(`${sheet.querySelector(".paper textarea").closest(".block").id}-dismissed`);
    const listOf = (box) => { try { return JSON.parse(box.value || "[]"); } catch { return []; } };
    const without = (list, { rule, quote }) => list.filter((one) => one.rule !== rule || one.quote !== quote);

    function dismissed(card, reason, noPromise) {
      if (!reason.trim()) return;
      const [sheet, { rule, quote }] = [card.closest(".judged"), card.dataset];
      const box = boxOfDismissed(sheet);
      put(box, JSON.stringify([...without(listOf(box), { rule, quote }), { rule, quote, reason: reason.trim(), no_promise: noPromise }]));
      sheet.querySelector(".paper textarea").focus({ preventScroll: true });
    }

    function undismissed(line) {
      const box = boxOfDismissed(line.closest(".judged"));
      put(box, JSON.stringify(without(listOf(box), line.dataset)));
    }

    function ask(button) {
      const form = button.closest(".judged").querySelector(".factbox");
      copy(button.dataset.question, button);
      form.querySelector("[data-add]").click();
      const fresh = [...form.querySelectorAll(".facts > .fact")].at(-1);
      fresh.querySelector("[data-field=about]").value = button.dataset.ask;
      fresh.prepend(Object.assign(document.createElement("p"), { className: "asked", textContent: button.dataset.done }));
      const says = fresh.querySelector("[data-field=says]");
      says.dispatchEvent(new Event("input", { bubbles: true }));
      says.focus({ preventScroll: true });
      fresh.scrollIntoView({ block: "nearest" });
    }

    document.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-dismiss], [data-undismiss], [data-ask]");
      if (button?.matches("[data-dismiss]")) dismissed(button.closest(".finding"), button.textContent, button.dataset.dismiss === "True");
      else if (button?.matches("[data-undismiss]")) undismissed(button.closest("li"));
      else if (button) ask(button);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !event.target.matches?.(".dismiss input")) return;
      event.preventDefault();
      dismissed(event.target.closest(".finding"), event.target.value, false);
    });

    /* The palette is a popover: the browser shuts it at Esc or a click beside it, and gives the focus back. */

    const palette = () => byId("palette");
    const isOpen = () => palette()?.matches(":popover-open");
    const options = () => [...palette().querySelectorAll("[role=option]")];

    function choose(option) {
      options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
      options().forEach((other, at) => { other.id = `option-${at}`; });
      boxOf("palette-query").setAttribute("aria-activedescendant", option?.id || "");
      option?.scrollIntoView({ block: "nearest" });
    }

    function open() {
      const [box, input] = [palette(), boxOf("palette-query")];
      box.setAttribute("popover", "auto");
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", input.placeholder);
      for (const [name, value] of [["role", "combobox"], ["aria-controls", "palette-list"], ["aria-expanded", "true"], ["autocomplete", "off"]]) {
        input.setAttribute(name, value);
      }
      put(input, "");
      box.showPopover();
      input.focus();
      choose(options()[0]);
    }

    function run(option) {
      palette().hidePopover();
      const { do: command, tab, entry, "case": matter } = option.dataset;
      ahead = matter ? "#next-reply" : entry ? "#entry button" : null;
      const tabs = document.querySelectorAll("#tabs [role=tab], #tabs .overflow-dropdown button");
      if (tab) [...tabs].find((button) => button.textContent.trim() === tab)?.click();
      else if (command) does[command]();
    }

    /* Enter waits for the options of what was typed last. */
    let pressed = false;
    function press(option) {
      const line = boxOf("palette-query").value.trim();
      pressed = byId("palette-list").dataset.query !== line;
      if (!pressed) option?.click();
    }

    function walk(event) {
      const [all, at] = [options(), options().findIndex((option) => option.getAttribute("aria-selected") === "true")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && all.length) choose(all.at((at + step) % all.length));
      else if (event.key === "Enter") press(all[at]);
      else if (event.key !== "Tab") return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }

    /* What can be done by name, and from anywhere by its key. */

    const home = () => { if (!visible(boxOf("line"))) document.querySelector("#tabs [role=tab]")?.click(); };
    const onSheet = (act) => () => { const sheet = shown(); if (sheet) act(sheet); };
    const dismiss = (sheet) => {
      const card = current(sheet) || sheet.querySelector(".finding");
      const folded = card?.querySelector("details.dismiss");
      if (!folded) return;
      folded.open = true;
      folded.querySelector("button").focus({ preventScroll: true });
      card.scrollIntoView({ block: "nearest" });
    };

    /* To the reply: the caret stands where it was, at first where the last paragraph before the name ends. */
    const written = new WeakSet();
    function draft() {
      home();
      const box = boxOf("draft");
      if (!visible(box)) return;
      const end = box.value.lastIndexOf("\n\n");
      box.focus();
      if (!written.has(box) || box.selectionStart === box.value.length) box.setSelectionRange(...(end > 0 ? [end, end] : [0, 0]));
      written.add(box);
    }

    function keys() {
      const list = document.querySelector("details.keys");
      list.open = true;
      list.querySelector("summary").focus();
    }

    const does = {
      new: () => { home(); byId("new")?.click(); boxOf("line")?.focus(); },
      line: () => { home(); boxOf("line")?.focus(); },
      draft,
      other: () => (document.activeElement === boxOf("draft") ? does.line() : draft()),
      next: onSheet(next),
      previous: onSheet((sheet) => next(sheet, -1)),
      take: onSheet((sheet) => take(sheet, current(sheet) || sheet.querySelector(".finding"))),
      dismiss: onSheet(dismiss),
      fact: onSheet((sheet) => sheet.querySelector("[data-add]")?.click()),
      copy: () => { home(); byId("copy")?.click(); },
      sent: () => { home(); byId("sent")?.click(); },
      language: () => document.querySelector("#switch a").click(),
      keys,
    };

    function named(event) {
      const control = event.ctrlKey || event.metaKey;
      if (control && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") return isOpen() ? "shut" : "open";
      if (control && event.key === "Enter" && event.shiftKey) return "copy";
      if (control && event.key === "Enter" && event.altKey) return "sent";
      if (control && event.altKey && event.code === "KeyN") return "new";
      if (event.key === "F2") return "other";
      if (event.key === "F9" && event.shiftKey) return "dismiss";
      if (event.key === "?" && !event.target.matches?.("input, textarea, select")) return "keys";
      return null;
    }

    document.addEventListener("keydown", (event) => {
      const act = named(event);
      if (act) {
        event.preventDefault();
        event.stopImmediatePropagation();
        ({ ...does, open, shut: () => palette().hidePopover() })[act]();
      } else if (isOpen()) {
        walk(event);
      } else if (event.key === "Escape") {
        const folded = event.target.closest?.("details.keys[open], details.dismiss[open]");
        if (folded) {
          folded.open = false;
          folded.querySelector("summary").focus();
        }
      }
    }, true);

    document.addEventListener("click", (event) => {
      const fold = event.target.closest("[data-fold]");
      if (fold) fold.setAttribute("aria-expanded", String(byId("cases").classList.toggle("is-open")));
      const option = event.target.closest("#palette [role=option]");
      if (option) run(option);
      if (event.target.closest("[data-palette]")) open();
      const list = document.querySelector("details.keys[open]");
      if (list && !list.contains(event.target)) list.open = false;
    });

    document.body.append(region);
    new MutationObserver((changes) => {
      refocus();
      document.querySelector("[data-fold]")?.setAttribute("aria-expanded", String(byId("cases").classList.contains("is-open")));
      if (changes.some(({ target }) => target.nodeType === 1 && target.closest(".verdict-line"))) tell();
      if (isOpen() && !palette().querySelector("[aria-selected=true]")) choose(options()[0]);
      if (isOpen() && pressed) press(options()[0]);
    }).observe(document.body, { childList: true, subtree: true });
  }

  // Gradio adds the scripts in an order of its own: desk.js may come later.
  if (window.ordhallig) begin();
  else addEventListener("desk", begin, { once: true });
})();
