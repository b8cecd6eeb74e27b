// What the page needs of the place where it is shown: a report, the desk or a notebook.
//
// The bundle is one ES module, collusion/view/page.js, with page.css beside it. It exports mount(element, host),
// and finds its host by itself in three places:
// - report: <main id="collusion" data-host="report">; the documents are in the page (hosts/report.ts);
// - desk: <main id="collusion" data-host="desk">, signed in by hosts/desk.ts;
// - notebook: the default export is an anywidget ({render}); custom messages {id, method, path, body} are answered
//   by {id, result} or {id, error}; model traits `can_decide`, `can_what_if`, `start` (hosts/notebook.ts).
// A failure is answered by {error: "words"}, at the desk with a status of 400 and above.
//
// get: "inbox", "rings/{ring_id}", "accounts/{reviewer_id}", "compare?a=&b=", "search?q=", "path?a=&b=".
// post: "decisions", "undo", "notes", "whatif", "lease". Ids are encoded as by encodeURIComponent.
// Documents, requests and answers are the interfaces of documents.ts. A host that cannot do what was asked
// rejects with an Error whose message is said to the reader as it is.

import type {
  AccountDocument, Clearing, Changed, Comparison, DecisionRequest, EvidencePath, Hits, Inbox, Leased, LeaseRequest, NoteRequest,
  Notes, RingDocument, UndoRequest, WhatIfAnswer, WhatIfRequest,
} from "./documents";

export interface Host {
  readonly kind: "report" | "desk" | "notebook";
  readonly canDecide: boolean;
  readonly canWhatIf: boolean;
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
}

/** The typed questions of the page, each asked of its host by path. */
export class Client {
  constructor(readonly host: Host) {}

  inbox(): Promise<Inbox> {
    return this.#get("inbox");
  }
  ring(id: string): Promise<RingDocument> {
    return this.#get(`rings/${encodeURIComponent(id)}`);
  }
  account(id: string): Promise<AccountDocument> {
    return this.#get(`accounts/${encodeURIComponent(id)}`);
  }
  clears(id: string): Promise<Clearing> {
    return this.#get(`clears/${encodeURIComponent(id)}`);
  }
  compare(a: string, b: string): Promise<Comparison> {
    return this.#get(`compare?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`);
  }
  search(query: string): Promise<Hits> {
    return this.#get(`search?q=${encodeURIComponent(query)}`);
  }
  path(a: string, b: string): Promise<EvidencePath> {
    return this.#get(`path?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`);
  }
  decide(body: DecisionRequest): Promise<Changed> {
    return this.#post("decisions", body);
  }
  undo(body: UndoRequest): Promise<Changed> {
    return this.#post("undo", body);
  }
  note(body: NoteRequest): Promise<Notes> {
    return this.#post("notes", body);
  }
  whatIf(body: WhatIfRequest): Promise<WhatIfAnswer> {
    return this.#post("whatif", body);
  }
  lease(body: LeaseRequest): Promise<Leased> {
    return this.#post("lease", body);
  }

  async #get<T>(path: string): Promise<T> {
    return (await this.host.get(path)) as T;
  }
  async #post<T>(path: string, body: unknown): Promise<T> {
    return (await this.host.post(path, body)) as T;
  }
}
