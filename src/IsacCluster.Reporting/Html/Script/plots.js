// A figure that answers: values under the pointer or the arrow keys, a view that is dragged, series that are switched off.
const ZOOM_FROM = 8, NEAR = 40;

class Plot {
  /** @param fixed The drawing that the page holds of the whole; null: the script draws it. */
  constructor(host, spec, fixed) {
    Object.assign(this, { host, spec, fixed, hidden: new Set(), view: null, active: null, shown: fixed });
    host.classList.add("plot");
    host.tabIndex = 0;
    host.setAttribute("role", "group");
    const keys = spec.picture ? "" : "; plus and minus zoom, 0 shows all";
    host.setAttribute("aria-label", `${spec.title ?? "Figure"}. Arrow keys read the values${keys}.`);
    this.tip = element("div", "tip", { role: "status", hidden: "" });
    this.ring = element("div", "ring", { hidden: "" });
    this.frame = element("div", "frame", { hidden: "" });
    host.append(this.tip, this.ring, this.frame);
    this.listen();
    if (!fixed) this.render();
  }

  /** Another content, of the same kind. */
  show(spec) {
    Object.assign(this, { spec, view: null, active: null });
    this.leave();
    this.render();
  }

  listen() {
    const on = (name, act) => this.host.addEventListener(name, act);
    on("pointermove", event => this.drag ? this.dragTo(event) : this.hover(event));
    on("pointerleave", () => { if (!this.drag) this.leave(); });
    on("blur", () => this.leave());
    on("pointerdown", event => {
      if (event.pointerType === "touch" || event.button !== 0 || this.spec.picture) return;
      this.drag = [event.clientX, event.clientY];
      this.host.setPointerCapture(event.pointerId);
    });
    on("pointerup", event => this.drop(event));
    on("pointercancel", () => { this.drag = null; this.frame.hidden = true; });
    on("dblclick", () => this.reset());
    on("keydown", event => this.key(event));
    addEventListener("resize", () => { if (this.host.clientWidth !== this.width) this.leave(); });
  }

  range() { return this.view ?? (this.hidden.size ? this.fitted() : wholeView(this.spec)); }

  visible() { return this.spec.series.filter(series => !this.hidden.has(series.color)); }

  /** The whole along x; along y what the visible series need. */
  fitted() {
    const whole = wholeView(this.spec), axis = this.spec.y, ends = [];
    for (const series of this.visible()) {
      for (const [, y, low, high] of series.v)
        for (const value of series.along === "x" ? [y] : [y, low ?? y, high ?? y]) ends.push(transformed(axis, value));
    }
    const known = ends.filter(Number.isFinite);
    if (!known.length || axis.names) return whole;
    const [low, high] = [Math.min(...known), Math.max(...known)], margin = (high - low || Math.abs(high) * 0.1 || 1) * 0.08;
    return { x: whole.x, y: [low - margin, high + margin] };
  }

  render() {
    const drawn = this.fixed && !this.view && !this.hidden.size ? this.fixed : chart(this.spec, this.range(), this.hidden);
    if (this.shown) this.shown.replaceWith(drawn); else this.host.prepend(drawn);
    this.shown = drawn;
    this.host.classList.toggle("zoomed", !!this.view);
  }

  /** Pixels of the page for one of the drawing. */
  scale() { return this.shown.getBoundingClientRect().width / this.spec.size[0]; }

  marks() {
    const view = this.range(), [left, top, width, height] = this.spec.box, marks = [];
    for (const series of this.visible()) {
      series.v.forEach((value, index) => {
        const [x, y] = pixelOf(this.spec, view, series, value);
        if (x >= left - 3 && x <= left + width + 3 && y >= top - 6 && y <= top + height + 6) marks.push({ series, value, index, x, y });
      });
    }
    return marks;
  }

  at(event) {
    const box = this.shown.getBoundingClientRect(), scale = this.scale();
    return [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale];
  }

  hover(event) {
    const [x, y] = this.at(event), across = this.spec.cross ? 0.35 : 1;
    let best = null, least = this.spec.cross || this.spec.cells ? Infinity : NEAR;
    for (const mark of this.marks()) {
      const distance = Math.hypot(mark.x - x, (mark.y - y) * across);
      if (distance < least) [best, least] = [mark, distance];
    }
    const [left, top, width, height] = this.spec.box;
    if (best && x > left - 20 && x < left + width + 20 && y > top - 20 && y < top + height + 20) this.point(best); else this.leave();
  }

  leave() {
    this.active = null;
    this.tip.hidden = this.ring.hidden = true;
  }

