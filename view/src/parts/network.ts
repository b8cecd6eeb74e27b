// The picture of a ring as a network that one can walk: expand, collapse, path, pin, lasso, undo.

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";
import type { RingDocument } from "../documents";
import { clamp, fill, h, idText, safe } from "../dom";
import { t, tOf } from "../messages";
import type { Brush } from "./brush";
import { colours } from "./drawing";
import { type EvidenceGraph, type NodeFacts, pathKeys, ringGraph } from "./evidence";
import { icon } from "./icons";
import { SHAPES } from "./shapes";
import { table } from "./table";

/** Accounts that are drawn at first: more would be a cloud that says nothing. */
const MOST_ACCOUNTS = 150;
/** Nodes and links that a layout moves in all: about a fifth of a second. */
const STEPS = 500_000;

interface Look {
  x: number;
  y: number;
  size: number;
  label: string;
  type: string;
  color: string;
}

export interface Network {
  readonly element: HTMLElement;
  dispose(): void;
}

export function network(ring: RingDocument, brush: Brush): Network {
  const all = ringGraph(ring);
  const seen = new Graph<Look>({ type: "undirected" });
  const walk = new Walk(all, firstKeys(ring, all));
  const stage = h("div", { class: "stage" });
  const told = h("p", { class: "told", role: "status" });
  const list = h("div", {});
  const asList = h("details", { class: "as-list", ontoggle: () => asList.open && drawList() }, h("summary", {}, t("graph.list")), list);
  const lasso = h("canvas", { class: "lasso", "aria-hidden": "true" });
  let sigma: Sigma<Look> | null = null;
  let colour = colours(stage);

  // The picture follows what is walked.
  function show(moved: boolean): void {
    for (const key of seen.nodes()) if (!walk.shown.has(key)) seen.dropNode(key);
    for (const key of walk.shown) if (!seen.hasNode(key)) seen.addNode(key, look(key));
    for (const key of walk.shown) for (const near of all.neighbors(key)) if (seen.hasNode(near)) seen.mergeEdge(key, near);
    if (moved) settle();
    sigma?.refresh();
    if (asList.open) drawList();
  }

  function look(key: string): Look {
    const facts = all.facts(key);
    const near = [...all.neighbors(key)].find((one) => seen.hasNode(one));
    const at = place(key);
    const degree = all.degree(key);
    return {
      x: near ? seen.getNodeAttribute(near, "x") + at.x * 0.1 : at.x,
      y: near ? seen.getNodeAttribute(near, "y") + at.y * 0.1 : at.y,
      size: facts.kind === "account" ? 4.5 : Math.min(5 + Math.sqrt(degree) * 1.1, 13),
      label: safe(facts.name),
      type: facts.kind === "account" ? "circle" : facts.kind === "token" ? "diamond" : "square",
      color: colour(facts.isPublic || facts.kind === "other" ? "other" : facts.kind),
    };
  }

  function settle(): void {
    if (seen.order < 2) return;
    const iterations = clamp(Math.round(STEPS / (seen.order + seen.size)), 40, 300);
    const settings = { ...forceAtlas2.inferSettings(seen), barnesHutOptimize: seen.order > 250, gravity: 1.2, slowDown: 4 };
    const positions = forceAtlas2(seen, { iterations, settings });
    for (const [key, at] of Object.entries(positions)) {
      const pinned = walk.pinned.get(key);
      seen.mergeNodeAttributes(key, pinned ?? { x: at["x"]!, y: at["y"]! });
    }
  }

  // What is picked is brushed: the rows of the accounts, or of the products, or of the holders.
  function pick(keys: Iterable<string>): void {
    walk.picked = new Set(keys);
    walk.path = [];
    if (!walk.picked.size) {
      brush.clear();
      say("");
      sigma?.refresh();
      return;
    }
    brush.set(rowsOf(ring, all, walk.picked), pickedWords(), placesOf(all, walk.picked, "token"));
    say(pickedWords());
    sigma?.refresh();
  }

  function pickedWords(): string {
    const names = [...walk.picked].map((key) => all.facts(key).name);
    return names.length <= 3 ? names.join(", ") : t("graph.picked", { n: names.length });
  }

  function say(words: string): void {
    told.textContent = safe(words);
  }

  const deeds: Record<string, () => void> = {
    expand: () => walk.expand() && show(true),
    collapse: () => walk.collapse() && show(false),
    path: () => {
      const ends = [...walk.picked].slice(-2);
      const keys = ends.length === 2 ? pathKeys(all, ends[0]!, ends[1]!) : null;
      if (!keys) return say(t(ends.length === 2 ? "path.none" : "graph.two"));
      walk.add(keys);
      walk.path = keys;
      show(true);
      say(keys.map((key) => all.facts(key).name).join(" → "));
      brush.set(rowsOf(ring, all, new Set(keys.filter((key) => key.startsWith("a")))), t("graph.path"));
    },
    pin: () => {
      for (const key of walk.picked) {
        if (!seen.hasNode(key)) continue;
        const { x, y } = seen.getNodeAttributes(key);
        if (!walk.pinned.delete(key)) walk.pinned.set(key, { x, y });
      }
      sigma?.refresh();
    },
    lasso: () => {
      const on = lasso.classList.toggle("on");
      buttons["lasso"]!.setAttribute("aria-pressed", String(on));
    },
    undo: () => walk.undo() && show(true),
    fit: () => void sigma?.getCamera().animatedReset({ duration: 150 }),
  };
  const buttons = Object.fromEntries(
    Object.entries(deeds).map(([name, deed]) => [
      name,
      h(
        "button",
        { type: "button", class: "icon", "data-deed": name, "aria-label": tOf(`graph.${name}`, name), title: tOf(`graph.${name}`, name), onclick: deed },
        icon(name),
      ),
    ]),
  );

  function drawList(): void {
    const keys = [...walk.shown];
    const rows = table(
      t("graph.list"),
      [
        {
          title: t("graph.pick"),
          cell: (key: string) =>
            h("input", {
              type: "checkbox",
              checked: walk.picked.has(key),
              "aria-label": t("graph.pickOne", { id: all.facts(key).name }),
              onchange: (event: Event) => {
                const next = new Set(walk.picked);
                if ((event.target as HTMLInputElement).checked) next.add(key);
                else next.delete(key);
                pick(next);
              },
            }),
        },
        { title: t("graph.node"), wide: true, key: (key) => all.facts(key).name, cell: (key) => idText(all.facts(key).name) },
        { title: t("column.kind"), key: (key) => all.facts(key).kind, cell: (key) => nodeKind(all, key) },
        { title: t("graph.links"), numeric: true, key: (key) => all.degree(key), cell: (key) => all.degree(key) },
      ],
      keys,
    );
    fill(list, [rows.element]);
  }

  function start(): void {
    show(true);
    try {
      sigma = new Sigma<Look>(seen, stage, {
        allowInvalidContainer: true,
        nodeProgramClasses: { square: SHAPES.square, diamond: SHAPES.diamond } as never,
        labelFont: getComputedStyle(stage).fontFamily,
        labelSize: 11,
        labelRenderedSizeThreshold: 9,
        labelColor: { color: colour("ink") },
        defaultEdgeColor: colour("edge"),
        zIndex: true,
        stagePadding: 24,
        doubleClickZoomingRatio: 1,
        nodeReducer: (key, given) => reduced(key, given),
        edgeReducer: (edge, given) => {
          const [from, to] = seen.extremities(edge);
          const step = walk.path.indexOf(from);
          const onPath = step >= 0 && (walk.path[step + 1] === to || walk.path[step - 1] === to);
          const lit = walk.picked.has(from) || walk.picked.has(to);
          return { ...given, color: colour(onPath ? "ring" : lit ? "muted" : "edge"), size: onPath ? 3 : lit ? 1.2 : 0.6, zIndex: onPath ? 1 : 0 };
        },
        defaultDrawNodeHover: (context, data, settings) => hover(context, data as never, settings.labelSize, colour),
      });
    } catch {
      fill(stage, [h("p", { class: "told" }, t("graph.noWebgl"))]);
      return;
    }
    listen(sigma);
  }

  function reduced(key: string, given: Look): Partial<Look> & { highlighted?: boolean; zIndex?: number; forceLabel?: boolean } {
    const facts = all.facts(key);
    const isLit = walk.path.includes(key) || walk.picked.has(key) || brushed(key);
    const base = facts.isPublic || facts.kind === "other" ? "other" : facts.kind;
    return {
      ...given,
      color: colour(isLit ? base : "faded"),
      size: given.size * (walk.pinned.has(key) ? 1.35 : 1),
      highlighted: walk.picked.has(key),
      forceLabel: walk.path.includes(key) || walk.pinned.has(key),
      label: isLit ? given.label : "",
      zIndex: isLit ? 1 : 0,
    };
  }

  let litNodes: ReadonlySet<string> | null = null;
  function brushed(key: string): boolean {
    return litNodes === null || litNodes.has(key);
  }
  brush.listen(() => {
    litNodes = brush.rows === null ? null : nodesOf(ring, brush);
    sigma?.refresh();
  });

  function listen(renderer: Sigma<Look>): void {
    let dragged: string | null = null;
    let wasDragged = false;
    renderer.on("clickNode", ({ node, event }) => {
      if (wasDragged) return;
      const many = event.original.ctrlKey || event.original.metaKey || event.original.shiftKey;
      pick(many ? walk.picked.has(node) ? [...walk.picked].filter((one) => one !== node) : [...walk.picked, node] : [node]);
    });
    renderer.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      walk.picked = new Set([node]);
      deeds["expand"]!();
    });
    renderer.on("clickStage", () => pick([]));
    renderer.on("downNode", ({ node }) => {
      dragged = node;
      wasDragged = false;
    });
    renderer.getMouseCaptor().on("mousemovebody", (event) => {
      if (!dragged) return;
      const at = renderer.viewportToGraph(event);
      if (!wasDragged) walk.keep();
      wasDragged = true;
      walk.pinned.set(dragged, at);
      seen.mergeNodeAttributes(dragged, at);
      event.preventSigmaDefault();
      event.original.preventDefault();
    });
    renderer.getMouseCaptor().on("mouseup", () => (dragged = null));
    renderer.on("enterNode", ({ node }) => say(`${nodeKind(all, node)}: ${all.facts(node).name}`));
    drawLasso(lasso, renderer, seen, (keys) => {
      deeds["lasso"]!();
      pick(keys);
    });
  }

  // What WebGL drew is gone when a page is printed: print has a drawing of its own.
  const element = h("div", { class: "network drawing" });
  element.addEventListener("redraw", () => sigma && printed(stage, sigma, seen, all));
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const recolour = (): void => {
    colour = colours(stage);
    sigma?.setSetting("labelColor", { color: colour("ink") });
    sigma?.refresh();
  };
  scheme.addEventListener("change", recolour);
  // A picture needs a size: it begins when it is first laid out.
  const sized = new ResizeObserver(() => {
    if (stage.clientWidth && !sigma && !stage.childElementCount) {
      colour = colours(stage);
      start();
    }
  });
  sized.observe(stage);
  const left = ring.members.length - Math.min(ring.members.length, MOST_ACCOUNTS);
  if (left) say(t("graph.some", { n: MOST_ACCOUNTS, all: ring.members.length }));
  fill(element, [
    h("div", { class: "tools", role: "toolbar", "aria-label": t("graph.tools") }, ...Object.values(buttons)),
    h("div", { class: "stage-box" }, stage, lasso),
    shapes(),
    told,
    asList,
  ]);
  return {
    element,
    dispose: () => {
      sized.disconnect();
      scheme.removeEventListener("change", recolour);
      sigma?.kill();
    },
  };
}

