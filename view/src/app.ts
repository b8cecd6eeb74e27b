// The frame around the screens: address, search, language, keys, decisions, print.

import type { Inbox, InboxRow } from "./documents";
import { fill, h, unfoldAll } from "./dom";
import { day } from "./format";
import { Client, type Host } from "./host";
import { currentLanguage, LANGUAGES, setLanguage, t, tOf } from "./messages";
import { icon } from "./parts/icons";
import { AddressRouter, href, MemoryRouter, type Router } from "./router";
import { accountScreen } from "./screens/account";
import { compareScreen } from "./screens/compare";
import { inboxScreen } from "./screens/inbox";
import { ringScreen } from "./screens/ring";
import { searchScreen } from "./screens/search";

export interface Screen {
  readonly title: string;
  readonly element: HTMLElement;
  readonly keys: Readonly<Record<string, () => void>>;
  readonly dispose?: () => void;
}

type Verdict = "confirm" | "dismiss" | "watch" | "unsure";

interface Given {
  readonly note: string;
  readonly by: string;
  readonly expires: string;
}

/** Words that a reader may not know, in the order in which they are met; explained under the keys. */
const TERMS = ["ring", "flagged", "odds", "family", "abnormal", "membership", "client", "bystander", "token", "harm", "falseShare"] as const;

/** Remember a choice where the place of the page allows that. */
function remembered(name: string, value?: string): string | null {
  try {
    if (value !== undefined) localStorage.setItem(`collusion.${name}`, value);
    return localStorage.getItem(`collusion.${name}`);
  } catch {
    return null;
  }
}

export class App {
  readonly client: Client;
  readonly router: Router;
  expert = remembered("expert") === "yes";
  #keysOn = remembered("keys") !== "no";
  #inbox: Promise<{ -readonly [K in keyof Inbox]: Inbox[K] }> | null = null;
  #screen: Screen | null = null;
  #turn = 0;
  #fading = 0;
  readonly #compare = h("a", { href: href("compare") });
  readonly #main = h("div", { class: "main", id: "collusion-content" });
  readonly #status = h("div", { class: "toast", role: "status", "aria-live": "polite" });

