// How sure: the waterfall of odds, and everything that the group may be.

import type { Hypothesis, RingDocument } from "../documents";
import { type Child, h } from "../dom";
import { factor, odds, signedBits } from "../format";
import { t, tOf } from "../messages";
import { familyName } from "./facts";
import { table } from "./table";

/** From the odds before looking to the odds now, a step a family. */
export function waterfall(ring: RingDocument, expert: boolean): HTMLElement {
  const { prior, steps, held, total } = ring.waterfall;
  const rows: { name: string; from: number; to: number; amount: number | null; isLevel?: boolean }[] = [];
  let level = prior;
  rows.push({ name: t("waterfall.prior"), from: 0, to: prior, amount: prior, isLevel: true });
  for (const step of steps) {
    rows.push({ name: familyName(step.family), from: level, to: level + (step.amount ?? 0), amount: step.amount });
    level += step.amount ?? 0;
  }
  if (held < -0.05) rows.push({ name: t("waterfall.held"), from: level, to: level + held, amount: held });
  rows.push({ name: t("waterfall.total"), from: 0, to: total, amount: total, isLevel: true });
  const low = Math.min(0, ...rows.map((row) => Math.min(row.from, row.to)));
  const high = Math.max(1, ...rows.map((row) => Math.max(row.from, row.to)));
  const share = (value: number): number => ((value - low) / (high - low)) * 100;
  return h(
    "table",
    { class: "waterfall" },
    h("caption", { class: "unseen" }, t("section.waterfall")),
    h("thead", { class: "unseen" }, h("tr", {}, h("th", {}, t("column.family")), h("th", {}, t("column.odds")), h("th", {}, t("waterfall.bar")))),
    h(
      "tbody",
      {},
      ...rows.map((row) => {
        const kind = row.isLevel ? "level" : (row.amount ?? 0) < 0 ? "down" : "up";
        const bar = h("span", { class: `bar ${kind}` });
        bar.style.marginInlineStart = `${share(Math.min(row.from, row.to))}%`;
        bar.style.inlineSize = `${Math.max(0.6, share(Math.max(row.from, row.to)) - share(Math.min(row.from, row.to)))}%`;
        return h("tr", {}, h("th", { scope: "row" }, row.name), h("td", { class: "number" }, worded(row, expert)), h("td", { class: "bars" }, row.amount === null ? null : bar));
      }),
    ),
  );
}

function worded(row: { amount: number | null; isLevel?: boolean }, expert: boolean): string {
  if (row.amount === null) return t("grade.silent");
  if (expert) return signedBits(row.amount);
  return row.isLevel ? odds(row.amount) : factor(row.amount);
}

export function hypothesisName(name: string): string {
  return tOf(`hypothesis.${name}`, name);
}

/** Every hypothesis, innocent or not, with its odds and what speaks for it and rules it out. */
export function hypotheses(ring: RingDocument, expert: boolean): HTMLElement {
  const weighed = (one: Hypothesis, sign: number): Child => {
    const named = Object.entries(one.by_family)
      .filter(([, bits]) => sign * bits >= 0.5)
      .sort(([, x], [, y]) => sign * (y - x))
      .slice(0, 3)
      .map(([family, bits]) => `${familyName(family)} ${expert ? signedBits(bits) : factor(bits)}`);
    return named.join(", ") || "–";
  };
  return table(
    t("section.hypotheses"),
    [
      {
        title: t("column.hypothesis"),
        key: (one: Hypothesis) => one.name,
        cell: (one) => h("span", { class: one.is_ring ? "guilty" : "innocent", lang: ring.language }, hypothesisName(one.name)),
      },
      { title: t("column.isRing"), key: (one) => Number(one.is_ring), cell: (one) => t(one.is_ring ? "hypothesis.ring" : "hypothesis.innocent") },
      { title: t("column.before"), numeric: true, key: (one) => one.prior, cell: (one) => (expert ? signedBits(one.prior) : odds(one.prior)) },
      { title: t("column.odds"), numeric: true, key: (one) => one.log_odds, cell: (one) => (expert ? signedBits(one.log_odds) : odds(one.log_odds)) },
      { title: t("column.for"), wide: true, cell: (one) => weighed(one, 1) },
      { title: t("column.against"), wide: true, cell: (one) => weighed(one, -1) },
    ],
    ring.hypotheses,
  ).element;
}
