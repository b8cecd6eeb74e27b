// Which account reviewed which product, a cell a review, coloured by stars.

import type { RingDocument } from "../documents";
import { clamp, h, safe } from "../dom";
import { day, whole } from "../format";
import { t } from "../messages";
import type { Brush } from "./brush";
import { drawing, fitted } from "./drawing";

function colourOf(score: number | null): string {
  return score === null ? "muted" : score >= 4 ? "ring" : score <= 2 ? "low" : "middle";
}

export function matrix(ring: RingDocument, brush: Brush): HTMLElement {
  const { member, product, in_ring, rating } = ring.reviews;
  const rows = member.map((_, row) => row).filter((row) => in_ring[row]);
  const columns = ring.products
    .map((_, place) => place)
    .sort((x, y) => (ring.products[x]!.first_at ?? "") < (ring.products[y]!.first_at ?? "") ? -1 : 1);
  const columnOf: number[] = [];
  columns.forEach((place, column) => (columnOf[place] = column));
  const n = ring.members.length;
  const tall = clamp(520 / n, 0.5, 14);
  const named = tall >= 9;
  let left = 0;
  let wide = 10;
  const label = t("matrix.label", { accounts: whole(n), products: whole(columns.length), reviews: whole(rows.length) });

  const picture = drawing(label, () => Math.ceil(n * tall) + 4, ({ context, width, colour }) => {
    left = named ? (width < 500 ? 64 : 110) : 4;
    wide = clamp((width - left - 4) / Math.max(columns.length, 1), 0.5, 26);
    if (named) {
      context.textAlign = "right";
      context.fillStyle = colour("ink");
      ring.members.forEach((one, place) => {
        context.fillText(fitted(context, safe(one.reviewer_id), left - 12), left - 6, place * tall + tall * 0.78);
      });
    }
    context.fillStyle = colour("ground");
    context.fillRect(left, 0, columns.length * wide, n * tall);
    const gap = wide > 4 && tall > 4 ? 1 : 0;
    for (const lit of [false, true]) {
      const some = rows.filter((row) => brush.has(row) === lit);
      context.globalAlpha = lit ? 1 : 0.15;
      // By colour: to set another one for each of tens of thousands of cells took most of the time.
      for (const name of ["muted", "ring", "low", "middle"]) {
        context.fillStyle = colour(name);
        for (const row of some) {
          if (colourOf(rating[row] ?? null) !== name) continue;
          context.fillRect(left + columnOf[product[row]!]! * wide, member[row]! * tall, Math.max(wide - gap, 0.5), Math.max(tall - gap, 0.5));
        }
      }
      if (tall <= 6 || wide <= 6) continue;
      context.fillStyle = colour("paper");
      for (const row of some) {
        if (colourOf(rating[row] ?? null) !== "low") continue;
        context.fillRect(left + columnOf[product[row]!]! * wide + wide / 2 - 2, member[row]! * tall + tall / 2 - 1, 3, 1.5);
      }
    }
    context.globalAlpha = 1;
  });
  brush.listen(picture.redraw);

  const told = h("p", { class: "told", "aria-hidden": "true" });
  const at = (event: MouseEvent): { account: number; target: number } | null => {
    const box = picture.canvas.getBoundingClientRect();
    const account = Math.floor((event.clientY - box.top) / tall);
    const target = columns[Math.floor((event.clientX - box.left - left) / wide)];
    return account < 0 || account >= n ? null : { account, target: event.clientX - box.left < left ? -1 : (target ?? -1) };
  };
  picture.canvas.addEventListener("pointermove", (event) => {
    const cell = at(event);
    if (!cell) return;
    const row = rows.find((one) => member[one] === cell.account && product[one] === cell.target);
    const parts = [ring.members[cell.account]!.reviewer_id, ring.products[cell.target]?.product_id ?? ""];
    if (row !== undefined) parts.push(`${rating[row] ?? "–"} ★`, day(ring.reviews.posted_at[row] ?? null));
    told.textContent = safe(parts.filter(Boolean).join(" · "));
  });
  picture.canvas.addEventListener("click", (event) => {
    const cell = at(event);
    if (!cell) return;
    const byProduct = event.shiftKey && cell.target >= 0;
    const name = byProduct ? ring.products[cell.target]!.product_id : ring.members[cell.account]!.reviewer_id;
    brush.set(
      rows.filter((row) => (byProduct ? product[row] === cell.target : member[row] === cell.account)),
      name,
    );
  });
  return h("div", { class: "matrix" }, picture.element, told);
}
