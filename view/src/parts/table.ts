// A table that sorts by its heads and shows rows by the hundred; print shows all.

import { type Child, fill, h } from "../dom";
import { t } from "../messages";

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Child;
  /** What rows are sorted by; none: not sortable. */
  readonly key?: (row: Row) => string | number | null;
  readonly numeric?: boolean;
  readonly wide?: boolean;
}

const PAGE = 100;

export interface Rows<Row> {
  readonly element: HTMLElement;
  show(rows: readonly Row[]): void;
}

export function table<Row>(caption: string, columns: readonly Column<Row>[], given: readonly Row[]): Rows<Row> {
  let rows = given;
  let shown = PAGE;
  let sorted = -1;
  let down = false;
  const body = h("tbody");
  const more = h("button", { type: "button", class: "quiet more", onclick: () => ((shown += 5 * PAGE), draw()) });
  const heads = columns.map((column, place) =>
    h(
      "th",
      { scope: "col", class: column.numeric ? "number" : "" },
      column.key ? h("button", { type: "button", class: "sort", onclick: () => sort(place) }, column.title) : column.title,
    ),
  );

  function sort(place: number): void {
    down = sorted === place ? !down : Boolean(columns[place]!.numeric);
    sorted = place;
    draw();
  }

  function ordered(): readonly Row[] {
    const key = sorted >= 0 ? columns[sorted]!.key : undefined;
    if (!key) return rows;
    const sign = down ? -1 : 1;
    return [...rows].sort((x, y) => {
      const [a, b] = [key(x), key(y)];
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return a < b ? -sign : a > b ? sign : 0;
    });
  }

  function draw(): void {
    heads.forEach((head, place) =>
      sorted === place
        ? head.setAttribute("aria-sort", down ? "descending" : "ascending")
        : head.removeAttribute("aria-sort"),
    );
    const lines = ordered()
      .slice(0, shown)
      .map((row) =>
        h(
          "tr",
          {},
          ...columns.map((column) =>
            h("td", { class: column.numeric ? "number" : column.wide ? "wide" : "", "data-title": column.title }, column.cell(row)),
          ),
        ),
      );
    fill(body, lines);
    more.hidden = rows.length <= shown;
    more.textContent = t("table.more", { n: rows.length - shown });
  }

  const element = h(
    "div",
    { class: columns.some((column) => column.wide) ? "rows with-texts" : "rows", tabindex: 0, role: "region", "aria-label": caption },
    h("table", {}, h("caption", { class: "unseen" }, caption), h("thead", {}, h("tr", {}, ...heads)), body),
    more,
  );
  let before = shown;
  element.addEventListener("printall", () => {
    before = shown;
    shown = Infinity;
    draw();
  });
  element.addEventListener("printdone", () => {
    shown = before;
    draw();
  });
  draw();
  return {
    element,
    show(next) {
      rows = next;
      shown = PAGE;
      draw();
    },
  };
}
