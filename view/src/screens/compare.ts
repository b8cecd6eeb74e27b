// Two groups side by side, or one group then and now.

import type { App, Screen } from "../app";
import type { Comparison, InboxRow } from "../documents";
import { h, idText } from "../dom";
import { day, factor, odds, percent, whole } from "../format";
import { t, tOf } from "../messages";
import { familyName } from "../parts/facts";
import { href } from "../router";

const MOST_SHARED = 40;
const MOST_PAIRS = 20;
/** Groups that review a product, up to which it tells which of them are alike. */
const MOST_GROUPS = 12;

export async function compareScreen(app: App, query: URLSearchParams): Promise<Screen> {
  const [a, b] = [query.get("a") ?? "", query.get("b") ?? ""];
  const rows = (await app.inbox()).rows;
  const ids = rows.map((row) => row.ring_id);
  const names = h("datalist", { id: "ring-names" }, ...ids.slice(0, 2000).map((id) => h("option", { value: id })));
  const inputs = [a, b].map((value, place) =>
    h("label", { class: "field" }, h("span", {}, t(place ? "compare.b" : "compare.a")), h("input", { list: "ring-names", value, required: true })),
  );
  const go = (event: Event): void => {
    event.preventDefault();
    const [one, other] = inputs.map((label) => label.querySelector("input")!.value.trim());
    app.go(href("compare", "", { a: one!, b: other! }));
  };
  const form = h("form", { class: "filters", onsubmit: go }, ...inputs, h("button", {}, t("compare.do")), names);
  const found = a && b ? comparison(await app.client.compare(a, b)) : nearest(rows);
  return {
    title: t("screen.compare"),
    element: h("article", { class: "compare-screen" }, h("h1", { tabindex: -1 }, t("screen.compare")), form, found),
    keys: {},
  };
}

/** The pairs that review most of the same products, those with a flagged ring first. */
function nearest(rows: readonly InboxRow[]): HTMLElement {
  const reviewers = new Map<string, string[]>();
  for (const row of rows) for (const product of row.products) reviewers.set(product, [...(reviewers.get(product) ?? []), row.ring_id]);
  const shared = new Map<string, number>();
  for (const ids of reviewers.values()) {
    if (ids.length > MOST_GROUPS) continue;
    ids.forEach((one, place) => {
      for (const other of ids.slice(place + 1)) shared.set(`${one} ${other}`, (shared.get(`${one} ${other}`) ?? 0) + 1);
    });
  }
  const flagged = new Set(rows.filter((row) => row.flagged).map((row) => row.ring_id));
  const hot = (pair: string): number => Number(pair.split(" ").some((one) => flagged.has(one)));
  const pairs = [...shared].sort((x, y) => hot(y[0]) - hot(x[0]) || y[1] - x[1]).slice(0, MOST_PAIRS);
  if (!pairs.length) return h("p", { class: "told" }, t("compare.noPairs"));
  const links = pairs.map(([pair, n]) => {
    const [a, b] = pair.split(" ") as [string, string];
    return h("li", {}, h("a", { href: href("compare", "", { a, b }) }, idText(a), " · ", idText(b)), ` ${t("compare.sharing", { n })}`);
  });
  return h("div", {}, h("p", { class: "told" }, t("compare.choose")), h("h2", {}, t("compare.near")), h("ul", {}, ...links));
}

function comparison({ a, b, shared, events }: Comparison): HTMLElement {
  const isOverTime = a.run_id !== b.run_id;
  const row = (name: string, of: (side: Comparison["a"]) => string): HTMLElement => {
    const [one, other] = [of(a), of(b)];
    return h("tr", { class: one === other ? "" : "differs" }, h("th", { scope: "row" }, name), h("td", { class: "number" }, one), h("td", { class: "number" }, other));
  };
  const families = [...new Set([...Object.keys(a.contributions), ...Object.keys(b.contributions)])];
  const named = (side: Comparison["a"], when: string): HTMLElement =>
    h("th", { scope: "col", class: "number" }, h("a", { href: href("ring", side.ring_id) }, idText(side.ring_id)), isOverTime ? h("div", { class: "told" }, `${when} · ${side.run_id}`) : null);
  return h(
    "div",
    {},
    scrolled(t("screen.compare"),
      "plain compare",
      h("caption", { class: "unseen" }, t("screen.compare")),
      h("thead", {}, h("tr", {}, h("td", {}), named(a, t("compare.then")), named(b, t("compare.now")))),
      h(
        "tbody",
        {},
        row(t("column.flag"), (side) => t(side.flagged ? "flagged" : "unflagged")),
        row(t("column.rank"), (side) => whole(side.rank)),
        row(t("column.odds"), (side) => odds(side.score)),
        row(t("column.falseShare"), (side) => percent(side.q_value)),
        row(t("column.accounts"), (side) => whole(side.n_reviewers)),
        row(t("column.products"), (side) => whole(side.n_products)),
        row(t("column.reviews"), (side) => whole(side.n_reviews)),
        row(t("column.first"), (side) => day(side.first_at)),
        row(t("column.last"), (side) => day(side.last_at)),
        ...families.map((family) => row(familyName(family), (side) => factor(side.contributions[family] ?? null))),
      ),
    ),
    h("h2", {}, t("compare.shared")),
    scrolled(t("compare.shared"),
      "plain",
      h("caption", { class: "unseen" }, t("compare.shared")),
      h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col", class: "number" }, idText(a.ring_id)), h("th", { scope: "col", class: "number" }, idText(b.ring_id)), h("th", { scope: "col", class: "number" }, t("compare.both")), h("th", { scope: "col" }, t("compare.which")))),
      h(
        "tbody",
        {},
        ...shared.map((one) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, tOf(`shared.${one.what}`, one.what)),
            h("td", { class: "number" }, whole(one.n_a)),
            h("td", { class: "number" }, whole(one.n_b)),
            h("td", { class: "number" }, h("strong", {}, whole(one.shared.length))),
            h("td", { class: "wide" }, names(one.shared)),
          ),
        ),
      ),
    ),
    events.length ? h("h2", {}, t("compare.events")) : null,
    h("ul", { lang: "en" }, ...events.map((event) => h("li", {}, `${tOf(`event.${event.kind}`, event.kind)}: ${event.words}`))),
  );
}

/** A table that scrolls by itself where it is wider than the page. */
function scrolled(label: string, kind: string, ...children: HTMLElement[]): HTMLElement {
  return h("div", { class: "scrolled", tabindex: 0, role: "region", "aria-label": label }, h("table", { class: kind }, ...children));
}

function names(shared: readonly string[]): HTMLElement {
  const some = (ids: readonly string[]): (Node | string)[] => ids.flatMap((id, place) => [place ? ", " : "", idText(id)]);
  if (shared.length <= MOST_SHARED) return h("span", {}, ...(shared.length ? some(shared) : ["–"]));
  return h("span", {}, ...some(shared.slice(0, MOST_SHARED)), h("details", {}, h("summary", {}, t("table.more", { n: shared.length - MOST_SHARED })), ...some(shared.slice(MOST_SHARED))));
}
