// The graph of one ring: accounts, products and shared values; built once, walked by the picture and by paths.

import type { EvidencePath, RingDocument } from "../documents";

export type NodeKind = "account" | "product" | "other" | "token";

export interface NodeFacts {
  readonly kind: NodeKind;
  readonly name: string;
  readonly place: number;
  readonly isPublic: boolean;
  readonly holders: number;
}

/** Who is linked with what; a library's graph took a second for the reviews of two thousand accounts. */
export class EvidenceGraph {
  readonly #facts = new Map<string, NodeFacts>();
  readonly #near = new Map<string, Set<string>>();

  addNode(key: string, facts: NodeFacts): void {
    this.#facts.set(key, facts);
    this.#near.set(key, new Set());
  }
  link(one: string, other: string): void {
    this.#near.get(one)!.add(other);
    this.#near.get(other)!.add(one);
  }
  hasNode(key: string): boolean {
    return this.#facts.has(key);
  }
  facts(key: string): NodeFacts {
    return this.#facts.get(key)!;
  }
  degree(key: string): number {
    return this.#near.get(key)!.size;
  }
  neighbors(key: string): ReadonlySet<string> {
    return this.#near.get(key)!;
  }
  nodes(): IterableIterator<[string, NodeFacts]> {
    return this.#facts.entries();
  }
}

const built = new WeakMap<RingDocument, EvidenceGraph>();

/** Return who reviewed and holds what; nodes are named `a3`, `p0`, `o7`, `t1` by their places in the document. */
export function ringGraph(ring: RingDocument): EvidenceGraph {
  const known = built.get(ring);
  if (known) return known;
  const graph = new EvidenceGraph();
  const add = (key: string, kind: NodeKind, name: string, place: number, holders = 0, isPublic = false): void => {
    graph.addNode(key, { kind, name, place, isPublic, holders });
  };
  ring.members.forEach((one, place) => add(`a${place}`, "account", one.reviewer_id, place));
  ring.products.forEach((one, place) => add(`p${place}`, "product", one.product_id, place, one.n_ring_reviews));
  ring.other_products.forEach((name, place) => add(`o${place}`, "other", name, place));
  ring.identifiers.forEach((one, place) => {
    add(`t${place}`, "token", one.token, place, one.n_accounts, one.is_public);
    for (const holder of one.holders) graph.link(`a${holder}`, `t${place}`);
  });
  const { member, product } = ring.reviews;
  member.forEach((account, row) => {
    const place = product[row]!;
    const target = place < ring.products.length ? `p${place}` : `o${place - ring.products.length}`;
    graph.link(`a${account}`, target);
  });
  built.set(ring, graph);
  return graph;
}

/** The shortest chain between two accounts of a ring, rare things before common ones; null when there is none. */
export function shortestPath(graph: EvidenceGraph, one: string, other: string): EvidencePath["hops"] | null {
  const keys = pathKeys(graph, keyOf(graph, one), keyOf(graph, other));
  if (!keys) return null;
  const hops = [];
  for (let step = 0; step + 2 < keys.length; step += 2) {
    const [from, hub, to] = keys.slice(step, step + 3).map((key) => graph.facts(key));
    hops.push({
      account: from!.name,
      via: hub!.kind === "token" ? "identifier" : "product",
      product_or_token: hub!.name,
      next_account: to!.name,
      n_accounts: Math.max(hub!.holders, graph.degree(keys[step + 1]!)),
      review_ids: [],
    });
  }
  return hops;
}

function keyOf(graph: EvidenceGraph, account: string): string {
  for (const [key, facts] of graph.nodes()) if (facts.kind === "account" && facts.name === account) return key;
  return "";
}

/** Breadth first; of equally short ways the one over hubs that the fewest have. */
export function pathKeys(graph: EvidenceGraph, from: string, to: string): string[] | null {
  if (!graph.hasNode(from) || !graph.hasNode(to)) return null;
  const before = new Map<string, string>([[from, ""]]);
  let ring = [from];
  const commonness = (key: string): number => Math.max(graph.facts(key).holders, graph.degree(key));
  while (ring.length && !before.has(to)) {
    const next: string[] = [];
    for (const key of ring.sort((x, y) => commonness(x) - commonness(y))) {
      for (const neighbour of graph.neighbors(key)) {
        if (before.has(neighbour)) continue;
        before.set(neighbour, key);
        next.push(neighbour);
      }
    }
    ring = next;
  }
  if (!before.has(to)) return null;
  const keys = [];
  for (let key = to; key; key = before.get(key)!) keys.unshift(key);
  return keys;
}
