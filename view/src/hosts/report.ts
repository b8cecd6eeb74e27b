// A report: all documents are in the page, packed; what spans rings is put together here.

import type { AccountDocument, Clearing, Comparison, EvidencePath, Hit, Hits, Inbox, Neighbour, RingDocument } from "../documents";
import type { Host } from "../host";
import { t } from "../messages";
import { ringGraph, shortestPath } from "../parts/evidence";

/** What a report holds of ids: for each the places of its rings in `ring_ids`. */
interface Index {
  readonly ring_ids: readonly string[];
  readonly account: Readonly<Record<string, readonly number[]>>;
  readonly token: Readonly<Record<string, readonly number[]>>;
  readonly review: Readonly<Record<string, readonly number[]>>;
  readonly honest: readonly string[];
  readonly scores: Readonly<Record<string, number>>;
  readonly counterfactuals: Readonly<Record<string, Clearing["counterfactuals"]>>;
  readonly language: string;
}

const MOST_HITS = 50;

async function unpacked(name: string): Promise<unknown> {
  const block = document.getElementById(`block-${name}`);
  if (!block) throw new Error(t("report.absent", { id: name }));
  const bytes = Uint8Array.from(atob(block.textContent ?? ""), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

class Report {
  readonly #loaded = new Map<string, Promise<unknown>>();

  load<T>(name: string): Promise<T> {
    if (!this.#loaded.has(name)) this.#loaded.set(name, unpacked(name));
    return this.#loaded.get(name) as Promise<T>;
  }
  index(): Promise<Index> {
    return this.load("index");
  }
  async ring(id: string): Promise<RingDocument> {
    const place = (await this.index()).ring_ids.indexOf(id);
    if (place < 0) throw new Error(t("report.absent", { id }));
    return this.load(`ring-${place}`);
  }
  async ringsOf(account: string): Promise<RingDocument[]> {
    const index = await this.index();
    const places = Object.hasOwn(index.account, account) ? index.account[account]! : [];
    if (!places.length) throw new Error(t("report.absent", { id: account }));
    return Promise.all(places.map((place) => this.load<RingDocument>(`ring-${place}`)));
  }

  async account(id: string): Promise<AccountDocument> {
    const index = await this.index();
    const rings = await this.ringsOf(id);
    const own = rings.map((ring) => ring.members.findIndex((one) => one.reviewer_id === id));
    const first = rings[0]!;
    const member = first.members[own[0]!]!;
    return {
      reviewer_id: id,
      score: index.scores[id] ?? null,
      is_honest: index.honest.includes(id),
      created_at: member.created_at,
      n_reviews: member.n_reviews,
      rings: rings.map((ring, place) => {
        const me = ring.members[own[place]!]!;
        const { ring_id, rank, flagged } = ring;
        return { ring_id, rank, flagged, membership: me.membership, role: me.role, n_ring_reviews: me.n_ring_reviews };
      }),
      holdings: holdings(rings, own),
      neighbours: neighbours(first, own[0]!),
      reviews: ownReviews(rings, own),
      has_texts: first.reviews.text !== null,
    };
  }

  async clears(id: string): Promise<Clearing> {
    const { counterfactuals, language } = await this.index();
    if (!Object.hasOwn(counterfactuals, id)) throw new Error(t("account.noClear"));
    return { reviewer_id: id, counterfactuals: counterfactuals[id]!, language };
  }

  async compare(a: string, b: string): Promise<Comparison> {
    const [one, other] = await Promise.all([this.ring(a), this.ring(b)]);
    const names = (ring: RingDocument): Record<string, Set<string>> => ({
      accounts: new Set(ring.members.map((member) => member.reviewer_id)),
      products: new Set(ring.products.map((product) => product.product_id)),
      sellers: new Set(ring.products.flatMap((product) => product.seller_id ?? [])),
      tokens: new Set(ring.identifiers.map((value) => value.token)),
    });
    const [mine, theirs] = [names(one), names(other)];
    return {
      a: side(one),
      b: side(other),
      shared: Object.keys(mine).map((what) => ({
        what,
        n_a: mine[what]!.size,
        n_b: theirs[what]!.size,
        shared: [...mine[what]!].filter((name) => theirs[what]!.has(name)).sort(),
      })),
      events: [],
    };
  }

  async search(query: string): Promise<Hits> {
    const wanted = query.trim().toLowerCase();
    if (!wanted) return { query, hits: [], is_cut: false };
    const index = await this.index();
    const inbox = await this.load<Inbox>("inbox");
    const hits: Hit[] = [];
    const add = (kind: string, id: string, places: readonly number[]): void => {
      if (id.toLowerCase().includes(wanted)) hits.push({ kind, id, ring_ids: places.map((one) => index.ring_ids[one]!) });
    };
    index.ring_ids.forEach((id, place) => add("ring", id, [place]));
    for (const kind of ["account", "token", "review"] as const) {
      for (const [id, places] of Object.entries(index[kind])) add(kind, id, places);
    }
    for (const [kind, lists] of [["product", "products"], ["seller", "sellers"]] as const) {
      const found = new Map<string, number[]>();
      inbox.rows.forEach((row) => {
        const place = index.ring_ids.indexOf(row.ring_id);
        for (const id of row[lists]) if (place >= 0) found.set(id, [...(found.get(id) ?? []), place]);
      });
      for (const [id, places] of found) add(kind, id, places);
    }
    hits.sort((x, y) => Number(x.id.toLowerCase() !== wanted) - Number(y.id.toLowerCase() !== wanted) || x.id.length - y.id.length);
    return { query, hits: hits.slice(0, MOST_HITS), is_cut: hits.length > MOST_HITS };
  }

  async path(a: string, b: string): Promise<EvidencePath> {
    for (const ring of await this.ringsOf(a)) {
      const hops = shortestPath(ringGraph(ring), a, b);
      if (hops) return { hops, words: "" };
    }
    return { hops: [], words: t("path.none") };
  }
}

function side(ring: RingDocument): Comparison["a"] {
  return {
    ring_id: ring.ring_id,
    run_id: ring.provenance.run_id,
    rank: ring.rank,
    flagged: ring.flagged,
    n_reviewers: ring.n_reviewers,
    n_products: ring.n_products,
    n_reviews: ring.n_reviews,
    score: ring.score,
    q_value: ring.q_value,
    first_at: ring.first_at,
    last_at: ring.last_at,
    contributions: Object.fromEntries(ring.waterfall.steps.map((step) => [step.family, step.amount])),
  };
}

function holdings(rings: readonly RingDocument[], own: readonly number[]): AccountDocument["holdings"] {
  const found = new Map<string, { kind: string; token: string; n_accounts: number; ring_ids: string[]; is_public: boolean }>();
  rings.forEach((ring, place) => {
    for (const value of ring.identifiers.filter((one) => one.holders.includes(own[place]!))) {
      const { kind, token, n_accounts, is_public } = value;
      const held = found.get(token) ?? { kind, token, n_accounts, is_public, ring_ids: [] };
      held.ring_ids.push(ring.ring_id);
      found.set(token, held);
    }
  });
  return [...found.values()];
}

function neighbours(ring: RingDocument, me: number): readonly Neighbour[] {
  const products = ring.members.map(() => new Set<number>());
  ring.reviews.member.forEach((member, row) => {
    if (ring.reviews.in_ring[row]) products[member]!.add(ring.reviews.product[row]!);
  });
  const rows = ring.members.map((member, place) => {
    const tokens = ring.identifiers.filter((one) => !one.is_public && one.holders.includes(me) && one.holders.includes(place));
    return {
      reviewer_id: member.reviewer_id,
      n_products: [...products[me]!].filter((one) => products[place]!.has(one)).length,
      n_tokens: tokens.length,
      rarest_token_held_by: tokens.length ? Math.min(...tokens.map((one) => one.n_accounts)) : null,
    };
  });
  return rows
    .filter((row, place) => place !== me && row.n_products + row.n_tokens > 0)
    .sort((x, y) => y.n_tokens - x.n_tokens || y.n_products - x.n_products)
    .slice(0, 200);
}

function ownReviews(rings: readonly RingDocument[], own: readonly number[]): AccountDocument["reviews"] {
  type Row = NonNullable<AccountDocument["reviews"]>[number] & { ring_ids: string[] };
  const found = new Map<string, Row>();
  rings.forEach((ring, place) => {
    const { reviews, products, other_products } = ring;
    reviews.member.forEach((member, row) => {
      if (member !== own[place]) return;
      const product = reviews.product[row]!;
      const id = reviews.review_id[row]!;
      const mine = found.get(id) ?? {
        review_id: id,
        product_id: products[product]?.product_id ?? other_products[product - products.length]!,
        posted_at: reviews.posted_at[row]!,
        rating: reviews.rating[row]!,
        verified: reviews.verified[row]!,
        ring_ids: [],
        title: reviews.title?.[row] ?? null,
        text: reviews.text?.[row] ?? null,
      };
      if (reviews.in_ring[row]) mine.ring_ids.push(ring.ring_id);
      found.set(id, mine);
    });
  });
  return [...found.values()];
}

export function reportHost(): Host {
  const report = new Report();
  const get = (path: string): Promise<unknown> => {
    const [place = "", query = ""] = path.split("?", 2);
    const [what, id = ""] = place.split("/", 2);
    const given = new URLSearchParams(query);
    const value = (name: string): string => given.get(name) ?? "";
    switch (what) {
      case "inbox":
        return report.load("inbox");
      case "rings":
        return report.ring(decodeURIComponent(id));
      case "accounts":
        return report.account(decodeURIComponent(id));
      case "clears":
        return report.clears(decodeURIComponent(id));
      case "compare":
        return report.compare(value("a"), value("b"));
      case "search":
        return report.search(value("q"));
      case "path":
        return report.path(value("a"), value("b"));
      default:
        return Promise.reject(new Error(path));
    }
  };
  const post = (): Promise<unknown> => Promise.reject(new Error(t("report.readonly")));
  return { kind: "report", canDecide: false, canWhatIf: false, get, post };
}
