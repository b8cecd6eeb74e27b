// Texts that are alike, side by side, with what differs marked.

import type { RingDocument } from "../documents";
import { h, idText } from "../dom";
import { day, percent } from "../format";
import { t } from "../messages";

const SHINGLE = 3;
const LEAST_LIKE = 0.3;
const MOST_PAIRS = 60;
/** Shared shingles below which a pair is a short phrase that anybody writes, such as "very happy with it". */
const LEAST_SHARED = 4;
/** A shingle that so many texts have is a common phrase, and pairs nobody. */
const COMMON = 40;
const LONGEST = 2_000;

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly like: number;
  readonly n: number;
}

function words(text: string): string[] {
  return text.slice(0, LONGEST).match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]+/gu) ?? [];
}

function shingles(text: string): Set<string> {
  const parts = words(text.toLowerCase()).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const found = new Set<string>();
  for (let place = 0; place + SHINGLE <= parts.length; place += 1) found.add(parts.slice(place, place + SHINGLE).join(" "));
  return found;
}

/** Pairs of texts by different accounts that share phrases of three words, those that share most first. */
export function alikePairs(ring: RingDocument): Pair[] {
  const texts = ring.reviews.text ?? [];
  const sets = texts.map((text) => shingles(text ?? ""));
  const places = new Map<string, number[]>();
  sets.forEach((set, row) => {
    for (const one of set) {
      const found = places.get(one);
      if (found) found.push(row);
      else places.set(one, [row]);
    }
  });
  const shared = new Map<number, number>();
  for (const rows of places.values()) {
    if (rows.length < 2 || rows.length > COMMON) continue;
    for (let i = 0; i < rows.length; i += 1) {
      for (let j = i + 1; j < rows.length; j += 1) {
        const key = rows[i]! * texts.length + rows[j]!;
        shared.set(key, (shared.get(key) ?? 0) + 1);
      }
    }
  }
  const pairs: Pair[] = [];
  for (const [key, n] of shared) {
    const [a, b] = [Math.floor(key / texts.length), key % texts.length];
    const like = n / (sets[a]!.size + sets[b]!.size - n);
    if (n >= LEAST_SHARED && like >= LEAST_LIKE && ring.reviews.member[a] !== ring.reviews.member[b]) pairs.push({ a, b, like, n });
  }
  return pairs.sort((x, y) => y.n - x.n || y.like - x.like || x.a - y.a || x.b - y.b).slice(0, MOST_PAIRS);
}

/** For each word of both texts whether the other has it, in order: a longest common subsequence. */
function common(a: readonly string[], b: readonly string[]): [boolean[], boolean[]] {
  const width = b.length + 1;
  const best = new Uint16Array((a.length + 1) * width);
  const same = (i: number, j: number): boolean => a[i]!.toLowerCase() === b[j]!.toLowerCase();
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      best[i * width + j] = same(i, j)
        ? best[(i + 1) * width + j + 1]! + 1
        : Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!);
    }
  }
  const [inA, inB] = [a.map(() => false), b.map(() => false)];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(i, j)) {
      inA[i] = inB[j] = true;
      i += 1;
      j += 1;
    } else if (best[(i + 1) * width + j]! >= best[i * width + j + 1]!) i += 1;
    else j += 1;
  }
  return [inA, inB];
}

function marked(parts: readonly string[], isShared: readonly boolean[]): HTMLElement {
  const text = h("p", { class: "text", lang: "" });
  parts.forEach((word, place) => {
    const gap = place && /[\p{L}\p{N}]/u.test(word) ? " " : "";
    text.append(gap, isShared[place] ? h("span", {}, word) : h("mark", {}, word));
  });
  return text;
}

export function alikeTexts(ring: RingDocument): HTMLElement {
  if (ring.reviews.text === null) return h("p", { class: "told" }, t("texts.absent"));
  const pairs = alikePairs(ring);
  if (!pairs.length) return h("p", { class: "told" }, t("texts.none"));
  return h(
    "div",
    { class: "pairs" },
    h("p", { class: "told" }, t("texts.about", { n: pairs.length })),
    ...pairs.map((pair) => {
      const parts = [pair.a, pair.b].map((row) => words(ring.reviews.text![row] ?? ""));
      const shared = common(parts[0]!, parts[1]!);
      return h(
        "figure",
        { class: "pair" },
        h("figcaption", {}, t("texts.alike", { share: percent(pair.like) })),
        ...[pair.a, pair.b].map((row, side) =>
          h(
            "div",
            {},
            h(
              "p",
              { class: "told" },
              idText(ring.members[ring.reviews.member[row]!]!.reviewer_id),
              ` · ${day(ring.reviews.posted_at[row] ?? null)} · ${ring.reviews.rating[row] ?? "–"} ★`,
            ),
            marked(parts[side]!, shared[side]!),
          ),
        ),
      );
    }),
  );
}
