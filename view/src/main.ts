// The page: mounted by its host, or by itself where the page says which host it has.

import "./styles.css";
import { App } from "./app";
import type { Host } from "./host";
import { deskHost } from "./hosts/desk";
import { notebookHost, type WidgetModel } from "./hosts/notebook";
import { reportHost } from "./hosts/report";

export type { Host };

/** Show the page in an element; `start` is where a notebook begins, such as "#/ring/R-F4". */
export function mount(element: HTMLElement, host: Host, start = ""): void {
  new App(element, host, start);
}

const own = document.getElementById("collusion");
own?.classList.add("collusion");
if (own?.dataset["host"] === "report") mount(own, reportHost());
if (own?.dataset["host"] === "desk") void deskHost(own).then((host) => mount(own, host));

/** An anywidget. */
export default {
  render({ model, el }: { model: WidgetModel; el: HTMLElement }): void {
    const element = document.createElement("div");
    el.append(element);
    mount(element, notebookHost(model), String(model.get("start") ?? ""));
  },
};
