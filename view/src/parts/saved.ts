// Filters under a name: the address of the inbox, kept by this browser; nothing is sent anywhere.

import { fill, h } from "../dom";
import { t } from "../messages";

const KEY = "collusion.filters";
const MOST_NAME = 60;

type Saved = Record<string, string>;

function read(): Saved {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([, query]) => typeof query === "string"));
  } catch {
    return {};
  }
}

/** Keep filters where the place of the page allows that; return whether it does. */
function keep(saved: Saved): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(saved));
    return true;
  } catch {
    return false;
  }
}

/** A list of the names, and buttons to save what is set now and to forget a name. */
export function savedFilters(now: () => string, go: (query: string) => void, clear: HTMLElement): HTMLElement {
  let saved = read();
  const list = h("select", { "data-saved": "", onchange: () => list.value && go(saved[list.value] ?? "") });
  const name = h("input", { maxlength: MOST_NAME, autocomplete: "off", "data-save": "" });
  const told = h("span", { class: "told", role: "status" });
  const draw = (chosen: string): void => {
    const names = Object.keys(saved).sort();
    fill(list, [h("option", { value: "" }, names.length ? t("saved.choose") : t("saved.none")), ...names.map((one) => h("option", { value: one, selected: one === chosen }, one))]);
  };
  const save = (event: Event): void => {
    event.preventDefault();
    const as = name.value.trim();
    if (!as) return;
    saved = { ...saved, [as]: now() };
    told.textContent = keep(saved) ? "" : t("saved.lost");
    name.value = "";
    draw(as);
  };
  const forget = (): void => {
    const { [list.value]: _, ...rest } = saved;
    saved = rest;
    keep(saved);
    draw("");
  };
  draw(Object.keys(saved).find((one) => saved[one] === now()) ?? "");
  return h(
    "form",
    { class: "filters saved", "aria-label": t("saved.title"), onsubmit: save },
    h("label", { class: "field" }, h("span", {}, t("saved.title")), list),
    h("label", { class: "field" }, h("span", {}, t("saved.name")), name),
    h("button", { class: "quiet" }, t("saved.save")),
    h("button", { type: "button", class: "quiet", onclick: forget }, t("saved.forget")),
    clear,
    told,
  );
}