  constructor(
    readonly root: HTMLElement,
    readonly host: Host,
    start = "",
  ) {
    this.client = new Client(host);
    this.router = host.kind === "notebook" ? new MemoryRouter(start || href("inbox")) : new AddressRouter();
    setLanguage(remembered("language") ?? root.dataset["language"] ?? navigator.language.slice(0, 2));
    this.#frame();
    this.router.listen(() => void this.show());
    root.addEventListener("click", (event) => this.#follow(event));
    root.addEventListener("keydown", (event) => this.#press(event));
    if (host.kind !== "notebook") document.addEventListener("keydown", (event) => event.target === document.body && this.#press(event));
    window.addEventListener("beforeprint", () => this.#print());
    void this.show();
  }

  go(hash: string): void {
    this.router.go(hash);
  }

  /** The inbox, asked for once; what is decided changes its rows. */
  inbox(): Promise<Inbox> {
    this.#inbox ??= this.client.inbox().then((inbox) => ({ ...inbox }));
    return this.#inbox;
  }

  /** Say something to the reader, seen and read aloud. */
  tell(words: string, isProblem = false): void {
    fill(this.#status, [h("span", { class: isProblem ? "problem" : "" }, words)]);
    clearTimeout(this.#fading);
    this.#fading = setTimeout(() => fill(this.#status, []), 8000);
  }

  async show(): Promise<void> {
    const turn = (this.#turn += 1);
    this.#main.setAttribute("aria-busy", "true");
    let screen: Screen;
    try {
      screen = await this.#made();
    } catch (error) {
      screen = {
        title: t("problem"),
        element: h("div", {}, h("h1", { tabindex: -1 }, t("problem")), h("p", { class: "problem" }, (error as Error).message), h("p", {}, h("a", { href: href("inbox") }, t("screen.inbox")))),
        keys: {},
      };
    }
    const { screen: name, id } = this.router.route;
    this.#compare.setAttribute("href", href("compare", "", name === "ring" ? { a: id } : {}));
    if (turn !== this.#turn) {
      screen.dispose?.();
      return;
    }
    this.#screen?.dispose?.();
    const isFirst = this.#screen === null;
    this.#screen = screen;
    fill(this.#main, [screen.element]);
    this.#main.removeAttribute("aria-busy");
    this.root.dataset["screen"] = this.router.route.screen;
    if (this.host.kind !== "notebook") document.title = `${screen.title} · Collusion`;
    if (!isFirst) {
      if (this.host.kind !== "notebook") scrollTo(0, 0);
      screen.element.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    }
  }

  #made(): Promise<Screen> {
    const { screen, id, query } = this.router.route;
    switch (screen) {
      case "ring":
        return ringScreen(this, id);
      case "account":
        return accountScreen(this, id);
      case "compare":
        return compareScreen(this, query);
      case "search":
        return searchScreen(this, query.get("q") ?? "");
      default:
        return inboxScreen(this, query);
    }
  }

  /** Ask for the reason, decide, and put the changed rows into the inbox; false when the reader drew back. */
  async decide(rings: readonly string[], verdict: Verdict): Promise<boolean> {
    if (!rings.length) return false;
    return this.#asked(rings, verdict, (given) =>
      this.#change(
        () => this.client.decide({ ring_ids: [...rings], verdict, note: given.note, accounts: null, expires: given.expires || null, by: given.by || null }),
        t("decided", { n: rings.length, verdict: t(`verdict.${verdict}`) }),
      ),
    );
  }

  async undo(rings: readonly string[]): Promise<boolean> {
    if (!rings.length) return false;
    try {
      await this.#change(
        () => this.client.undo({ ring_ids: [...rings], note: "", by: remembered("by") }),
        t("undone", { n: rings.length }),
      );
      return true;
    } catch (error) {
      this.tell((error as Error).message, true);
      return false;
    }
  }

  async #change(ask: () => Promise<{ readonly rows: readonly InboxRow[] }>, words: string): Promise<void> {
    const { rows } = await ask();
    const inbox = await this.#inbox;
    const changed = new Map(rows.map((row) => [row.ring_id, row]));
    if (inbox) (inbox.rows as InboxRow[]).forEach((row, place, all) => (all[place] = changed.get(row.ring_id) ?? row));
    this.tell(words);
    if (this.router.route.screen === "ring") await this.show();
  }

  /** Ask for the reason until `decide` took it, so that nothing typed is lost; false when the reader drew back. */
  #asked(rings: readonly string[], verdict: Verdict, decide: (given: Given) => Promise<void>): Promise<boolean> {
    return new Promise((resolve) => {
      const note = h("textarea", { rows: 4, required: true, maxlength: 20_000, name: "note" });
      const by = h("input", { name: "by", required: true, autocomplete: "name", value: remembered("by") ?? "" });
      const expires = h("input", { type: "date", name: "expires", min: day(new Date().toISOString()) });
      const problem = h("p", { class: "problem", role: "alert" });
      const field = (words: string, input: HTMLElement): HTMLElement => h("label", { class: "field" }, h("span", {}, words), input);
      const submit = async (event: Event): Promise<void> => {
        event.preventDefault();
        if (!note.value.trim()) return;
        if (by.value) remembered("by", by.value);
        try {
          await decide({ note: note.value, by: by.value, expires: expires.value });
          resolve(true);
          dialog.close();
        } catch (error) {
          fill(problem, [(error as Error).message]);
        }
      };
      const dialog = h(
        "dialog",
        { class: "dialog", "aria-labelledby": "decision-title" },
        h(
          "form",
          { onsubmit: (event: Event) => void submit(event) },
          h("h2", { id: "decision-title" }, `${t(`deed.${verdict}`)}: ${rings.length === 1 ? rings[0] : t("decision.many", { n: rings.length })}`),
          field(t("decision.note"), note),
          this.host.kind === "notebook" ? field(t("decision.by"), by) : null,
          verdict === "dismiss" ? null : field(t("decision.expires"), expires),
          problem,
          h(
            "div",
            { class: "tools" },
            h("button", { class: verdict === "confirm" ? "hot" : "" }, t(`deed.${verdict}`)),
            h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t("cancel")),
          ),
        ),
      );
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(false);
      });
      this.root.append(dialog);
      dialog.showModal();
      note.focus();
    });
  }

  #frame(): void {
    this.root.classList.add("collusion");
    this.root.lang = currentLanguage();
    const query = h("input", { type: "search", name: "q", "aria-label": t("search.label"), placeholder: t("search.hint") });
    const search = h(
      "form",
      {
        class: "search",
        role: "search",
        "aria-label": t("search.label"),
        onsubmit: (event: Event) => {
          event.preventDefault();
          if (query.value.trim()) this.go(href("search", "", { q: query.value.trim() }));
        },
      },
      query,
      h("button", { class: "icon", "aria-label": t("search.do") }, icon("search")),
    );
    const expert = h("button", { type: "button", class: "quiet", "aria-pressed": String(this.expert), onclick: () => {
      this.expert = !this.expert;
      remembered("expert", this.expert ? "yes" : "no");
      expert.setAttribute("aria-pressed", String(this.expert));
      void this.show();
    } }, t("expert"));
    const language = h(
      "select",
      { "aria-label": t("language"), onchange: (event: Event) => {
        const wanted = (event.target as HTMLSelectElement).value;
        remembered("language", wanted);
        setLanguage(wanted);
        this.#frame();
        void this.show();
      } },
      ...Object.keys(LANGUAGES).map((code) => h("option", { value: code, selected: code === currentLanguage() }, code.toUpperCase())),
    );
    const help = h("button", { type: "button", class: "quiet", onclick: () => this.#help() }, t("help"));
    this.#compare.textContent = t("screen.compare");
    fill(this.root, [
      h("a", { class: "skip", href: "#collusion-content", onclick: (event: Event) => (event.preventDefault(), this.#main.querySelector<HTMLElement>("h1")?.focus()) }, t("skip")),
      h(
        "header",
        { class: "top" },
        h("a", { class: "mark", href: href("inbox") }, "Collusion"),
        h("nav", { "aria-label": t("screens") }, h("a", { href: href("inbox") }, t("screen.inbox")), this.#compare),
        search,
        h("div", { class: "settings" }, expert, language, help),
      ),
      // A page has one main; a notebook, and a host that gives its own, have it already.
      h(this.host.kind === "notebook" || this.root.tagName === "MAIN" ? "div" : "main", {}, this.#main),
      this.#status,
    ]);
  }

  #help(): void {
    const keys = ["j", "k", "o", ...(this.host.canDecide ? ["x", "c", "d", "w", "n", "u"] : []), "/", "Escape", "?"];
    const toggle = h("input", { type: "checkbox", checked: this.#keysOn, onchange: () => {
      this.#keysOn = toggle.checked;
      remembered("keys", this.#keysOn ? "yes" : "no");
    } });
    const dialog = h(
      "dialog",
      { class: "dialog", "aria-labelledby": "help-title" },
      h("h2", { id: "help-title" }, t("help.title")),
      h("label", { class: "box" }, toggle, t("help.keys")),
      h("dl", { class: "keys" }, ...keys.flatMap((key) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, tOf(`key.${key}`, key))])),
      h("p", {}, t("help.graph")),
      h("p", { class: "told" }, t("help.marks")),
      h("h2", {}, t("help.words")),
      h("dl", { class: "words-list" }, ...TERMS.flatMap((term) => [h("dt", {}, t(`term.${term}`)), h("dd", {}, t(`term.${term}.means`))])),
      h("button", { type: "button", onclick: () => dialog.close() }, t("close")),
    );
    dialog.addEventListener("close", () => dialog.remove());
    this.root.append(dialog);
    dialog.showModal();
  }

  #follow(event: MouseEvent): void {
    const link = (event.target as Element).closest?.("a[href^='#/']");
    if (!link || this.host.kind !== "notebook") return;
    event.preventDefault();
    this.go(link.getAttribute("href")!);
  }

  #press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = target.closest?.("textarea, select, dialog, input:not([type=checkbox]):not([type=radio])");
    if (isTyping || (!this.#keysOn && event.key !== "Escape")) return;
    if (event.key === "?") return this.#help();
    if (event.key === "/") {
      event.preventDefault();
      return this.root.querySelector<HTMLElement>(".search input")?.focus();
    }
    const deed = this.#screen?.keys[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  #print(): void {
    const element = this.#main;
    element.querySelector(".inbox-screen")?.dispatchEvent(new CustomEvent("unfoldrows"));
    const fold = unfoldAll(element);
    for (const picture of element.querySelectorAll(".drawing")) picture.dispatchEvent(new CustomEvent("redraw"));
    window.addEventListener(
      "afterprint",
      () => {
        fold();
        element.querySelector(".inbox-screen")?.dispatchEvent(new CustomEvent("foldrows"));
      },
      { once: true },
    );
  }
}