/** Draw what is seen on a plain canvas, for print. */
function printed(stage: HTMLElement, renderer: Sigma<Look>, graph: Graph<Look>, all: EvidenceGraph): void {
  stage.querySelector(".printed")?.remove();
  const canvas = h("canvas", { class: "printed", "aria-hidden": "true" });
  stage.append(canvas);
  [canvas.width, canvas.height] = [stage.clientWidth * 2, stage.clientHeight * 2];
  const context = canvas.getContext("2d");
  if (!context) return;
  const colour = colours(stage);
  context.scale(2, 2);
  context.font = "11px sans-serif";
  const at = (key: string): { x: number; y: number } => renderer.graphToViewport(graph.getNodeAttributes(key));
  context.strokeStyle = colour("edge");
  graph.forEachEdge((_, __, from, to) => {
    const [a, b] = [at(from), at(to)];
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
    context.stroke();
  });
  graph.forEachNode((key, node) => {
    const { x, y } = at(key);
    const { kind, isPublic } = all.facts(key);
    context.fillStyle = colour(isPublic || kind === "other" ? "other" : kind);
    context.beginPath();
    if (kind === "account") context.arc(x, y, node.size, 0, 2 * Math.PI);
    else if (kind === "token") for (const [dx, dy] of [[0, -1], [1, 0], [0, 1], [-1, 0]] as const) context.lineTo(x + dx * node.size, y + dy * node.size);
    else context.rect(x - node.size * 0.8, y - node.size * 0.8, node.size * 1.6, node.size * 1.6);
    context.fill();
    context.fillStyle = colour("ink");
    if (kind !== "account") context.fillText(node.label, x + node.size + 3, y + 4);
  });
}

