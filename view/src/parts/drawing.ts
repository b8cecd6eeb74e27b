// Canvases that follow the width, the scheme and print, in the colours of the style sheet.

import { h } from "../dom";

export interface Paint {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly colour: (name: string) => string;
}

/** A canvas that is drawn again whenever its width, the scheme or the medium changes. */
export function drawing(label: string, height: () => number, draw: (paint: Paint) => void): {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  redraw(): void;
} {
  const canvas = h("canvas", { role: "img", "aria-label": label });
  const element = h("div", { class: "drawing" }, canvas);
  let asked = 0;
  const redraw = (): void => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(now);
  };
  const now = (): void => {
    const width = element.clientWidth;
    if (!width) return;
    const scale = window.devicePixelRatio || 1;
    const tall = height();
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(tall * scale);
    canvas.style.height = `${tall}px`;
    const context = canvas.getContext("2d");
    if (!context) return;
    context.scale(scale, scale);
    context.clearRect(0, 0, width, tall);
    context.font = `11px ${getComputedStyle(element).fontFamily}`;
    draw({ context, width, colour: colours(element) });
  };
  new ResizeObserver(redraw).observe(element);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  element.addEventListener("redraw", now);
  return { element, canvas, redraw };
}

/** Return the colours of the style sheet where `element` stands. */
export function colours(element: Element): (name: string) => string {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (name) => {
    let colour = known.get(name);
    if (colour === undefined) known.set(name, (colour = style.getPropertyValue(`--${name}`).trim() || "#888"));
    return colour;
  };
}

/** Shorten a text to a width in pixels; what is left out is its middle, since ids differ at their ends. */
export function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  const letters = [...text];
  const kept = (n: number): string => `${letters.slice(0, n >> 1).join("")}…${letters.slice(letters.length - n + (n >> 1)).join("")}`;
  let n = letters.length - 1;
  while (n > 1 && context.measureText(kept(n)).width > width) n -= 1;
  return kept(n);
}
