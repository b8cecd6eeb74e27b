// Line icons, 16 by 16, in the colour of the text.

const PATHS: Readonly<Record<string, string>> = {
  expand: "M8 3v10M3 8h10",
  collapse: "M3 8h10",
  path: "M3 12a2 2 0 1 0 0 .01M13 4a2 2 0 1 0 0 .01M5 11l6-6",
  pin: "M8 14V9M4.5 9h7L10 6V2H6v4z",
  lasso: "M8 3c3.3 0 5.5 1.6 5.5 3.8S11.300 10.500 8 10.500 2.500 9 2.500 6.800 4.700 3 8 3zM5 10.200c-1 1.800 0 3.300 1.800 3.300",
  undo: "M5.500 3L2.500 6l3 3M3 6h6.500a3.500 3.500 0 0 1 0 7H6",
  fit: "M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10",
  search: "M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.500 10.500l3 3",
};

export function icon(name: string): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name] ?? "");
  svg.append(path);
  return svg;
}
