// Written by view/documents.py: change the records of collusion/view.

/** Which run a document is of: `limits` and `notes` are sentences, `fdr` the level of its flags. */
export interface Provenance {
  readonly run_id: string;
  readonly version: string;
  readonly source: string;
  readonly created_at: string;
  readonly fdr: number | null;
  readonly prior_bits: number | null;
  readonly limits: readonly string[];
  readonly notes: readonly string[];
}

/** What a named person decided; `accounts` is how many accounts it is about. */
export interface Decision {
  readonly seq: number | null;
  readonly verdict: string;
  readonly by: string;
  readonly at: string;
  readonly note: string;
  readonly accounts: number;
  readonly expires_at: string | null;
}

/** Who looks at a ring now, until when. */
export interface Lease {
  readonly by: string;
  readonly until: string;
}

/** What a person wrote down about a ring, deciding nothing. */
export interface Note {
  readonly by: string;
  readonly at: string;
  readonly text: string;
}

/** What became of a ring between two runs: born, grew, shrank, merged, split, gone or returned. */
export interface RingEvent {
  readonly kind: string;
  readonly words: string;
  readonly at: string | null;
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** One ring, or group below the flag, in the inbox; `harm` is stars gained times recent reviews. */
export interface InboxRow {
  readonly ring_id: string;
  readonly rank: number;
  readonly flagged: boolean;
  readonly kind: string;
  readonly likeliest: string;
  readonly n_reviewers: number;
  readonly n_products: number;
  readonly n_reviews: number;
  readonly score: number;
  readonly q_value: number;
  readonly harm: number;
  readonly is_active: boolean;
  readonly abnormal: readonly string[];
  readonly sellers: readonly string[];
  readonly products: readonly string[];
  readonly first_at: string | null;
  readonly last_at: string | null;
  readonly summary: string;
  readonly state: "new" | "grown" | "changed" | "open" | "decided" | "quiet";
  readonly news: readonly string[];
  readonly decision: Decision | null;
  readonly lease: Lease | null;
}

/** All rings of a run, best first; `silent` names the families that had no data, with the reason. */
export interface Inbox {
  readonly language: string;
  readonly provenance: Provenance;
  readonly families: readonly string[];
  readonly silent: Readonly<Record<string, string>>;
  readonly operators: readonly string[];
  readonly n_flagged: number;
  readonly rows: readonly InboxRow[];
}

/** One reason, graded; `rows` are places in the ring's reviews, `tokens` in its identifiers. */
export interface Fact {
  readonly family: string;
  readonly grade: "decisive" | "supporting" | "null" | "against" | "silent";
  readonly sentence: string;
  readonly bits: number | null;
  readonly contribution: number | null;
  readonly observed: number | null;
  readonly expected: number | null;
  readonly rows: readonly number[];
  readonly tokens: readonly number[];
}

/** What the group may be; `by_family` is how far each family speaks for it, in bits. */
export interface Hypothesis {
  readonly name: string;
  readonly is_ring: boolean;
  readonly prior: number;
  readonly log_odds: number;
  readonly by_family: Readonly<Record<string, number>>;
}

/** One step of the waterfall; `amount` is None where the family had no data. */
export interface Step {
  readonly family: string;
  readonly amount: number | null;
}

/** From the odds before looking to the score, log-odds in bits; `held` is what was held back. */
export interface Waterfall {
  readonly prior: number;
  readonly steps: readonly Step[];
  readonly held: number;
  readonly total: number;
}

/** An account of the group. */
export interface Member {
  readonly reviewer_id: string;
  readonly membership: number | null;
  readonly role: string;
  readonly created_at: string | null;
  readonly first_at: string | null;
  readonly last_at: string | null;
  readonly n_ring_reviews: number;
  readonly n_reviews: number;
  readonly bits: number | null;
}

/** A target of the group; `baseline` counts all its reviews by week from `baseline_from` on. */
export interface Product {
  readonly product_id: string;
  readonly seller_id: string | null;
  readonly n_ring_reviews: number;
  readonly n_reviews: number;
  readonly rating_with: number | null;
  readonly rating_without: number | null;
  readonly first_at: string | null;
  readonly last_at: string | null;
  readonly service: number;
  readonly is_bystander: boolean;
  readonly baseline_from: string | null;
  readonly baseline: readonly number[] | null;
}

/** Who sells the targets; without an id: nobody known. */
export interface Seller {
  readonly seller_id: string | null;
  readonly n_products: number;
  readonly n_ring_reviews: number;
  readonly n_reviews: number;
  readonly rating_with: number | null;
  readonly rating_without: number | null;
  readonly is_bystander: boolean;
}

/** A shared identifier value by its token; `holders` are places in members, `is_public`: many others. */
export interface Identifier {
  readonly kind: string;
  readonly token: string;
  readonly holders: readonly number[];
  readonly n_accounts: number;
  readonly is_public: boolean;
}

/** The members' reviews by time, a column each; `product` points on into `other_products`. */
export interface Reviews {
  readonly review_id: readonly string[];
  readonly member: readonly number[];
  readonly product: readonly number[];
  readonly posted_at: readonly (string | null)[];
  readonly rating: readonly (number | null)[];
  readonly verified: readonly (boolean | null)[];
  readonly in_ring: readonly boolean[];
  readonly in_window: readonly boolean[];
  readonly title: readonly (string | null)[] | null;
  readonly text: readonly (string | null)[] | null;
}

/** Another group that shares accounts or instruments. */
export interface Sibling {
  readonly ring_id: string;
  readonly n_members: number;
  readonly n_instruments: number;
  readonly is_told: boolean;
}

/** How a group stands, log-odds in bits. */
export interface Standing {
  readonly score: number;
  readonly q_value: number;
  readonly rank: number;
  readonly flagged: boolean;
}

/** How the group would stand without one family. */
export interface Removal {
  readonly family: string;
  readonly after: Standing;
  readonly abnormal: readonly string[];
}

/** The case in sentences. */
export interface Story {
  readonly who: readonly string[];
  readonly what: readonly string[];
  readonly when: readonly string[];
  readonly identifiers: readonly string[];
  readonly how_sure: readonly string[];
  readonly against: readonly string[];
  readonly next_steps: readonly string[];
}

/** One group with all that is shown of it. */
export interface RingDocument {
  readonly language: string;
  readonly ring_id: string;
  readonly rank: number;
  readonly n_rings: number;
  readonly flagged: boolean;
  readonly kind: string;
  readonly summary: string;
  readonly n_reviewers: number;
  readonly n_products: number;
  readonly n_reviews: number;
  readonly n_sellers: number;
  readonly n_clients: number;
  readonly first_at: string | null;
  readonly last_at: string | null;
  readonly most_from: string | null;
  readonly most_until: string | null;
  readonly n_most: number | null;
  readonly score: number;
  readonly q_value: number;
  readonly abnormal: readonly string[];
  readonly innocent_explanation: string;
  readonly innocent_verdict: string;
  readonly story: Story;
  readonly facts: readonly Fact[];
  readonly hypotheses: readonly Hypothesis[];
  readonly waterfall: Waterfall;
  readonly members: readonly Member[];
  readonly products: readonly Product[];
  readonly other_products: readonly string[];
  readonly sellers: readonly Seller[];
  readonly identifiers: readonly Identifier[];
  readonly reviews: Reviews;
  readonly siblings: readonly Sibling[];
  readonly provenance: Provenance;
  readonly state: "new" | "grown" | "changed" | "open" | "decided" | "quiet";
  readonly decision: Decision | null;
  readonly lease: Lease | null;
  readonly notes: readonly Note[];
  readonly events: readonly RingEvent[];
  readonly removals: readonly Removal[] | null;
}

/** A group that an account is in. */
export interface Membership {
  readonly ring_id: string;
  readonly rank: number;
  readonly flagged: boolean;
  readonly membership: number | null;
  readonly role: string;
  readonly n_ring_reviews: number;
}

/** A review by the account that is shown; `ring_ids` are the groups that have the product as a target. */
export interface OwnReview {
  readonly review_id: string;
  readonly product_id: string;
  readonly posted_at: string | null;
  readonly rating: number | null;
  readonly verified: boolean | null;
  readonly ring_ids: readonly string[];
  readonly title: string | null;
  readonly text: string | null;
}

/** An identifier value that the account shares with another member, by its token. */
export interface Holding {
  readonly kind: string;
  readonly token: string;
  readonly n_accounts: number;
  readonly ring_ids: readonly string[];
  readonly is_public: boolean;
}

/** An account that reviewed the same targets or holds the same values. */
export interface Neighbour {
  readonly reviewer_id: string;
  readonly n_products: number;
  readonly n_tokens: number;
  readonly rarest_token_held_by: number | null;
}

/** The smallest change that would have cleared an account of a group: `rows` are reviews or tokens. */
export interface Counterfactual {
  readonly ring_id: string;
  readonly words: string;
  readonly rows: readonly string[];
  readonly is_cleared: boolean;
}

/** One account with its own facts only. */
export interface AccountDocument {
  readonly reviewer_id: string;
  readonly score: number | null;
  readonly is_honest: boolean;
  readonly created_at: string | null;
  readonly n_reviews: number;
  readonly rings: readonly Membership[];
  readonly holdings: readonly Holding[];
  readonly neighbours: readonly Neighbour[];
  readonly reviews: readonly OwnReview[] | null;
  readonly has_texts: boolean;
}

/** What would have cleared an account, of each group that it is in and for which that was worked out. */
export interface Clearing {
  readonly reviewer_id: string;
  readonly counterfactuals: readonly Counterfactual[];
  readonly language: string;
}

/** How many accounts, products, sellers or tokens each side has, and which both have. */
export interface Shared {
  readonly what: string;
  readonly n_a: number;
  readonly n_b: number;
  readonly shared: readonly string[];
}

/** One side of a comparison. */
export interface Side {
  readonly ring_id: string;
  readonly run_id: string;
  readonly rank: number;
  readonly flagged: boolean;
  readonly n_reviewers: number;
  readonly n_products: number;
  readonly n_reviews: number;
  readonly score: number;
  readonly q_value: number;
  readonly first_at: string | null;
  readonly last_at: string | null;
  readonly contributions: Readonly<Record<string, number | null>>;
}

/** Two groups, or one group in two runs (`events` say what became of it). */
export interface Comparison {
  readonly a: Side;
  readonly b: Side;
  readonly shared: readonly Shared[];
  readonly events: readonly RingEvent[];
}

/** Something that was searched for: `kind` is ring, account, product, seller, token or review. */
export interface Hit {
  readonly kind: string;
  readonly id: string;
  readonly ring_ids: readonly string[];
}

/** What a search found, and whether that is not all. */
export interface Hits {
  readonly query: string;
  readonly hits: readonly Hit[];
  readonly is_cut: boolean;
}

/** One step of a path: two accounts and the product or identifier value that they have in common. */
export interface Hop {
  readonly account: string;
  readonly via: string;
  readonly product_or_token: string;
  readonly next_account: string;
  readonly n_accounts: number;
  readonly review_ids: readonly string[];
}

/** The shortest chain between two accounts; without hops `words` says why there is none. */
export interface EvidencePath {
  readonly hops: readonly Hop[];
  readonly words: string;
}

/** What is left out of, or added to, a group; the body of POST ``whatif``. */
export interface WhatIfRequest {
  readonly ring_id: string;
  readonly families: readonly string[];
  readonly accounts: readonly string[];
  readonly products: readonly string[];
  readonly reviews: readonly string[];
  readonly merged: readonly string[];
  readonly fdr: number | null;
  readonly min_families: number | null;
}

/** How the group would stand; the answer to POST ``whatif``. */
export interface WhatIfAnswer {
  readonly ring_id: string;
  readonly before: Standing;
  readonly after: Standing;
  readonly abnormal: readonly string[];
  readonly summary: string;
  readonly contributions: Readonly<Record<string, number | null>>;
}

/** The body of POST ``decisions``: one verdict on one ring or several. `by` is sent by a notebook only. */
export interface DecisionRequest {
  readonly ring_ids: readonly string[];
  readonly verdict: "confirm" | "dismiss" | "watch" | "unsure";
  readonly note: string;
  readonly accounts: readonly string[] | null;
  readonly expires: string | null;
  readonly by: string | null;
}

/** The body of POST ``undo``: take back the decisions that hold on these rings. */
export interface UndoRequest {
  readonly ring_ids: readonly string[];
  readonly note: string;
  readonly by: string | null;
}

/** The answer to POST ``decisions`` and ``undo``: the inbox rows that changed. */
export interface Changed {
  readonly rows: readonly InboxRow[];
}

/** The body of POST ``notes``. */
export interface NoteRequest {
  readonly ring_id: string;
  readonly text: string;
  readonly by: string | null;
}

/** The answer to POST ``notes``: all notes on the ring. */
export interface Notes {
  readonly notes: readonly Note[];
}

/** The body of POST ``lease``: nobody else gets the ring meanwhile. */
export interface LeaseRequest {
  readonly ring_id: string;
}

/** The answer to POST ``lease``: who has the ring now. */
export interface Leased {
  readonly lease: Lease | null;
  readonly is_mine: boolean;
}

/** What a host answers when it cannot do what was asked: said to the reader as it is. */
export interface Problem {
  readonly error: string;
}
