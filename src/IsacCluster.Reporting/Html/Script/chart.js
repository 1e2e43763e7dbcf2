// Charts as the figures are drawn, for another view or choice than the page holds.
const MARKERS = [
  ["M12.2 8A4.2 4.2 0 1 1 3.8 8A4.2 4.2 0 1 1 12.2 8Z", 1], ["M4 4H12V12H4Z", 1], ["M8 3L13 12H3Z", 1], ["M8 2.6L13.4 8L8 13.4L2.6 8Z", 1],
  ["M3 4H13L8 13Z", 1], ["M8 3V13M3 8H13", 0], ["M4 4L12 12M12 4L4 12", 0], ["M12.2 8A4.2 4.2 0 1 1 3.8 8A4.2 4.2 0 1 1 12.2 8Z", 0],
];

const escaped = text => String(text).replace(/[&<>"]/g, c => "&#" + c.charCodeAt(0) + ";");
const paint = (property, color) => `style="${property}:var(${color})"`;
const round = pixel => Math.round(pixel * 10) / 10;

const markerMarkup = (index, color, x, y, size = 1) => {
  const [outline, filled] = MARKERS[index];
  const how = filled ? `style="fill:var(${color});stroke:var(--fig-paper)" stroke-width="0.9"`
    : `style="fill:none;stroke:var(${color})" stroke-width="1.6"`;
  return `<path d="${outline}" ${how} transform="translate(${round(x - 8 * size)} ${round(y - 8 * size)}) scale(${size})"/>`;
};

/** The key of a series, as in a legend. */
const keyMarkup = series => `<svg class="key" width="34" height="16" viewBox="0 0 34 16" aria-hidden="true">`
  + (series.line ? `<path d="M1 8H33" stroke-width="2" stroke-dasharray="${series.dash ?? ""}" ${paint("stroke", series.color)}/>` : "")
  + (series.bare ? "" : markerMarkup(series.marker, series.color, 17, 8)) + "</svg>";

/** The pixel of a value of a series. */
const pixelOf = (spec, view, series, [x, y]) => {
  const [left, top, width, height] = spec.box;
  return [left + width * (placed(spec.x, view.x, x) + (series.shift ?? 0)), top + height * (1 - placed(spec.y, view.y, y))];
};

const wholeView = spec => ({ x: [spec.x.lo, spec.x.hi], y: [spec.y.lo, spec.y.hi] });

const lineText = (text, x, y, anchor, more = "") =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" ${more}>${escaped(text)}</text>`;

/** Grid, ticks and titles of the axes. */
const axesMarkup = (spec, view) => {
  const [left, top, width, height] = spec.box, bottom = top + height, parts = [];
  let free = -Infinity;
  for (const [value, label] of ticksOf(spec.x, view.x, 6)) {
    const x = left + width * placed(spec.x, view.x, value), half = 3.4 * String(label).length + 4;
    if (!spec.cells) parts.push(`<path class="grid" d="M${round(x)} ${top}V${bottom}"/>`);
    if (x - half < free) continue;
    parts.push(lineText(label, x, bottom + 18, "middle", 'class="tick"'));
    free = x + half;
  }
  let lowest = Infinity;
  for (const [value, label] of ticksOf(spec.y, view.y, 5)) {
    const y = top + height * (1 - placed(spec.y, view.y, value));
    if (!spec.cells) parts.push(`<path class="grid" d="M${left} ${round(y)}H${left + width}"/>`);
    if (Math.abs(lowest - y) < 13) continue;
    parts.push(lineText(label, left - 7, y + 4, "end", 'class="tick"'));
    lowest = y;
  }
  parts.push(`<path class="frame" d="M${left} ${top}V${bottom}H${left + width}"/>`);
  if (spec.x.label) parts.push(lineText(spec.x.label, left + width / 2, spec.size[1] - 5, "middle"));
  if (spec.y.label) parts.push(lineText(spec.y.label, 0, 0, "middle", `transform="translate(14 ${top + height / 2}) rotate(-90)"`));
  return parts.join("");
};

const seriesMarkup = (spec, view, series) => {
  const points = series.v.map(value => [...pixelOf(spec, view, series, value), value]).filter(([x, y]) => Number.isFinite(x + y));
  const parts = [];
  const bars = points.filter(([, , value]) => value[3] > value[2]).map(([x, y, value]) => {
    const at = end => pixelOf(spec, view, series, series.along === "x" ? [end, value[1]] : [value[0], end]);
    const [low, high] = [at(value[2]), at(value[3])];
    return series.along === "x" ? `M${round(low[0])} ${round(y)}H${round(high[0])}`
      : `M${round(x)} ${round(low[1])}V${round(high[1])}M${round(x) - 3} ${round(low[1])}h6M${round(x) - 3} ${round(high[1])}h6`;
  });
  if (bars.length) parts.push(`<path fill="none" stroke-width="1.5" d="${bars.join("")}" ${paint("stroke", series.color)}/>`);
  if (series.line) {
    const d = points.map(([x, y], i) => `${i ? "L" : "M"}${round(x)} ${round(y)}`).join("");
    parts.push(`<path fill="none" stroke-width="${series.width ?? 1.75}" stroke-dasharray="${series.dash ?? ""}" d="${d}" `
      + `${paint("stroke", series.color)}/>`);
  }
  const size = points.length > 40 ? 0.6 : 1;
  if (!series.bare) for (const [x, y] of points) parts.push(markerMarkup(series.marker, series.color, x, y, size));
  return `<g data-color="${series.color}">${parts.join("")}</g>`;
};

/** Rectangles of a map, a path for each shade. */
const cellsMarkup = (spec, view) => {
  const shades = Array.from({ length: 6 }, () => []);
  for (const [x, y, shade] of spec.cells) {
    const [left, bottom] = pixelOf(spec, view, {}, [x - 0.5, y - 0.5]), [right, top] = pixelOf(spec, view, {}, [x + 0.5, y + 0.5]);
    shades[shade].push(`M${round(left - 0.2)} ${round(top - 0.2)}H${round(right + 0.2)}V${round(bottom + 0.2)}H${round(left - 0.2)}Z`);
  }
  return shades.map((cells, shade) => `<path ${paint("fill", "--fig-ramp-" + (shade + 1))} d="${cells.join("")}"/>`).join("");
};

let clips = 0;

/** An SVG element of the chart; series whose colour is hidden are left out. */
const chart = (spec, view, hidden) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), clip = "view-" + clips++;
  const [left, top, width, height] = spec.box;
  svg.setAttribute("viewBox", `0 0 ${spec.size[0]} ${spec.size[1]}`);
  svg.setAttribute("class", "chart");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", spec.title ?? spec.y.label);
  const area = (spec.area ?? []).map(([x, y]) => pixelOf(spec, view, {}, [x, y]));
  svg.innerHTML = `<clipPath id="${clip}"><rect x="${left}" y="${top - 5}" width="${width}" height="${height + 10}"/></clipPath>`
    + axesMarkup(spec, view) + `<g clip-path="url(#${clip})">`
    + (area.length ? `<path ${paint("fill", "--fig-desired")} d="M${area.map(([x, y]) => round(x) + " " + round(y)).join("L")}Z"/>` : "")
    + (spec.cells ? cellsMarkup(spec, view) : "")
    + (spec.cells ? [] : spec.series).filter(series => !hidden.has(series.color))
      .map(series => seriesMarkup(spec, view, series)).join("") + "</g>";
  return svg;
};
