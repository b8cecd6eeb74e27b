// All rings: sort, filter, judge by keys, one or many; only the rows in sight are in the page.

import type { App, Screen } from "../app";
import type { InboxRow } from "../documents";
import { type Child, clamp, fill, h, idText } from "../dom";
import { day, figure, oddsShort, percent, whole } from "../format";
import { type Key, t, tOf } from "../messages";
import { familyName } from "../parts/facts";
import { hypothesisName } from "../parts/odds";
import { savedFilters } from "../parts/saved";
import { href } from "../router";

const ROW = 56;
const SPARE = 8;
/** Width of a window, in pixels, up to which filters are folded until they are asked for. */
const NARROW = 720;
const WAITING: ReadonlySet<string> = new Set(["new", "grown", "changed", "open"]);

type SortKey = "rank" | "score" | "n_reviewers" | "n_products" | "n_reviews" | "harm" | "last_at" | "state";
/** What a ring is: by its kind, or else by what it most likely is. */
function kindOf(row: InboxRow): string {
  if (row.kind !== "unclear") return tOf(`kind.${row.kind}`, row.kind);
  return row.likeliest === "" ? t("kind.none") : hypothesisName(row.likeliest);
}

const COLUMNS: readonly { readonly key: SortKey; readonly title: Key; readonly numeric: boolean; readonly narrow: boolean }[] = [
  { key: "rank", title: "column.rank", numeric: true, narrow: true },
  { key: "score", title: "column.odds", numeric: true, narrow: false },
  { key: "n_reviewers", title: "column.accounts", numeric: true, narrow: false },
  { key: "n_products", title: "column.products", numeric: true, narrow: false },
  { key: "n_reviews", title: "column.reviews", numeric: true, narrow: false },
  { key: "harm", title: "column.harm", numeric: true, narrow: false },
  { key: "last_at", title: "column.last", numeric: false, narrow: false },
  { key: "state", title: "column.status", numeric: false, narrow: false },
];
const FILTERS = ["q", "flag", "kind", "evidence", "status", "seller", "product", "harm"] as const;

