// One ring: a sentence, graded facts, linked pictures; everything else folded until it is asked for.

import type { App, Screen } from "../app";
import type { Identifier, Member, Product, RingDocument, Seller } from "../documents";
import { fill, fold, h, idText } from "../dom";
import { day, minute, odds, percent, signedBits, stars, unbroken, whole } from "../format";
import { t, tOf } from "../messages";
import { Brush } from "../parts/brush";
import { facts } from "../parts/facts";
import { matrix } from "../parts/matrix";
import { network } from "../parts/network";
import { hypotheses, hypothesisName, waterfall } from "../parts/odds";
import { accountLink, reviewTable } from "../parts/reviews";
import { table } from "../parts/table";
import { alikeTexts } from "../parts/texts";
import { timeline } from "../parts/timeline";
import { whatIf } from "../parts/whatif";
import { href } from "../router";

export async function ringScreen(app: App, id: string): Promise<Screen> {
  const ring = await app.client.ring(id);
  const brush = new Brush();
  const picture = network(ring, brush);
  const times = timeline(ring, brush);
  const noun = t(ring.flagged ? "noun.ring" : "noun.group");
  const rows = (await app.inbox()).rows;
  const related = ring.siblings.map((one) => one.ring_id);
  const others = [...new Set([...related, ...rows.map((row) => row.ring_id)])].filter((one) => one !== ring.ring_id);
  const asked = whatIf(ring, app.client, brush, others);
  const bar = app.client.host.canDecide ? decisionBar(app, ring) : null;
  const folds = h(
    "div",
    { class: "folds" },
    section(t("section.story"), () => story(ring)),
    section(t("section.hypotheses"), () => hypotheses(ring, app.expert)),
    section(t("section.waterfall"), () => waterfall(ring, app.expert)),
    asked ? section(t("section.whatif"), () => asked) : null,
    section(t("section.texts"), () => alikeTexts(ring)),
    section(t("section.members"), () => members(ring)),
    section(t(ring.flagged ? "section.clients" : "section.products"), () => products(ring)),
    ring.identifiers.length ? section(t("section.tokens"), () => tokens(ring, brush)) : null,
    section(t("section.reviews"), () => reviews(ring, brush), { "data-fold": "reviews" }),
    ring.siblings.length || ring.events.length ? section(t("section.kin"), () => kin(ring)) : null,
    ring.notes.length || app.client.host.canDecide ? section(t("section.notes"), () => notes(app, ring)) : null,
    section(t("section.provenance"), () => provenance(ring)),
  );
  const element = h(
    "article",
    { class: "ring-screen" },
    head(ring, noun),
    h(
      "div",
      { class: "columns" },
      h("section", { class: "why", "aria-label": t("section.facts") }, facts(ring, brush, app.expert), rests(ring, app.expert), innocent(ring), below(folds)),
      h(
        "section",
        { class: "pictures", "aria-label": t("section.pictures") },
        brushNote(brush),
        picture.element,
        times ?? h("p", { class: "told" }, t("timeline.absent")),
        h("div", { class: "legend", "aria-hidden": "true" }, legend()),
        matrix(ring, brush),
      ),
    ),
    folds,
    bar,
  );
  const at = rows.findIndex((row) => row.ring_id === ring.ring_id);
  const go = (step: number) => () => {
    const next = rows[at + step];
    if (next) app.go(href("ring", next.ring_id));
  };
  if (app.client.host.kind === "desk" && app.client.host.canDecide) void take(app, ring.ring_id);
  return {
    title: `${noun} ${ring.ring_id}`,
    element,
    keys: { j: go(1), k: go(-1), ...(bar ? bar.keys : {}), Escape: () => brush.clear() },
    dispose: picture.dispose,
  };
}

/** Take a ring, so that nobody else gets it meanwhile; say so when somebody has it. */
async function take(app: App, id: string): Promise<void> {
  try {
    const { lease, is_mine } = await app.client.lease({ ring_id: id });
    if (lease && !is_mine) app.tell(t("lease.by", { by: lease.by }), true);
  } catch (error) {
    app.tell((error as Error).message, true);
  }
}

/** A button that leads past pictures of any height. */
function below(folds: HTMLElement): HTMLElement {
  const go = (): void => {
    folds.scrollIntoView({ block: "start" });
    folds.querySelector("summary")!.focus({ preventScroll: true });
  };
  return h("button", { type: "button", class: "quiet below", onclick: go }, "↓ ", t("section.below"));
}

