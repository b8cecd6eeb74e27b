// When the group reviewed what: a lane for each product with the pace of everybody else behind it.

import type { RingDocument } from "../documents";
import { clamp, h, safe } from "../dom";
import { instant, isoDay } from "../format";
import { t } from "../messages";
import type { Brush } from "./brush";
import { drawing, fitted } from "./drawing";

const LANE = 15;
const HEAD = 58;
const FOOT = 22;
const DAY = 86_400_000;
const MOST_LANES = 60;

export function timeline(ring: RingDocument, brush: Brush): HTMLElement | null {
  const { posted_at, in_ring, product, rating } = ring.reviews;
  const times = posted_at.map((moment) => (moment === null ? NaN : instant(moment)));
  const rows = times.map((_, row) => row).filter((row) => !Number.isNaN(times[row]!));
  const own = rows.filter((row) => in_ring[row]);
  if (!own.length) return null;
  const ends = own.map((row) => times[row]!);
  const from = ends.reduce((x, y) => Math.min(x, y));
  const until = Math.max(ends.reduce((x, y) => Math.max(x, y)), from + DAY);
  const pad = (until - from) * 0.02 + DAY;
  const [low, high] = [from - pad, until + pad];
  const counts = ring.products.map(() => 0);
  for (const row of own) counts[product[row]!]! += 1;
  const lanes = ring.products
    .map((_, place) => place)
    .sort((x, y) => counts[y]! - counts[x]!)
    .slice(0, MOST_LANES)
    .sort((x, y) => (ring.products[x]!.first_at ?? "") < (ring.products[y]!.first_at ?? "") ? -1 : 1);
  const laneOf = new Map(lanes.map((place, lane) => [place, lane]));
  const label = t("timeline.label", { n: own.length, from: isoDay(from), until: isoDay(until) });
  let left = 96;
  let width = 600;
  const x = (time: number): number => left + ((time - low) / (high - low)) * (width - left - 8);
  const timeAt = (pixel: number): number => low + ((pixel - left) / (width - left - 8)) * (high - low);

  const picture = drawing(label, () => HEAD + lanes.length * LANE + FOOT, (paint) => {
    const { context, colour } = paint;
    width = paint.width;
    left = width < 500 ? 64 : 110;
    axis(context, colour);
    bars(context, colour);
    lanes.forEach((place, lane) => laneOfProduct(context, colour, place, lane));
    dots(context, colour);
  });

  function axis(context: CanvasRenderingContext2D, colour: (name: string) => string): void {
    const bottom = HEAD + lanes.length * LANE;
    const step = [1, 2, 7, 14, 30.44, 61, 91.3, 182.6, 365.25, 730.5].find((days) => (high - low) / DAY / days <= (width - left) / 82) ?? 1461;
    context.fillStyle = colour("muted");
    context.strokeStyle = colour("rule");
    context.textAlign = "center";
    let free = -Infinity;
    for (let time = Math.ceil(low / DAY) * DAY; time < high; time += Math.round(step) * DAY) {
      context.beginPath();
      context.moveTo(x(time), 4);
      context.lineTo(x(time), bottom);
      context.stroke();
      const middle = Math.max(x(time), left + 26);
      if (x(time) >= width - 28 || middle - 32 < free) continue;
      context.fillText(isoDay(time), middle, bottom + 15);
      free = middle + 32;
    }
  }

  function bars(context: CanvasRenderingContext2D, colour: (name: string) => string): void {
    const step = (high - low) / Math.max(20, Math.floor((width - left) / 7));
    const heap = (among: readonly number[]): number[] => {
      const found: number[] = [];
      for (const row of among) {
        const place = Math.floor((times[row]! - low) / step);
        found[place] = (found[place] ?? 0) + 1;
      }
      return found;
    };
    const all = heap(own);
    const lit = heap(own.filter((row) => brush.has(row)));
    const top = Math.max(...all.filter(Boolean));
    const tall = (n: number): number => (n / top) * (HEAD - 14);
    const wide = Math.max(1, x(low + step) - x(low) - 1);
    all.forEach((n, place) => {
      context.fillStyle = colour("ring-soft");
      context.fillRect(x(low + place * step), HEAD - 6 - tall(n), wide, tall(n));
      const some = lit[place] ?? 0;
      context.fillStyle = colour("ring");
      context.fillRect(x(low + place * step), HEAD - 6 - tall(some), wide, tall(some));
    });
  }

  function laneOfProduct(context: CanvasRenderingContext2D, colour: (name: string) => string, place: number, lane: number): void {
    const target = ring.products[place]!;
    const middle = HEAD + lane * LANE + LANE / 2;
    context.textAlign = "right";
    context.fillStyle = colour(target.is_bystander && ring.flagged ? "muted" : "ink");
    context.fillText(fitted(context, safe(target.product_id), left - 12), left - 6, middle + 4);
    if (!target.baseline || !target.baseline_from) return;
    const start = instant(target.baseline_from);
    const most = target.baseline.reduce((one, other) => Math.max(one, other), 1);
    context.fillStyle = colour("other-soft");
    target.baseline.forEach((n, week) => {
      const [a, b] = [start + week * 7 * DAY, start + (week + 1) * 7 * DAY];
      if (!n || b < low || a > high) return;
      const tall = (n / most) * (LANE - 2);
      const begin = x(Math.max(a, low));
      context.fillRect(begin, middle + LANE / 2 - 1 - tall, Math.max(1, x(Math.min(b, high)) - begin - 0.5), tall);
    });
  }

  function dots(context: CanvasRenderingContext2D, colour: (name: string) => string): void {
    for (const lit of [false, true]) {
      // Of tens of thousands of reviews most fall on a mark that is drawn already.
      const drawn = new Set<number>();
      for (const row of own) {
        const lane = laneOf.get(product[row]!);
        if (lane === undefined || brush.has(row) !== lit) continue;
        const score = rating[row] ?? null;
        const key = (lane * 100_000 + Math.round(2 * x(times[row]!))) * 10 + (score ?? 0);
        if (drawn.has(key)) continue;
        drawn.add(key);
        context.globalAlpha = lit ? 0.85 : 0.15;
        context.fillStyle = colour(score === null ? "muted" : score >= 4 ? "ring" : score <= 2 ? "low" : "muted");
        mark(context, x(times[row]!), HEAD + lane * LANE + LANE / 2, score);
      }
    }
    context.globalAlpha = 1;
  }

  brush.listen(picture.redraw);
  const inputs = [from, until].map((time, place) =>
    h("input", {
      type: "text",
      inputmode: "numeric",
      pattern: "\\d{4}-\\d{2}-\\d{2}",
      size: 10,
      "aria-label": t(place ? "timeline.until" : "timeline.from"),
      value: isoDay(time),
      onchange: () => choose(Date.parse(inputs[0]!.value), Date.parse(inputs[1]!.value) + DAY - 1),
    }),
  );

  function choose(start: number, end: number): void {
    if (Number.isNaN(start) || Number.isNaN(end)) return;
    inputs[0]!.value = isoDay(start);
    inputs[1]!.value = isoDay(end);
    const inside = rows.filter((row) => times[row]! >= start && times[row]! <= end && in_ring[row]);
    brush.set(inside, t("brush.times", { from: isoDay(start), until: isoDay(end) }));
  }

  drag(picture.canvas, (start, end) => {
    if (Math.abs(end - start) < 4) brush.clear();
    else choose(clamp(timeAt(Math.min(start, end)), low, high), clamp(timeAt(Math.max(start, end)), low, high));
  });
  return h("div", { class: "timeline" }, picture.element, h("div", { class: "tools" }, ...inputs));
}

/** Praise is a dot, blame a square, all else a bar: colour is never alone. */
function mark(context: CanvasRenderingContext2D, x: number, y: number, rating: number | null): void {
  if (rating !== null && rating <= 2) {
    context.fillRect(x - 3, y - 3, 6, 6);
    return;
  }
  if (rating === null || rating < 4) {
    context.fillRect(x - 1, y - 4, 2, 8);
    return;
  }
  context.beginPath();
  context.arc(x, y, 3, 0, 2 * Math.PI);
  context.fill();
}

/** Call `done` with the ends of each horizontal drag. */
function drag(canvas: HTMLCanvasElement, done: (start: number, end: number) => void): void {
  let start: number | null = null;
  const at = (event: PointerEvent): number => event.clientX - canvas.getBoundingClientRect().left;
  canvas.addEventListener("pointerdown", (event) => {
    start = at(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointerup", (event) => {
    if (start !== null) done(start, at(event));
    start = null;
  });
}