export async function inboxScreen(app: App, given: URLSearchParams): Promise<Screen> {
  const inbox = await app.inbox();
  const query = new URLSearchParams(given);
  const haystacks = new WeakMap<InboxRow, string>();
  const chosen = new Set<string>();
  let rows: readonly InboxRow[] = [];
  let current = 0;
  let printing = false;

  const sort = (): { key: SortKey; down: boolean } => {
    const text = query.get("sort") ?? "rank";
    const key = COLUMNS.find((one) => one.key === text.replace(/^-/, ""))?.key ?? "rank";
    return { key, down: text.startsWith("-") };
  };

  function haystack(row: InboxRow): string {
    let text = haystacks.get(row);
    if (text === undefined) {
      text = [row.ring_id, row.kind, row.likeliest, row.summary, ...row.sellers, ...row.products, ...row.news].join("\n").toLowerCase();
      haystacks.set(row, text);
    }
    return text;
  }

  function fits(row: InboxRow): boolean {
    const want = (name: (typeof FILTERS)[number]): string => query.get(name) ?? "";
    const has = (list: readonly string[], name: string): boolean => list.some((one) => one.toLowerCase().includes(name.toLowerCase()));
    if (want("q") && !haystack(row).includes(want("q").toLowerCase())) return false;
    if (want("flag") && (want("flag") === "yes") !== row.flagged) return false;
    if (want("kind") && row.kind !== want("kind")) return false;
    if (want("evidence") && !row.abnormal.includes(want("evidence"))) return false;
    if (want("status") && (want("status") === "waiting" ? !WAITING.has(row.state) : row.state !== want("status"))) return false;
    if (want("seller") && !has(row.sellers, want("seller"))) return false;
    if (want("product") && !has(row.products, want("product"))) return false;
    if (want("harm") === "active" && !row.is_active) return false;
    if (want("harm") === "some" && row.harm <= 0) return false;
    return true;
  }

  function find(): void {
    const { key, down } = sort();
    const sign = down ? -1 : 1;
    rows = inbox.rows.filter(fits).sort((x, y) => {
      const [a, b] = [x[key] ?? "", y[key] ?? ""];
      return a < b ? -sign : a > b ? sign : x.rank - y.rank;
    });
    current = clamp(current, 0, Math.max(0, rows.length - 1));
    told.textContent = t("inbox.shown", { n: rows.length, all: inbox.rows.length });
    heads.forEach(([column, head]) => {
      if (column === key) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    drawn = "";
    draw();
  }

  function change(name: string, value: string): void {
    if (value) query.set(name, value);
    else query.delete(name);
    app.router.note(href("inbox", "", Object.fromEntries(query)));
    box.scrollTop = 0;
    find();
  }

  // The table: only rows in sight, between two empty rows as high as those out of sight.
  const body = h("tbody");
  const told = h("p", { class: "told", role: "status" });
  const heads = COLUMNS.map(
    (column) =>
      [
        column.key,
        h(
          "th",
          { scope: "col", class: `${column.numeric ? "number" : ""} ${column.narrow ? "" : "roomy"}` },
          h("button", { type: "button", class: "sort", "data-sort": column.key, onclick: () => {
            const now = sort();
            const first = column.numeric && column.key !== "rank" ? `-${column.key}` : column.key;
            const other = first.startsWith("-") ? column.key : `-${column.key}`;
            change("sort", now.key === column.key && now.down === first.startsWith("-") ? other : first);
          } }, t(column.title)),
        ),
      ] as const,
  );
  const chooseAll = h("input", { type: "checkbox", "aria-label": t("inbox.all"), onchange: () => {
    const on = chooseAll.checked;
    for (const row of rows) on ? chosen.add(row.ring_id) : chosen.delete(row.ring_id);
    drawn = "";
    draw();
  } });
  const headOf = (key: SortKey): HTMLElement => heads.find(([one]) => one === key)![1];
  const grid = h(
    "table",
    { class: "inbox", "aria-label": t("screen.inbox") },
    h(
      "thead",
      {},
      h("tr", {}, h("th", { scope: "col", class: "check" }, app.client.host.canDecide ? chooseAll : h("span", { class: "unseen" }, t("graph.pick"))), headOf("rank"), h("th", { scope: "col" }, t("column.ring")), ...heads.filter(([key]) => key !== "rank").map(([, head]) => head)),
    ),
    body,
  );
  const box = h("div", { class: "inbox-box", tabindex: 0, role: "region", "aria-label": t("screen.inbox"), onscroll: () => draw() }, grid);
  let drawn = "";

  function draw(): void {
    const height = box.clientHeight || 600;
    const from = printing ? 0 : Math.max(0, Math.floor(box.scrollTop / ROW) - SPARE);
    const until = printing ? rows.length : Math.min(rows.length, Math.ceil((box.scrollTop + height) / ROW) + SPARE);
    const now = `${from}-${until}-${rows.length}`;
    if (now === drawn) return;
    drawn = now;
    const space = (n: number): Child => {
      if (n <= 0) return null;
      // As wide as the columns of a narrow screen: a cell over more of them would take their room there.
      const cell = h("td", { colspan: 3 });
      cell.style.height = `${n * ROW}px`;
      return h("tr", { class: "space", "aria-hidden": "true" }, cell);
    };
    grid.setAttribute("aria-rowcount", String(rows.length + 1));
    fill(body, [space(from), ...rows.slice(from, until).map((row, place) => line(row, from + place)), space(rows.length - until)]);
    if (!rows.length) fill(body, [h("tr", {}, h("td", { colspan: COLUMNS.length + 2, class: "none" }, t("inbox.none")))]);
  }

  function line(row: InboxRow, place: number): HTMLElement {
    const check = app.client.host.canDecide
      ? h("input", { type: "checkbox", checked: chosen.has(row.ring_id), "aria-label": t("inbox.one", { id: row.ring_id }), onchange: (event: Event) => {
          if ((event.target as HTMLInputElement).checked) chosen.add(row.ring_id);
          else chosen.delete(row.ring_id);
        } })
      : null;
    const cell = (text: Child, numeric = true, narrow = false): HTMLElement => h("td", { class: `${numeric ? "number" : ""} ${narrow ? "" : "roomy"}` }, text);
    return h(
      "tr",
      { "aria-rowindex": place + 2, class: place === current ? "current" : "", "data-ring": row.ring_id },
      h("td", { class: "check" }, check),
      cell(whole(row.rank), true, true),
      h(
        "td",
        { class: "who" },
        h(
          "div",
          { class: "first-line" },
          h("a", { href: href("ring", row.ring_id), "aria-current": place === current ? "true" : null, onfocus: () => mark(place) }, idText(row.ring_id)),
          row.flagged ? h("span", { class: "chip hot" }, "⚑ ", t("flagged")) : h("span", { class: "chip" }, t("unflagged")),
          h("span", { class: "chip plain" }, kindOf(row)),
          row.lease ? h("span", { class: "chip" }, t("lease.by", { by: row.lease.by })) : null,
        ),
        h(
          "div",
          { class: "line", title: row.summary },
          h("span", { class: "brief-odds" }, oddsShort(row.score), " · "),
          row.news[0] ? h("strong", { lang: "en" }, `${row.news[0]} · `) : null,
          row.abnormal.length ? h("span", { class: "abnormal" }, `◆ ${row.abnormal.map(familyName).join(", ")} · `) : null,
          row.sellers.length ? `${row.sellers.slice(0, 3).join(", ")}${row.sellers.length > 3 ? ` +${row.sellers.length - 3}` : ""} · ` : null,
          h("span", { lang: inbox.language }, row.summary),
        ),
      ),
      cell(h("span", { title: t("inbox.false", { share: percent(row.q_value) }) }, oddsShort(row.score)), true),
      cell(whole(row.n_reviewers)),
      cell(whole(row.n_products)),
      cell(whole(row.n_reviews)),
      cell(figure(row.harm)),
      cell(day(row.last_at), false),
      cell(h("span", { class: `state ${row.state}` }, row.decision ? tOf(`verdict.${row.decision.verdict}`, row.decision.verdict) : t(`state.${row.state}`)), false),
    );
  }

  function mark(place: number): void {
    current = place;
    for (const line of body.querySelectorAll("tr.current")) line.classList.remove("current");
    const row = rows[place];
    if (row) body.querySelector(`tr[data-ring="${CSS.escape(row.ring_id)}"]`)?.classList.add("current");
  }

  function step(by: number): void {
    if (!rows.length) return;
    current = clamp(current + by, 0, rows.length - 1);
    const top = current * ROW;
    const head = 40;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + ROW + head > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW + head - box.clientHeight;
    drawn = "";
    draw();
    body.querySelector<HTMLElement>("tr.current a")?.focus({ preventScroll: true });
  }

  const targets = (): string[] => (chosen.size ? [...chosen] : rows.slice(current, current + 1).map((row) => row.ring_id));
  const decide = (verdict: "confirm" | "dismiss" | "watch" | "unsure") => () =>
    void app.decide(targets(), verdict).then((done) => {
      if (!done) return;
      chosen.clear();
      chooseAll.checked = false;
      find();
    });
  const undo = (): void => void app.undo(targets()).then((done) => done && find());

  const field = (name: (typeof FILTERS)[number], label: Key, options: readonly (readonly [string, string])[]): HTMLElement =>
    h(
      "label",
      { class: "field" },
      h("span", {}, t(label)),
      h(
        "select",
        { "data-filter": name, onchange: (event: Event) => change(name, (event.target as HTMLSelectElement).value) },
        h("option", { value: "" }, t("any")),
        ...options.map(([value, words]) => h("option", { value, selected: query.get(name) === value }, words)),
      ),
    );
  const typed = (name: (typeof FILTERS)[number], label: Key): HTMLElement =>
    h("label", { class: "field" }, h("span", {}, t(label)), h("input", { type: "search", "data-filter": name, value: query.get(name) ?? "", oninput: (event: Event) => change(name, (event.target as HTMLInputElement).value) }));
  const kinds = [...new Set(inbox.rows.map((row) => row.kind))].sort();
  const filters = h(
    "form",
    { class: "filters", role: "search", "aria-label": t("inbox.filters"), onsubmit: (event: Event) => event.preventDefault() },
    typed("q", "filter.text"),
    field("flag", "column.flag", [["yes", t("flagged")], ["no", t("unflagged")]]),
    field("kind", "column.kind", kinds.map((kind) => [kind, tOf(`kind.${kind}`, kind)] as const)),
    field("evidence", "filter.evidence", inbox.families.map((family) => [family, familyName(family)] as const)),
    field("status", "column.status", [["waiting", t("state.waiting")], ...["new", "grown", "changed", "open", "decided", "quiet"].map((state) => [state, tOf(`state.${state}`, state)] as const)]),
    typed("seller", "column.seller"),
    typed("product", "column.product"),
    field("harm", "column.harm", [["active", t("harm.active")], ["some", t("harm.some")]]),
  );
  const bulk = app.client.host.canDecide
    ? h(
        "div",
        { class: "decision-bar", role: "toolbar", "aria-label": t("section.decision") },
        ...(["confirm", "dismiss", "watch", "unsure"] as const).map((verdict) =>
          h("button", { type: "button", "data-verdict": verdict, class: verdict === "confirm" ? "hot" : "", onclick: decide(verdict) }, t(`deed.${verdict}`)),
        ),
        h("button", { type: "button", class: "quiet", "data-verdict": "undo", onclick: undo }, t("deed.undo")),
      )
    : null;
  const limits = [...inbox.provenance.limits, ...Object.entries(inbox.silent).map(([family, why]) => `${familyName(family)}: ${why}`)];
  const element = h(
    "div",
    { class: "inbox-screen" },
    h("h1", { tabindex: -1 }, t("inbox.title", { n: inbox.rows.filter((row) => row.flagged).length, all: inbox.rows.length })),
    h(
      "details",
      { class: "narrowing", open: innerWidth > NARROW || [...query.keys()].some((name) => name !== "sort") },
      h("summary", {}, t("inbox.filters")),
      filters,
      savedFilters(
        () => query.toString(),
        (saved) => app.go(href("inbox", "", Object.fromEntries(new URLSearchParams(saved)))),
        h("a", { class: "quiet", href: href("inbox") }, t("inbox.clear")),
      ),
    ),
    told,
    box,
    bulk,
    inbox.operators.length || limits.length
      ? h("details", { class: "fold" }, h("summary", {}, t("inbox.about")), h("ul", { lang: inbox.language }, ...[...inbox.operators, ...limits].map((one) => h("li", {}, one))))
      : null,
  );
  element.addEventListener("unfoldrows", () => ((printing = true), (drawn = ""), draw()));
  element.addEventListener("foldrows", () => ((printing = false), (drawn = ""), draw()));
  const sized = new ResizeObserver(() => draw());
  sized.observe(box);
  find();
  const open = (): void => {
    const row = rows[current];
    if (row) app.go(href("ring", row.ring_id));
  };
  return {
    title: t("screen.inbox"),
    element,
    keys: {
      j: () => step(1), k: () => step(-1), o: open,
      ...(app.client.host.canDecide
        ? {
            c: decide("confirm"), d: decide("dismiss"), w: decide("watch"), u: undo, n: open,
            x: () => {
              const row = rows[current];
              if (!row) return;
              if (!chosen.delete(row.ring_id)) chosen.add(row.ring_id);
              drawn = "";
              draw();
            },
          }
        : {}),
    },
    dispose: () => sized.disconnect(),
  };
}