/** A folded section with a heading. */
function section(title: string, build: () => Node, attributes: Record<string, string> = {}): HTMLElement {
  return fold(h("h2", {}, title), build, attributes);
}

function head(ring: RingDocument, noun: string): HTMLElement {
  return h(
    "header",
    { class: "ring-head" },
    h("h1", { tabindex: -1 }, h("span", { class: "noun" }, noun), " ", idText(ring.ring_id)),
    h(
      "p",
      { class: "chips" },
      ring.flagged ? h("span", { class: "chip hot" }, `⚑ ${t("flagged")}`) : h("span", { class: "chip" }, t("unflagged")),
      ring.decision ? h("span", { class: "chip" }, `${tOf(`verdict.${ring.decision.verdict}`, ring.decision.verdict)} · ${ring.decision.by} · ${day(ring.decision.at)}`) : null,
      ring.lease ? h("span", { class: "chip" }, t("lease.by", { by: ring.lease.by })) : null,
    ),
    h("p", { class: "summary", lang: ring.language }, unbroken(ring.summary)),
  );
}

/** A warning where all evidence together speaks for no ring, so that the flag rests on the odds before looking. */
function rests(ring: RingDocument, expert: boolean): HTMLElement | null {
  const { prior, total } = ring.waterfall;
  if (!ring.flagged || total > prior) return null;
  return h("p", { class: "doubt" }, "⚠ ", t("rests", { odds: expert ? signedBits(prior) : odds(prior) }));
}

/** The innocent explanation that comes closest, in a line. */
function innocent(ring: RingDocument): HTMLElement | null {
  const best = ring.innocent_explanation;
  if (!best) return null;
  return h("p", { class: "closest" }, t("closest"), " ", h("strong", { lang: ring.language }, hypothesisName(best)));
}

function brushNote(brush: Brush): HTMLElement {
  const words = h("span", {});
  const clear = h("button", { type: "button", class: "quiet", onclick: () => brush.clear() }, t("brush.clear"));
  const element = h("p", { class: "brushed", role: "status" }, words, clear);
  element.hidden = true;
  brush.listen(() => {
    element.hidden = brush.rows === null;
    fill(words, [brush.rows === null ? "" : t("brush.rows", { n: brush.rows.size, what: brush.label })]);
  });
  return element;
}

function legend(): Node {
  const fragment = document.createDocumentFragment();
  for (const [kind, word] of [["praise", "4–5★"], ["middle", "3★"], ["blame", "1–2★"]] as const) {
    fragment.append(h("span", { class: `key ${kind}` }), word);
  }
  return fragment;
}

function story(ring: RingDocument): HTMLElement {
  const { who, what, when, identifiers, how_sure, against, next_steps } = ring.story;
  const parts = { who, what, when, identifiers, how_sure, against, next_steps };
  return h(
    "div",
    { class: "story", lang: ring.language },
    ...Object.entries(parts)
      .filter(([, sentences]) => sentences.length)
      .flatMap(([part, sentences]) => [
        h("h3", {}, tOf(`story.${part}`, part)),
        h("ul", {}, ...sentences.map((sentence) => h("li", {}, sentence))),
      ]),
  );
}

function members(ring: RingDocument): HTMLElement {
  return table<Member>(
    t("section.members"),
    [
      { title: t("column.account"), key: (one) => one.reviewer_id, cell: (one) => accountLink(one.reviewer_id) },
      { title: t("column.membership"), numeric: true, key: (one) => one.membership, cell: (one) => percent(one.membership) },
      { title: t("column.role"), key: (one) => one.role, cell: (one) => tOf(`role.${one.role}`, one.role) },
      { title: t("column.created"), key: (one) => one.created_at, cell: (one) => minute(one.created_at) },
      { title: t("column.first"), key: (one) => one.first_at, cell: (one) => minute(one.first_at) },
      { title: t("column.last"), key: (one) => one.last_at, cell: (one) => minute(one.last_at) },
      { title: t("column.ofTargets"), numeric: true, key: (one) => one.n_ring_reviews, cell: (one) => whole(one.n_ring_reviews) },
      { title: t("column.reviews"), numeric: true, key: (one) => one.n_reviews, cell: (one) => whole(one.n_reviews) },
    ],
    ring.members,
  ).element;
}

