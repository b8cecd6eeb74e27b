// Where the reader is: in the address of the page, or in memory where the page is a part of a notebook.

export interface Route {
  readonly screen: "inbox" | "ring" | "account" | "compare" | "search";
  readonly id: string;
  readonly query: URLSearchParams;
}

const SCREENS = ["inbox", "ring", "account", "compare", "search"] as const;

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [name, id = ""] = path.split("/", 2);
  const screen = SCREENS.find((one) => one === name) ?? "inbox";
  return { screen, id: decoded(id), query: new URLSearchParams(query) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function href(screen: Route["screen"], id = "", query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/${screen}${id ? `/${encodeURIComponent(id)}` : ""}${search ? `?${search}` : ""}`;
}

export interface Router {
  readonly route: Route;
  go(hash: string): void;
  /** Change the address without a new screen. */
  note(hash: string): void;
  listen(listener: () => void): void;
}

export class AddressRouter implements Router {
  get route(): Route {
    return parseRoute(location.hash);
  }
  go(hash: string): void {
    location.hash = hash;
  }
  note(hash: string): void {
    history.replaceState(null, "", hash);
  }
  listen(listener: () => void): void {
    window.addEventListener("hashchange", listener);
  }
}

export class MemoryRouter implements Router {
  #listeners: (() => void)[] = [];
  constructor(private hash: string) {}
  get route(): Route {
    return parseRoute(this.hash);
  }
  go(hash: string): void {
    this.hash = hash;
    for (const listener of this.#listeners) listener();
  }
  note(hash: string): void {
    this.hash = hash;
  }
  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
