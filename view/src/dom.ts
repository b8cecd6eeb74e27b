// Elements without markup: every text is set as text, and no character of a stranger's text steers the page.

export type Child = Node | string | number | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined | ((event: never) => void)>>;

/** Return an element; `on…` attributes are listeners, false and null leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, safe(String(value)));
  }
  fill(element, children);
  return element;
}

/** Replace what is in an element. */
export function fill(element: Element, children: readonly Child[]): void {
  element.replaceChildren(
    ...children
      .filter((child): child is Node | string | number => child !== null && child !== undefined && child !== false)
      .map((child) => (child instanceof Node ? child : safe(String(child)))),
  );
}

// Controls, overrides of the writing direction, invisible characters, and halves of surrogate pairs.
const UNSAFE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function safe(text: string): string {
  return text.replace(UNSAFE, "\ufffd");
}

/** An id as it is: isolated from the direction of what is around it, never broken in print. */
export function idText(id: string): HTMLElement {
  return h("bdi", { class: "id" }, id);
}

/** Bring what is between `low` and `high`. */
export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** A section that is built when it is first opened, and for print. */
export function fold(title: Child, build: () => Child, attributes: Attributes = {}): HTMLDetailsElement {
  const body = h("div", { class: "fold-body" });
  const details = h("details", { class: "fold", ...attributes }, h("summary", {}, title), body);
  let built = false;
  const unfold = (): void => {
    if (!built) {
      built = true;
      fill(body, [build()]);
    }
  };
  details.addEventListener("toggle", () => details.open && unfold());
  details.addEventListener("unfold", unfold);
  if (details.open) unfold();
  return details;
}

/** Open everything below `root` for print; the function returned folds it again. */
export function unfoldAll(root: ParentNode): () => void {
  const opened: HTMLDetailsElement[] = [];
  const grown: Element[] = [];
  for (;;) {
    const closed = [...root.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    const tables = [...root.querySelectorAll(".rows:not([data-whole])")];
    if (!closed.length && !tables.length) break;
    for (const details of closed) {
      details.dispatchEvent(new CustomEvent("unfold"));
      details.open = true;
      opened.push(details);
    }
    for (const table of tables) {
      table.setAttribute("data-whole", "");
      table.dispatchEvent(new CustomEvent("printall"));
      grown.push(table);
    }
  }
  return () => {
    for (const details of opened) details.open = false;
    for (const table of grown) {
      table.removeAttribute("data-whole");
      table.dispatchEvent(new CustomEvent("printdone"));
    }
  };
}