  point(mark) {
    this.active = mark;
    this.width = this.host.clientWidth;
    const { spec } = this, scale = this.scale(), own = this.shown.getBoundingClientRect(), host = this.host.getBoundingClientRect();
    const across = value => spec.x.names ? spec.x.names[Math.round(value)] : spec.x.unit ? inUnit(value, spec.x.unit)
      : String(Number(value.toPrecision(6))).replace("-", "−");
    const worded = m => m.series.along === "x" ? inUnitOfX(spec, m.value) : withInterval(m.value[1], m.value[2], m.value[3], spec.y.unit);
    const peers = spec.cross ? this.visible().map(series => ({ series, value: series.v.find(value => value[0] === mark.value[0]) }))
      .filter(peer => peer.value) : [mark];
    const name = spec.words?.[mark.value[4]] ?? mark.value[4];
    const head = name ?? (mark.series.along === "x" ? spec.x.label : `${spec.x.label} ${across(mark.value[0])}`);
    const extra = spec.cross || mark.series.along === "x" ? "" : `<tr><td></td><td>${escaped(spec.x.label)}</td><td class="n">`
      + `${escaped(across(mark.value[0]))}</td></tr>`;
    const rows = peers.map(peer => `<tr${peer.series === mark.series ? ' class="own"' : ""}><td>${keyMarkup(peer.series)}</td>`
      + `<td>${escaped(peer.series.name)}</td><td class="n">${escaped(worded(peer))}</td></tr>`).join("");
    this.tip.innerHTML = spec.tip ? spec.tip(mark) : `<p>${escaped(head)}</p>`
      + (spec.picture ? "" : `<table>${rows}${name === undefined ? "" : extra}</table>`);
    this.tip.hidden = this.ring.hidden = false;
    const left = own.left - host.left + mark.x * scale, top = own.top - host.top + mark.y * scale;
    Object.assign(this.ring.style, { left: left + "px", top: top + "px" });
    const room = this.host.clientWidth - this.tip.offsetWidth, beside = left + 16 <= room ? left + 16 : left - 16 - this.tip.offsetWidth;
    const level = Math.max(-40, Math.min(this.host.clientHeight - this.tip.offsetHeight, top - this.tip.offsetHeight / 2));
    // Where it has no room beside the value it stands below the figure and hides nothing of it.
    Object.assign(this.tip.style, beside >= 0 ? { left: beside + "px", top: level + "px" }
      : { left: Math.max(0, room / 2) + "px", top: this.host.clientHeight - 4 + "px" });
  }

  dragTo(event) {
    const box = this.host.getBoundingClientRect(), [x, y] = this.drag;
    const [left, right] = [Math.min(x, event.clientX), Math.max(x, event.clientX)];
    const [top, bottom] = [Math.min(y, event.clientY), Math.max(y, event.clientY)];
    this.frame.hidden = right - left < ZOOM_FROM && bottom - top < ZOOM_FROM;
    if (!this.frame.hidden) this.leave();
    Object.assign(this.frame.style, {
      left: left - box.left + "px", top: top - box.top + "px", width: right - left + "px", height: bottom - top + "px",
    });
  }

  drop(event) {
    if (!this.drag) return;
    const from = this.at({ clientX: this.drag[0], clientY: this.drag[1] }), to = this.at(event), moved = !this.frame.hidden;
    this.drag = null;
    this.frame.hidden = true;
    if (moved) this.zoom(from, to);
  }

  /** To the rectangle between two places of the drawing; a side that is hardly dragged stays whole. */
  zoom(from, to) {
    const [left, top, width, height] = this.spec.box, view = this.range();
    const part = (a, b, whole) => {
      const [low, high] = [Math.max(0, Math.min(a, b)), Math.min(1, Math.max(a, b))];
      return high - low < 0.03 ? whole : [whole[0] + low * (whole[1] - whole[0]), whole[0] + high * (whole[1] - whole[0])];
    };
    this.view = {
      x: part((from[0] - left) / width, (to[0] - left) / width, view.x),
      y: part(1 - (from[1] - top) / height, 1 - (to[1] - top) / height, view.y),
    };
    this.render();
  }

  reset() {
    this.view = null;
    this.leave();
    this.render();
  }

