// The reasons, graded, each with its raw counts; opened: the sentence and the rows behind it.

import type { Fact, RingDocument } from "../documents";
import { type Child, fold, h, idText } from "../dom";
import { factor, figure, signedBits } from "../format";
import { t, tOf } from "../messages";
import type { Brush } from "./brush";
import { reviewTable } from "./reviews";

/** Grade, by shape and word as well as colour. */
export const GLYPHS: Readonly<Record<Fact["grade"], string>> = {
  decisive: "◆",
  supporting: "▲",
  null: "○",
  against: "▼",
  silent: "–",
};

export function familyName(family: string): string {
  return tOf(`family.${family}`, family);
}

export function facts(ring: RingDocument, brush: Brush, expert: boolean): HTMLElement {
  const rank = Object.keys(GLYPHS);
  const ordered = [...ring.facts].sort((x, y) => rank.indexOf(x.grade) - rank.indexOf(y.grade));
  const head = h("p", { class: "fact facts-head", "aria-hidden": "true" }, h("span", {}), h("span", {}), h("span", { class: "counts", "data-words": t("fact.counts") }), h("span", { class: "factor", "data-words": t("fact.factor") }));
  return h("div", { class: "facts" }, head, ...ordered.map((fact) => one(ring, fact, brush, expert)));
}

function one(ring: RingDocument, fact: Fact, brush: Brush, expert: boolean): HTMLElement {
  const grade = t(`grade.${fact.grade}`);
  const counts = fact.observed === null ? null : { observed: figure(fact.observed), expected: figure(fact.expected) };
  const moved = expert ? signedBits(fact.contribution) : factor(fact.contribution);
  const title = h(
    "span",
    { class: `fact ${fact.grade}` },
    h("span", { class: "glyph", role: "img", "aria-label": grade, title: grade }, GLYPHS[fact.grade]),
    h("span", { class: "family" }, familyName(fact.family)),
    // Figures alone say nothing to who hears the page.
    counts ? h("span", { class: "counts", role: "img", "aria-label": t("fact.observed", counts) }, `${counts.observed} : ${counts.expected}`) : h("span", {}),
    fact.contribution === null
      ? h("span", { class: "factor" }, moved)
      : h("span", { class: "factor", role: "img", "aria-label": t("fact.moved", { factor: moved }) }, moved),
  );
  return fold(title, () => body(ring, fact, brush, grade, expert), { class: "fold fact-fold", "data-family": fact.family });
}

function body(ring: RingDocument, fact: Fact, brush: Brush, grade: string, expert: boolean): Child {
  const button = h(
    "button",
    { type: "button", class: "quiet", onclick: () => brush.set(fact.rows, familyName(fact.family), fact.tokens) },
    t("fact.show"),
  );
  return h(
    "div",
    {},
    h("p", { class: "question" }, h("strong", {}, grade), " · ", tOf(`question.${fact.family}`, "")),
    h("p", { lang: ring.language }, fact.sentence),
    fact.observed === null
      ? null
      : h("p", { class: "told" }, t("fact.observed", { observed: figure(fact.observed), expected: figure(fact.expected) })),
    expert ? h("p", { class: "told" }, t("fact.bits", { bits: signedBits(fact.bits), added: signedBits(fact.contribution) })) : null,
    fact.rows.length + fact.tokens.length ? button : null,
    fact.tokens.length
      ? h(
          "ul",
          { class: "tokens" },
          ...fact.tokens.map((place) => {
            const value = ring.identifiers[place]!;
            return h("li", { class: value.is_public ? "public" : "" }, idText(value.token), " ", t("token.held", { n: value.holders.length, all: value.n_accounts }));
          }),
        )
      : null,
    fact.rows.length ? reviewTable(ring, fact.rows, `${familyName(fact.family)}: ${t("fact.rows", { n: fact.rows.length })}`).element : null,
  );
}