/** What is shown of a graph, and how it came to that. */
class Walk {
  picked = new Set<string>();
  pinned = new Map<string, { x: number; y: number }>();
  path: readonly string[] = [];
  readonly #before: { shown: Set<string>; pinned: Map<string, { x: number; y: number }>; path: readonly string[] }[] = [];

  constructor(
    private readonly all: EvidenceGraph,
    public shown: Set<string>,
  ) {}

  keep(): void {
    this.#before.push({ shown: new Set(this.shown), pinned: new Map(this.pinned), path: this.path });
  }
  undo(): boolean {
    const before = this.#before.pop();
    if (before) Object.assign(this, before);
    return before !== undefined;
  }
  add(keys: Iterable<string>): void {
    this.keep();
    for (const key of keys) this.shown.add(key);
  }
  expand(): boolean {
    const next = [...this.picked].flatMap((key) => [...this.all.neighbors(key)]).filter((key) => !this.shown.has(key));
    if (next.length) this.add(next);
    return next.length > 0;
  }
  /** Hide the neighbours of what is picked that hang on nothing else. */
  collapse(): boolean {
    const gone = [...this.picked].flatMap((key) =>
      [...this.all.neighbors(key)].filter(
        (one) =>
          this.shown.has(one) &&
          !this.picked.has(one) &&
          [...this.all.neighbors(one)].every((other) => this.picked.has(other) || !this.shown.has(other)),
      ),
    );
    const hidden = gone.length ? gone : [...this.picked];
    if (!hidden.length) return false;
    this.keep();
    for (const key of hidden) this.shown.delete(key);
    return true;
  }
}