function products(ring: RingDocument): HTMLElement {
  const chance = (one: Product): string => (ring.flagged ? (one.is_bystander ? t("bystander") : percent(one.service)) : "–");
  return h(
    "div",
    {},
    table<Product>(
      t("section.products"),
      [
        { title: t("column.product"), key: (one) => one.product_id, cell: (one) => idText(one.product_id) },
        { title: t("column.seller"), key: (one) => one.seller_id, cell: (one) => (one.seller_id === null ? "–" : idText(one.seller_id)) },
        { title: t(ring.flagged ? "column.ringReviews" : "column.groupReviews"), numeric: true, key: (one) => one.n_ring_reviews, cell: (one) => whole(one.n_ring_reviews) },
        { title: t("column.allReviews"), numeric: true, key: (one) => one.n_reviews, cell: (one) => whole(one.n_reviews) },
        { title: t("column.with"), numeric: true, key: (one) => one.rating_with, cell: (one) => stars(one.rating_with) },
        { title: t("column.without"), numeric: true, key: (one) => one.rating_without, cell: (one) => stars(one.rating_without) },
        { title: t("column.first"), key: (one) => one.first_at, cell: (one) => minute(one.first_at) },
        { title: t("column.last"), key: (one) => one.last_at, cell: (one) => minute(one.last_at) },
        ...(ring.flagged ? [{ title: t("column.service"), numeric: true, key: (one: Product) => one.service, cell: chance }] : []),
      ],
      ring.products,
    ).element,
    h("h3", {}, t("section.sellers")),
    table<Seller>(
      t("section.sellers"),
      [
        { title: t("column.seller"), key: (one) => one.seller_id, cell: (one) => (one.seller_id === null ? t("seller.unknown") : idText(one.seller_id)) },
        { title: t("column.products"), numeric: true, key: (one) => one.n_products, cell: (one) => whole(one.n_products) },
        { title: t(ring.flagged ? "column.ringReviews" : "column.groupReviews"), numeric: true, key: (one) => one.n_ring_reviews, cell: (one) => whole(one.n_ring_reviews) },
        { title: t("column.allReviews"), numeric: true, key: (one) => one.n_reviews, cell: (one) => whole(one.n_reviews) },
        { title: t("column.with"), numeric: true, key: (one) => one.rating_with, cell: (one) => stars(one.rating_with) },
        { title: t("column.without"), numeric: true, key: (one) => one.rating_without, cell: (one) => stars(one.rating_without) },
      ],
      ring.sellers,
    ).element,
  );
}

function tokens(ring: RingDocument, brush: Brush): HTMLElement {
  const show = (one: Identifier): void => {
    const held = new Set(one.holders);
    const rows = ring.reviews.member.map((_, row) => row).filter((row) => held.has(ring.reviews.member[row]!));
    brush.set(rows, one.token, [ring.identifiers.indexOf(one)]);
  };
  return table<Identifier>(
    t("section.tokens"),
    [
      { title: t("column.kind"), key: (one) => one.kind, cell: (one) => one.kind },
      { title: t("column.token"), key: (one) => one.token, cell: (one) => h("span", { class: one.is_public ? "public" : "" }, idText(one.token)) },
      { title: t("column.holders"), numeric: true, key: (one) => one.holders.length, cell: (one) => whole(one.holders.length) },
      { title: t("column.everybody"), numeric: true, key: (one) => one.n_accounts, cell: (one) => `${whole(one.n_accounts)}${one.is_public ? ` · ${t("token.public")}` : ""}` },
      { title: t("column.accounts"), wide: true, cell: (one) => h("span", {}, ...one.holders.flatMap((place, at) => [at ? ", " : "", accountLink(ring.members[place]!.reviewer_id)])) },
      { title: t("fact.show"), cell: (one) => h("button", { type: "button", class: "quiet", onclick: () => show(one) }, t("brush.do")) },
    ],
    ring.identifiers,
  ).element;
}

function reviews(ring: RingDocument, brush: Brush): HTMLElement {
  const every = ring.reviews.member.map((_, row) => row);
  const rows = reviewTable(ring, every, t("section.reviews"), true);
  const told = h("p", { class: "told" });
  const show = (): void => {
    const some = brush.rows === null ? every : every.filter((row) => brush.has(row));
    rows.show(some);
    told.textContent = t("reviews.shown", { n: some.length, all: every.length });
  };
  brush.listen(show);
  show();
  return h("div", {}, told, rows.element);
}

