// The page at a desk: `collusion desk W`, or the same behind a team's own proxy.
//
// The address that the command prints ends in #TOKEN. A fragment is sent to nobody: not to the server's log, not to
// the next site. The token is given once, with the reader's name, for a cookie that no script sees and a key that
// every request carries; the key is kept by this origin alone, so that neither is worth anything without the other.
// Every request says which state of the workspace the reader saw; the desk refuses what was decided on an old one.

import type { Host } from "../host";

const KEY = "collusion-key";
const STATE = "x-collusion-state";

interface Session {
  by: string | null;
  key?: string;
  asks_name: boolean;
  can_decide: boolean;
  can_what_if: boolean;
}

/** Sign in, asking for what is missing, and return the desk as a host. */
export async function deskHost(root: HTMLElement): Promise<Host> {
  const token = location.hash.length > 1 ? decodeURIComponent(location.hash.slice(1)) : "";
  const isToken = /^[A-Za-z0-9_-]{43}$/.test(token);
  if (isToken) history.replaceState(null, "", location.pathname + location.search);
  let session = await known();
  if (session.by === null) session = await signIn(root, session, isToken ? token : "");
  if (session.key) localStorage.setItem(KEY, session.key);
  return new Desk(session);
}

function headers(state = ""): Record<string, string> {
  const all: Record<string, string> = { "x-collusion-key": localStorage.getItem(KEY) ?? "" };
  if (state) all[STATE] = state;
  return all;
}

async function known(): Promise<Session> {
  return (await (await fetch("session", { headers: headers() })).json()) as Session;
}

/** Ask for the name, and for the token where the address has none, until the desk takes them. */
function signIn(root: HTMLElement, session: Session, token: string): Promise<Session> {
  const form = document.createElement("form");
  form.className = "sign-in";
  const title = document.createElement("h1");
  title.textContent = "Collusion desk";
  const name = field(form, "Your name: every decision carries it", "name", session.asks_name);
  const code = field(form, "Token: the end of the printed address, after #", "token", token === "");
  const button = document.createElement("button");
  button.textContent = "Begin";
  const problem = document.createElement("p");
  problem.setAttribute("role", "alert");
  form.append(button, problem);
  form.prepend(title);
  root.replaceChildren(form);
  (session.asks_name ? name : code).focus();
  return new Promise((done) => {
    const send = async (): Promise<void> => {
      const body = JSON.stringify({ token: token || code.value.trim().replace(/^.*#/, ""), name: name.value });
      const answer = await fetch("session", { method: "POST", headers: { "content-type": "application/json" }, body });
      const said = (await answer.json()) as Session & { error?: string };
      if (answer.ok) {
        root.replaceChildren();
        done(said);
      } else {
        problem.textContent = said.error ?? "Refused.";
      }
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void send();
    });
    if (!session.asks_name && token !== "") void send();
  });
}

function field(form: HTMLFormElement, words: string, name: string, isAsked: boolean): HTMLInputElement {
  const input = document.createElement("input");
  input.name = name;
  input.autocomplete = "off";
  input.required = isAsked;
  const label = document.createElement("label");
  label.append(words, input);
  label.hidden = !isAsked;
  form.append(label);
  return input;
}

class Desk implements Host {
  readonly kind = "desk";
  readonly canDecide: boolean;
  readonly canWhatIf: boolean;
  // The state of the workspace in which each path was read.
  #seen = new Map<string, string>();
  #answers = new Map<string, { tag: string; body: unknown }>();

  constructor(session: Session) {
    this.canDecide = session.can_decide;
    this.canWhatIf = session.can_what_if;
  }

  async get(path: string): Promise<unknown> {
    const before = this.#answers.get(path);
    const all = headers();
    if (before) all["if-none-match"] = before.tag;
    const answer = await fetch(`api/${escaped(path)}`, { headers: all });
    this.#see(path, answer);
    if (answer.status === 304 && before) return before.body;
    const body = await said(answer);
    const tag = answer.headers.get("etag");
    if (tag) this.#answers.set(path, { tag, body });
    return body;
  }

  async post(path: string, body: unknown): Promise<unknown> {
    const rings = (body as { ring_ids?: string[] }).ring_ids ?? [];
    const [only, ...more] = rings;
    const isOne = only !== undefined && more.length === 0;
    const ring = isOne ? this.#seen.get(`rings/${encodeURIComponent(only)}`) : undefined;
    const all = { ...headers(ring ?? this.#seen.get("inbox")), "content-type": "application/json" };
    const answer = await fetch(`api/${path}`, { method: "POST", headers: all, body: JSON.stringify(body) });
    const result = await said(answer);
    const state = answer.headers.get(STATE);
    if (state) for (const id of rings) this.#seen.set(`rings/${encodeURIComponent(id)}`, state);
    return result;
  }

  #see(path: string, answer: Response): void {
    const state = answer.headers.get(STATE);
    if (!state) return;
    this.#seen.set(path, state);
  }
}

/** A path in which no segment is a dot or two: those would name another path. */
function escaped(path: string): string {
  const [room = "", id] = path.split("/", 2);
  return id === "." || id === ".." ? `${room}?id=${id}` : path;
}

async function said(answer: Response): Promise<unknown> {
  const body = (await answer.json()) as { error?: string };
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw new Error(body.error ?? `The desk answered ${answer.status}.`);
  return body;
}