function firstKeys(ring: RingDocument, all: EvidenceGraph): Set<string> {
  const isFirst = ({ kind, place }: NodeFacts): boolean => kind !== "other" && (kind !== "account" || place < MOST_ACCOUNTS || ring.members.length <= MOST_ACCOUNTS);
  return new Set([...all.nodes()].filter(([, facts]) => isFirst(facts)).map(([key]) => key));
}

/** Where a node starts: on a circle, by its kind and place, so that the same ring always looks the same. */
function place(key: string): { x: number; y: number } {
  const turn = Number(key.slice(1)) * 2.39996;
  const far = key.startsWith("p") ? 3 : key.startsWith("t") ? 5 : 8;
  return { x: far * Math.cos(turn), y: far * Math.sin(turn) };
}

/** What the shapes of the nodes are; grey is what many outside the group hold. */
function shapes(): HTMLElement {
  const kinds = [["account", t("node.account")], ["product", t("node.product")], ["token", t("node.token")], ["token other", t("node.held")]];
  const said = `${t("graph.shapes")}: ${kinds.map(([, word]) => word).join(", ")}`;
  return h("p", { class: "legend shapes", "aria-label": said, role: "note" }, ...kinds.flatMap(([kind, word]) => [h("span", { class: `shape ${kind}` }), h("span", { "data-words": word })]));
}