  key(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key === "0" || event.key === "Escape") this.reset();
    else if ((event.key === "+" || event.key === "-") && !this.spec.picture) this.step(event.key === "+" ? 0.6 : 1 / 0.6);
    else if (moves[event.key]) this.walk(...moves[event.key]);
    else return;
    event.preventDefault();
  }

  /** Zooms around the value that is read, else around the middle. */
  step(factor) {
    const [left, top, width, height] = this.spec.box;
    const [x, y] = this.active ? [this.active.x, this.active.y] : [left + width / 2, top + height / 2];
    const view = this.range(), whole = wholeView(this.spec), mark = this.active;
    const part = (range, place, bounds) => {
      const centre = range[0] + place * (range[1] - range[0]), half = (range[1] - range[0]) * factor;
      const ends = [centre - half * place, centre + half * (1 - place)];
      return Math.abs(half) >= Math.abs(bounds[1] - bounds[0]) ? bounds : ends;
    };
    this.view = { x: part(view.x, (x - left) / width, whole.x), y: part(view.y, 1 - (y - top) / height, whole.y) };
    this.render();
    const again = mark && this.marks().find(m => m.series === mark.series && m.index === mark.index);
    if (again) this.point(again); else this.leave();
  }

  walk(dx, dy) {
    const marks = this.marks();
    if (!marks.length) return;
    if (!this.active) return this.point(marks[0]);
    const names = [...new Set(marks.map(mark => mark.series))], row = names.indexOf(this.active.series);
    const series = names[(row + dy + names.length) % names.length];
    const own = marks.filter(mark => mark.series === series);
    const here = own.findIndex(mark => mark.index >= this.active.index), index = here < 0 ? own.length - 1 : here;
    this.point(own[Math.max(0, Math.min(own.length - 1, index + dx))]);
  }

  toggle(color, visible) {
    if (visible) this.hidden.delete(color); else this.hidden.add(color);
    this.leave();
    this.render();
  }
}

const inUnitOfX = (spec, value) => withInterval(value[0], value[2], value[3], spec.x.unit);

const element = (name, className, attributes = {}, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
};

/** A figure of which the page holds no values: a part of its picture. */
const zoomPicture = svg => {
  const whole = svg.getAttribute("viewBox").split(/[\s,]+/).map(Number);
  let from = null;
  const at = event => {
    const box = svg.getBoundingClientRect(), now = svg.viewBox.baseVal;
    return [now.x + (event.clientX - box.left) / box.width * now.width, now.y + (event.clientY - box.top) / box.height * now.height];
  };
  svg.addEventListener("pointerdown", event => { if (event.pointerType !== "touch" && event.button === 0) from = at(event); });
  svg.addEventListener("pointerup", event => {
    if (!from) return;
    const to = at(event), width = Math.abs(to[0] - from[0]), height = Math.abs(to[1] - from[1]);
    if (width > 12 && height > 12) {
      svg.setAttribute("viewBox", `${Math.min(from[0], to[0])} ${Math.min(from[1], to[1])} ${width} ${height}`);
      svg.style.aspectRatio = `${whole[2]} / ${whole[3]}`;
    }
    from = null;
  });
  svg.addEventListener("dblclick", () => svg.setAttribute("viewBox", whole.join(" ")));
};

/** The entries of a legend switch their series on and off in all figures beside it. */
const switchLegend = (legend, plots) => {
  for (const entry of legend.querySelectorAll("li")) {
    const color = /var\((--fig-[\w-]+)\)/.exec(entry.innerHTML)?.[1];
    const owners = plots.filter(plot => plot.spec.series.some(series => series.color === color));
    if (!owners.length) continue;
    const button = element("button", "series", { type: "button", "aria-pressed": "true", title: "Show or hide" });
    button.append(...entry.childNodes);
    entry.append(button);
    button.addEventListener("click", () => {
      const visible = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(visible));
      for (const plot of owners) plot.toggle(color, visible);
    });
  }
};

const dataOf = host => {
  const script = host.querySelector(':scope > script[type="application/json"]');
  return script ? JSON.parse(script.textContent) : null;
};

const startFigures = () => {
  const plots = new Map();
  for (const figure of document.querySelectorAll("figure")) {
    const svg = figure.querySelector(":scope > svg"), spec = dataOf(figure);
    if (!svg) continue;
    if (!spec) { zoomPicture(svg); continue; }
    spec.title = figure.querySelector("figcaption strong")?.textContent;
    const host = element("div", "");
    svg.replaceWith(host);
    host.append(svg);
    plots.set(figure, new Plot(host, spec, svg));
  }
  for (const legend of document.querySelectorAll("ul.legend")) {
    const own = legend.closest("figure"), beside = own ? [own] : [...(legend.nextElementSibling?.querySelectorAll("figure") ?? [])];
    switchLegend(legend, beside.map(figure => plots.get(figure)).filter(Boolean));
  }
};
