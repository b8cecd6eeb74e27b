// How the group would stand without families, accounts or products, or together with another group: asked of the host.
// A report, which can ask nobody, keeps how it would stand without each family.

import type { RingDocument, Standing } from "../documents";
import { fill, h, idText } from "../dom";
import { odds, percent } from "../format";
import type { Client } from "../host";
import { t } from "../messages";
import type { Brush } from "./brush";
import { familyName } from "./facts";

export function whatIf(ring: RingDocument, client: Client, brush: Brush, others: readonly string[]): HTMLElement | null {
  const known = new Map((ring.removals ?? []).map((one) => [one.family, one]));
  if (!client.host.canWhatIf && !known.size) return null;
  const families = ring.waterfall.steps.filter((step) => step.amount !== null && (client.host.canWhatIf || known.has(step.family)));
  const without = new Set<string>();
  const accounts = new Set<string>();
  const products = new Set<string>();
  const merged = new Set<string>();
  const answer = h("div", { role: "status", class: "answer" });
  let asked = 0;

  async function ask(): Promise<void> {
    const turn = (asked += 1);
    for (const one of choosers) one.draw();
    if (![without, accounts, products, merged].some((some) => some.size)) return fill(answer, [h("p", {}, t("whatif.asIs"))]);
    const before = { score: ring.score, q_value: ring.q_value, rank: ring.rank, flagged: ring.flagged };
    try {
      if (client.host.canWhatIf) {
        const found = await client.whatIf({
          ring_id: ring.ring_id, families: [...without], accounts: [...accounts], products: [...products], reviews: [], merged: [...merged],
          fdr: null, min_families: null,
        });
        if (turn === asked) fill(answer, [standing(found.before, found.after, found.abnormal)]);
        return;
      }
      const one = known.get([...without].at(-1) ?? "");
      if (one) fill(answer, [standing(before, one.after, one.abnormal)]);
    } catch (error) {
      if (turn === asked) fill(answer, [h("p", { class: "problem" }, (error as Error).message)]);
    }
  }

  const single = !client.host.canWhatIf;
  const change = (): void => void ask();
  const choosers = single
    ? []
    : [
        chooser("account", t("whatif.account"), ring.members.map((one) => one.reviewer_id), accounts, change),
        chooser("product", t("whatif.product"), ring.products.map((one) => one.product_id), products, change),
        chooser("merge", t("whatif.merge"), others, merged, change),
      ];
  const boxes = families.map((step) =>
    h(
      "label",
      { class: "box" },
      h("input", {
        type: single ? "radio" : "checkbox",
        name: "whatif",
        "data-family": step.family,
        onchange: (event: Event) => {
          if (single) without.clear();
          if ((event.target as HTMLInputElement).checked) without.add(step.family);
          else without.delete(step.family);
          void ask();
        },
      }),
      familyName(step.family),
    ),
  );
  void ask();
  return h(
    "div",
    { class: "whatif" },
    h("fieldset", {}, h("legend", {}, t("whatif.families")), ...boxes),
    ...choosers.map((one) => one.element),
    single
      ? null
      : h(
          "div",
          { class: "tools" },
          h("button", { type: "button", class: "quiet", onclick: () => {
            for (const row of brush.rows ?? []) accounts.add(ring.members[ring.reviews.member[row]!]!.reviewer_id);
            void ask();
          } }, t("whatif.accounts")),
          h("button", { type: "button", class: "quiet", onclick: () => {
            for (const some of [accounts, products, merged]) some.clear();
            void ask();
          } }, t("whatif.back")),
        ),
    answer,
  );
}

/** Ids that a field offers at most; it takes all others too. */
const MOST_OFFERED = 500;
let made = 0;

interface Chooser {
  readonly element: HTMLElement;
  draw(): void;
}

/** A field that takes ids of a list, and what was taken, each with a button to put it back. */
function chooser(name: string, title: string, ids: readonly string[], taken: Set<string>, changed: () => void): Chooser {
  const list = h("datalist", { id: `whatif-${name}-${(made += 1)}` }, ...ids.slice(0, MOST_OFFERED).map((id) => h("option", { value: id })));
  const field = h("input", { list: list.id, "data-whatif": name, autocomplete: "off" });
  const problem = h("span", { class: "problem", role: "alert" });
  const chips = h("span", { class: "chips" });
  const take = (event: Event): void => {
    event.preventDefault();
    const id = field.value.trim();
    if (!id) return;
    problem.textContent = ids.includes(id) ? "" : t("whatif.unknown", { id });
    if (!ids.includes(id)) return;
    taken.add(id);
    field.value = "";
    changed();
  };
  const draw = (): void =>
    fill(chips, [...taken].map((id) =>
      h("button", { type: "button", class: "chip", "aria-label": t("whatif.return", { id }), onclick: () => {
        taken.delete(id);
        changed();
      } }, idText(id), " ×"),
    ));
  const element = h(
    "form",
    { class: "chooser", onsubmit: take },
    h("label", { class: "field" }, h("span", {}, title), field),
    list,
    h("button", { class: "quiet" }, t("whatif.take")),
    chips,
    problem,
  );
  return { element, draw };
}

function standing(before: Standing, after: Standing, abnormal: readonly string[]): HTMLElement {
  const row = (name: string, one: string, other: string): HTMLElement =>
    h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, one), h("td", {}, h("strong", {}, other)));
  const flag = (one: Standing): string => t(one.flagged ? "flagged" : "unflagged");
  return h(
    "table",
    { class: "plain" },
    h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, t("whatif.before")), h("th", { scope: "col" }, t("whatif.after")))),
    h(
      "tbody",
      {},
      row(t("column.odds"), odds(before.score), odds(after.score)),
      row(t("column.flag"), flag(before), flag(after)),
      row(t("column.rank"), String(before.rank), String(after.rank)),
      row(t("column.falseShare"), percent(before.q_value), percent(after.q_value)),
      row(t("whatif.abnormal"), "", abnormal.map(familyName).join(", ") || "–"),
    ),
  );
}
