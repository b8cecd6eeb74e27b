// Any id: where it is.

import type { App, Screen } from "../app";
import type { Hit } from "../documents";
import { h, idText } from "../dom";
import { t, tOf } from "../messages";
import { table } from "../parts/table";
import { href } from "../router";

export async function searchScreen(app: App, query: string): Promise<Screen> {
  const { hits, is_cut } = query.trim() ? await app.client.search(query) : { hits: [], is_cut: false };
  const link = (hit: Hit): HTMLElement =>
    hit.kind === "ring" || hit.kind === "account"
      ? h("a", { href: href(hit.kind, hit.id) }, idText(hit.id))
      : idText(hit.id);
  return {
    title: t("search.title", { query }),
    element: h(
      "article",
      {},
      h("h1", { tabindex: -1 }, t("search.title", { query })),
      h("p", { class: "told" }, t(is_cut ? "search.cut" : "search.found", { n: hits.length })),
      hits.length
        ? table<Hit>(
            t("search.title", { query }),
            [
              { title: t("column.kind"), key: (hit) => hit.kind, cell: (hit) => tOf(`hit.${hit.kind}`, hit.kind) },
              { title: t("search.id"), key: (hit) => hit.id, cell: link },
              {
                title: t("search.where"),
                wide: true,
                cell: (hit) => h("span", {}, ...hit.ring_ids.flatMap((id, place) => [place ? ", " : "", h("a", { href: href("ring", id) }, idText(id))])),
              },
            ],
            hits,
          ).element
        : null,
    ),
    keys: {},
  };
}
