// Reviews as rows, with their words.

import type { RingDocument } from "../documents";
import { type Child, h, idText } from "../dom";
import { minute } from "../format";
import { t, tOf } from "../messages";
import { href } from "../router";
import { type Rows, table } from "./table";

const LONG = 280;

export function productName(ring: RingDocument, place: number): string {
  return ring.products[place]?.product_id ?? ring.other_products[place - ring.products.length] ?? "";
}

/** The words of a review; long ones are cut until they are asked for, and for print. */
export function wordsOf(title: string | null, text: string | null): Child {
  const whole = text ?? "";
  const head = title ? h("strong", {}, `${title} `) : null;
  if (whole.length <= LONG) return h("span", { class: "text", lang: "" }, head, whole);
  const rest = h("details", { class: "long" }, h("summary", {}, t("text.whole", { n: whole.length })), h("span", { class: "text" }, whole));
  return h("span", { class: "text", lang: "" }, head, h("span", { class: "short" }, `${whole.slice(0, LONG)}… `), rest);
}

export function accountLink(id: string): HTMLElement {
  return h("a", { href: href("account", id) }, idText(id));
}

export function reviewTable(ring: RingDocument, rows: readonly number[], caption: string, isWhole = false): Rows<number> {
  const { reviews } = ring;
  return table(
    caption,
    [
      { title: t("column.time"), key: (row) => reviews.posted_at[row] ?? null, cell: (row) => minute(reviews.posted_at[row] ?? null) },
      {
        title: t("column.account"),
        key: (row) => ring.members[reviews.member[row]!]!.reviewer_id,
        cell: (row) => accountLink(ring.members[reviews.member[row]!]!.reviewer_id),
      },
      { title: t("column.product"), key: (row) => productName(ring, reviews.product[row]!), cell: (row) => idText(productName(ring, reviews.product[row]!)) },
      { title: t("column.stars"), numeric: true, key: (row) => reviews.rating[row] ?? null, cell: (row) => reviews.rating[row] ?? "–" },
      { title: t("column.verified"), key: (row) => Number(reviews.verified[row] ?? -1), cell: (row) => yesNo(reviews.verified[row] ?? null) },
      ...(isWhole ? [{ title: t("column.behind"), wide: true, cell: (row: number) => behind(ring, row) }] : []),
      { title: t("column.target"), key: (row) => Number(reviews.in_ring[row]), cell: (row) => yesNo(reviews.in_ring[row]!) },
      reviews.text === null
        ? { title: t("column.review"), key: (row) => reviews.review_id[row]!, cell: (row) => idText(reviews.review_id[row]!) }
        : { title: t("column.text"), wide: true, cell: (row) => wordsOf(reviews.title?.[row] ?? null, reviews.text?.[row] ?? null) },
    ],
    rows,
  );
}

const families = new WeakMap<RingDocument, Map<number, string[]>>();

/** The facts that a review is behind, so that a printed row says it, too. */
function behind(ring: RingDocument, row: number): string {
  let known = families.get(ring);
  if (!known) {
    known = new Map();
    for (const fact of ring.facts) {
      for (const place of fact.rows) known.set(place, [...(known.get(place) ?? []), tOf(`family.${fact.family}`, fact.family)]);
    }
    families.set(ring, known);
  }
  return known.get(row)?.join(", ") ?? "–";
}

export function yesNo(value: boolean | null): string {
  return value === null ? "–" : t(value ? "yes" : "no");
}