function nodeKind(all: EvidenceGraph, key: string): string {
  const facts = all.facts(key);
  if (facts.kind === "token") return facts.isPublic ? t("node.public", { n: facts.holders }) : t("node.token");
  return t(`node.${facts.kind}`);
}

function placesOf(all: EvidenceGraph, keys: ReadonlySet<string>, kind: string): number[] {
  return [...keys].map((key) => all.facts(key)).filter((one) => one.kind === kind).map((one) => one.place);
}

function rowsOf(ring: RingDocument, all: EvidenceGraph, keys: ReadonlySet<string>): number[] {
  const accounts = new Set(placesOf(all, keys, "account"));
  for (const token of placesOf(all, keys, "token")) for (const holder of ring.identifiers[token]!.holders) accounts.add(holder);
  const targets = new Set(placesOf(all, keys, "product"));
  for (const other of placesOf(all, keys, "other")) targets.add(ring.products.length + other);
  const { member, product } = ring.reviews;
  return member.map((_, row) => row).filter((row) => accounts.has(member[row]!) || targets.has(product[row]!));
}

function nodesOf(ring: RingDocument, brush: Brush): Set<string> {
  const keys = new Set<string>([...brush.tokens].map((place) => `t${place}`));
  for (const place of brush.tokens) for (const holder of ring.identifiers[place]!.holders) keys.add(`a${holder}`);
  for (const row of brush.rows ?? []) {
    keys.add(`a${ring.reviews.member[row]!}`);
    const product = ring.reviews.product[row]!;
    keys.add(product < ring.products.length ? `p${product}` : `o${product - ring.products.length}`);
  }
  return keys;
}

function hover(
  context: CanvasRenderingContext2D,
  data: { x: number; y: number; size: number; label?: string | null },
  size: number,
  colour: (name: string) => string,
): void {
  context.strokeStyle = colour("ink");
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(data.x, data.y, data.size + 2.5, 0, 2 * Math.PI);
  context.stroke();
  if (!data.label) return;
  context.font = `600 ${size}px ${context.canvas.ownerDocument.defaultView ? "system-ui, sans-serif" : "sans-serif"}`;
  const wide = context.measureText(data.label).width;
  context.fillStyle = colour("paper");
  context.globalAlpha = 0.92;
  context.fillRect(data.x + data.size + 4, data.y - size, wide + 6, size + 8);
  context.globalAlpha = 1;
  context.fillStyle = colour("ink");
  context.fillText(data.label, data.x + data.size + 7, data.y + size / 3);
}

/** Let the reader draw around nodes. */
function drawLasso(canvas: HTMLCanvasElement, renderer: Sigma<Look>, graph: Graph<Look>, done: (keys: string[]) => void): void {
  let points: [number, number][] = [];
  const at = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.width = canvas.clientWidth;
    canvas.height = canvas.clientHeight;
    points = [at(event)];
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!points.length) return;
    points.push(at(event));
    const context = canvas.getContext("2d")!;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.strokeStyle = colours(canvas)("ring");
    context.setLineDash([4, 3]);
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x, y);
    context.closePath();
    context.stroke();
  });
  canvas.addEventListener("pointerup", () => {
    canvas.getContext("2d")!.clearRect(0, 0, canvas.width, canvas.height);
    const inside = graph.filterNodes((_, node) => isInside(points, renderer.graphToViewport(node)));
    points = [];
    done(inside);
  });
}

/** Whether a point is inside a polygon: a ray to the right crosses its edges an odd number of times. */
function isInside(polygon: readonly (readonly [number, number])[], { x, y }: { x: number; y: number }): boolean {
  let inside = false;
  polygon.forEach(([ax, ay], place) => {
    const [bx, by] = polygon[(place + polygon.length - 1) % polygon.length]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}