function kin(ring: RingDocument): HTMLElement {
  return h(
    "ul",
    {},
    ...ring.siblings.map((one) =>
      h(
        "li",
        {},
        h("a", { href: href("ring", one.ring_id) }, idText(one.ring_id)),
        ` · ${t("sibling", { accounts: whole(one.n_members), instruments: whole(one.n_instruments) })} · `,
        h("a", { href: href("compare", "", { a: ring.ring_id, b: one.ring_id }) }, t("compare.do")),
      ),
    ),
    ...ring.events.map((one) => h("li", { lang: "en" }, `${day(one.at)} ${tOf(`event.${one.kind}`, one.kind)}: ${one.words}`)),
  );
}

function notes(app: App, ring: RingDocument): HTMLElement {
  const list = h("ul", { class: "notes" });
  const show = (all: RingDocument["notes"]): void =>
    fill(list, all.map((one) => h("li", {}, h("span", { class: "told" }, `${one.by} · ${minute(one.at)}`), h("p", { class: "text" }, one.text))));
  show(ring.notes);
  const text = h("textarea", { rows: 2, "aria-label": t("note.text"), maxlength: 20_000 });
  const add = async (): Promise<void> => {
    if (!text.value.trim()) return;
    try {
      show((await app.client.note({ ring_id: ring.ring_id, text: text.value, by: null })).notes);
      text.value = "";
      app.tell(t("note.kept"));
    } catch (error) {
      app.tell((error as Error).message, true);
    }
  };
  return h(
    "div",
    { "data-notes": "" },
    list,
    app.client.host.canDecide ? h("div", { class: "tools" }, text, h("button", { type: "button", onclick: () => void add() }, t("note.add"))) : null,
  );
}

function provenance(ring: RingDocument): HTMLElement {
  const { run_id, version, source, created_at, fdr, limits, notes: told } = ring.provenance;
  const pair = (name: string, value: string): HTMLElement[] => [h("dt", {}, name), h("dd", {}, h("bdi", {}, value))];
  return h(
    "div",
    {},
    h(
      "dl",
      {},
      ...pair(t("run.id"), run_id),
      ...pair(t("run.version"), version),
      ...pair(t("run.source"), source),
      ...pair(t("run.created"), created_at),
      ...pair(t("run.fdr"), percent(fdr)),
      ...pair(t("column.rank"), `${ring.rank} / ${ring.n_rings}`),
      ...pair(t("column.falseShare"), percent(ring.q_value)),
    ),
    h("ul", { lang: ring.language }, ...[...limits, ...told].map((one) => h("li", {}, one))),
  );
}

type Bar = HTMLElement & { keys: Record<string, () => void> };

function decisionBar(app: App, ring: RingDocument): Bar {
  const decide = (verdict: "confirm" | "dismiss" | "watch" | "unsure") => () => void app.decide([ring.ring_id], verdict);
  const note = (): void => {
    const field = app.root.querySelector<HTMLTextAreaElement>("[data-notes] textarea");
    const folded = field?.closest("details") ?? [...app.root.querySelectorAll("details")].find((one) => one.querySelector("summary")?.textContent === t("section.notes"));
    if (folded) folded.open = true;
    requestAnimationFrame(() => app.root.querySelector<HTMLTextAreaElement>("[data-notes] textarea")?.focus());
  };
  const keys = { c: decide("confirm"), d: decide("dismiss"), w: decide("watch"), n: note, u: () => void app.undo([ring.ring_id]) };
  const button = (name: string, key: keyof typeof keys, tone = ""): HTMLElement =>
    h("button", { type: "button", class: tone, "data-verdict": name, "aria-keyshortcuts": key, onclick: keys[key] }, tOf(`deed.${name}`, name));
  const bar = h(
    "div",
    { class: "decision-bar", role: "toolbar", "aria-label": t("section.decision") },
    button("confirm", "c", "hot"),
    button("dismiss", "d"),
    button("watch", "w"),
    h("button", { type: "button", "data-verdict": "unsure", onclick: decide("unsure") }, t("deed.unsure")),
    button("note", "n", "quiet"),
    button("undo", "u", "quiet"),
  );
  return Object.assign(bar, { keys });
}
