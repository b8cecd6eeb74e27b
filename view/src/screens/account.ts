// One account with its own facts only: what it did, what it holds, what would have cleared it.

import type { App, Screen } from "../app";
import type { AccountDocument, EvidencePath } from "../documents";
import { fill, h, idText } from "../dom";
import { minute, percent, whole } from "../format";
import { t, tOf } from "../messages";
import { accountLink, wordsOf, yesNo } from "../parts/reviews";
import { table } from "../parts/table";
import { href } from "../router";

export async function accountScreen(app: App, id: string): Promise<Screen> {
  const account = await app.client.account(id);
  const clearing = h("div", { role: "status" }, h("p", { class: "told" }, t("account.working")));
  void clear(app, id, clearing);
  const element = h(
    "article",
    { class: "account-screen" },
    h("h1", { tabindex: -1 }, h("span", { class: "noun" }, t("noun.account")), " ", idText(account.reviewer_id)),
    h("p", { class: "chips" }, account.is_honest ? h("span", { class: "chip cool" }, `✓ ${t("account.honest")}`) : null),
    h(
      "dl",
      { class: "facts-list" },
      h("dt", {}, t("column.created")), h("dd", {}, minute(account.created_at)),
      h("dt", {}, t("column.reviews")), h("dd", {}, whole(account.n_reviews)),
    ),
    section(t("account.groups"), groups(account)),
    section(t("account.clear"), clearing),
    section(t("account.reviews"), reviews(account)),
    section(t("account.instruments"), account.holdings.length ? holdings(account) : h("p", { class: "told" }, t("account.noInstruments"))),
    section(t("account.paths"), neighbours(app, account)),
  );
  return { title: `${t("noun.account")} ${account.reviewer_id}`, element, keys: {} };
}

/** Say what would have cleared the account, once that is worked out. */
async function clear(app: App, id: string, element: HTMLElement): Promise<void> {
  try {
    const { counterfactuals, language } = await app.client.clears(id);
    fill(element, counterfactuals.map((one) =>
      h(
        "div",
        { class: "clearing" },
        h("p", { lang: language }, h("a", { href: href("ring", one.ring_id) }, idText(one.ring_id)), ": ", one.words),
        one.rows.length ? h("ul", {}, ...one.rows.map((row) => h("li", {}, idText(row)))) : null,
      ),
    ));
  } catch (error) {
    fill(element, [h("p", { class: "told" }, (error as Error).message)]);
  }
}

function section(title: string, ...children: Parameters<typeof h>[2][]): HTMLElement {
  return h("section", {}, h("h2", {}, title), ...children);
}

function groups(account: AccountDocument): HTMLElement {
  return table(
    t("account.groups"),
    [
      { title: t("column.ring"), key: (one: AccountDocument["rings"][number]) => one.ring_id, cell: (one) => h("a", { href: href("ring", one.ring_id) }, idText(one.ring_id)) },
      { title: t("column.flag"), key: (one) => Number(one.flagged), cell: (one) => t(one.flagged ? "flagged" : "unflagged") },
      { title: t("column.rank"), numeric: true, key: (one) => one.rank, cell: (one) => whole(one.rank) },
      { title: t("column.membership"), numeric: true, key: (one) => one.membership, cell: (one) => percent(one.membership) },
      { title: t("column.role"), key: (one) => one.role, cell: (one) => tOf(`role.${one.role}`, one.role) },
      { title: t("column.ofTargets"), numeric: true, key: (one) => one.n_ring_reviews, cell: (one) => whole(one.n_ring_reviews) },
    ],
    account.rings,
  ).element;
}

function reviews(account: AccountDocument): HTMLElement {
  type Row = NonNullable<AccountDocument["reviews"]>[number];
  return table<Row>(
    t("account.reviews"),
    [
      { title: t("column.time"), key: (one) => one.posted_at, cell: (one) => minute(one.posted_at) },
      { title: t("column.product"), key: (one) => one.product_id, cell: (one) => idText(one.product_id) },
      { title: t("column.stars"), numeric: true, key: (one) => one.rating, cell: (one) => one.rating ?? "–" },
      { title: t("column.verified"), key: (one) => Number(one.verified ?? -1), cell: (one) => yesNo(one.verified) },
      { title: t("column.targetOf"), key: (one) => one.ring_ids.length, cell: (one) => one.ring_ids.join(", ") || "–" },
      account.has_texts
        ? { title: t("column.text"), wide: true, cell: (one) => wordsOf(one.title, one.text) }
        : { title: t("column.review"), key: (one) => one.review_id, cell: (one) => idText(one.review_id) },
    ],
    account.reviews ?? [],
  ).element;
}

function holdings(account: AccountDocument): HTMLElement {
  return table(
    t("account.instruments"),
    [
      { title: t("column.kind"), key: (one: AccountDocument["holdings"][number]) => one.kind, cell: (one) => one.kind },
      { title: t("column.token"), key: (one) => one.token, cell: (one) => h("span", { class: one.is_public ? "public" : "" }, idText(one.token)) },
      { title: t("column.everybody"), numeric: true, key: (one) => one.n_accounts, cell: (one) => `${whole(one.n_accounts)}${one.is_public ? ` · ${t("token.public")}` : ""}` },
      { title: t("column.ring"), cell: (one) => one.ring_ids.join(", ") },
    ],
    account.holdings,
  ).element;
}

function neighbours(app: App, account: AccountDocument): HTMLElement {
  const answer = h("div", { role: "status" });
  const ask = async (other: string): Promise<void> => {
    try {
      fill(answer, [hops(await app.client.path(account.reviewer_id, other))]);
    } catch (error) {
      fill(answer, [h("p", { class: "problem" }, (error as Error).message)]);
    }
  };
  const rows = table(
    t("account.paths"),
    [
      { title: t("column.account"), key: (one: AccountDocument["neighbours"][number]) => one.reviewer_id, cell: (one) => accountLink(one.reviewer_id) },
      { title: t("account.sameProducts"), numeric: true, key: (one) => one.n_products, cell: (one) => whole(one.n_products) },
      { title: t("account.sameTokens"), numeric: true, key: (one) => one.n_tokens, cell: (one) => whole(one.n_tokens) },
      { title: t("account.rarest"), numeric: true, key: (one) => one.rarest_token_held_by, cell: (one) => (one.rarest_token_held_by === null ? "–" : whole(one.rarest_token_held_by)) },
      { title: t("column.path"), cell: (one) => h("button", { type: "button", class: "quiet", "data-path": one.reviewer_id, onclick: () => void ask(one.reviewer_id) }, t("path.show")) },
    ],
    account.neighbours,
  );
  return h("div", {}, h("p", { class: "told" }, t("account.paths.told")), answer, rows.element);
}

function hops(path: EvidencePath): HTMLElement {
  if (!path.hops.length) return h("p", { class: "told" }, path.words || t("path.none"));
  return h(
    "ol",
    { class: "hops" },
    ...path.hops.map((hop) =>
      h(
        "li",
        {},
        accountLink(hop.account),
        ` ─ ${t(hop.via === "product" ? "node.product" : "node.token")} `,
        idText(hop.product_or_token),
        ` (${t("token.heldBy", { n: hop.n_accounts })}) ─ `,
        accountLink(hop.next_account),
      ),
    ),
  );
}
