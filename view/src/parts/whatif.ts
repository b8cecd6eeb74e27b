// How the group would stand without a family, or without accounts: asked of the host, or kept in a report.

import type { RingDocument, Standing } from "../documents";
import { fill, h } from "../dom";
import { odds, percent } from "../format";
import type { Client } from "../host";
import { t } from "../messages";
import type { Brush } from "./brush";
import { familyName } from "./facts";

export function whatIf(ring: RingDocument, client: Client, brush: Brush): HTMLElement | null {
  const known = new Map((ring.removals ?? []).map((one) => [one.family, one]));
  if (!client.host.canWhatIf && !known.size) return null;
  const families = ring.waterfall.steps.filter((step) => step.amount !== null && (client.host.canWhatIf || known.has(step.family)));
  const without = new Set<string>();
  const accounts = new Set<string>();
  const answer = h("div", { role: "status", class: "answer" });
  const gone = h("p", { class: "told" });
  let asked = 0;

  async function ask(): Promise<void> {
    const turn = (asked += 1);
    gone.textContent = accounts.size ? t("whatif.gone", { n: accounts.size }) : "";
    if (!without.size && !accounts.size) return fill(answer, [h("p", {}, t("whatif.asIs"))]);
    const before = { score: ring.score, q_value: ring.q_value, rank: ring.rank, flagged: ring.flagged };
    try {
      if (client.host.canWhatIf) {
        const found = await client.whatIf({
          ring_id: ring.ring_id, families: [...without], accounts: [...accounts], products: [], reviews: [], merged: [],
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
            accounts.clear();
            void ask();
          } }, t("whatif.back")),
          gone,
        ),
    answer,
  );
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
