// Figures whose content is chosen: any part of a sweep, and beampatterns.
const choiceOf = (bar, label, options, act) => {
  const frame = element("label", "pick"), select = element("select");
  for (const [value, text] of options) select.append(element("option", "", { value }, text));
  select.addEventListener("change", act);
  frame.append(label + " ", select);
  bar.append(frame);
  return select;
};

/** A size that keeps letters as large as those of the page's other figures. */
const sizeFor = host => host.clientWidth > 700 ? [960, 380] : [540, 360];

const frameOf = ([width, height]) => [70, 14, width - 86, height - 64];

/** An axis over values, as the page's figures choose it. */
const axisOver = (metric, values, ends = []) => {
  const known = values.filter(Number.isFinite), [low, high] = [Math.min(...known), Math.max(...known)];
  if (metric.range === "Number" && known.length && ends.length) {
    const lengths = ends.map(([from, to]) => to - from).sort((a, b) => a - b);
    const reach = 1.5 * Math.max(high - low, lengths[lengths.length >> 1]);
    // Intervals far longer than most run out of the figure, or nothing else could be told apart.
    return axisOver(metric, [...known, ...ends.flat().map(end => Math.max(low - reach, Math.min(high + reach, end)))]);
  }
  const shares = scale => {
    const at = known.map(TRANSFORMS[scale]), finite = at.filter(Number.isFinite);
    let [from, to] = finite.length ? [Math.min(...finite), Math.max(...finite)] : [1, 2];
    if (to - from < 0.3) [from, to] = [from - 0.15, to + 0.15];
    const beyond = at.length > finite.length, gap = Math.max(0.15, 0.14 * (to - from));
    const cap = !beyond ? undefined : scale === "nines" ? to + gap : from - gap;
    if (beyond) [from, to] = [Math.min(from, cap), Math.max(to, cap)];
    return { scale, lo: from - 0.06 * (to - from), hi: to + 0.06 * (to - from), cap };
  };
  const plain = scale => {
    const [from, to] = scale === "log" ? [log10(low), log10(high)] : [low, high], span = to - from || Math.abs(to) * 0.2 || 1;
    return { scale, lo: from - 0.08 * span, hi: to + 0.08 * span };
  };
  const from = { Time: 10, Number: 30 }[metric.range];
  const chosen = !known.length ? { scale: "linear", lo: 0, hi: 1 }
    : metric.range === "Success" && high >= 90 ? shares("nines")
      : metric.range === "Success" ? { scale: "linear", lo: -4, hi: 104 }
        : metric.range === "Usage" && Math.min(...known.filter(v => v > 0)) * 30 < high ? shares("few")
          : metric.range === "Usage" ? { scale: "linear", lo: -0.06 * (high || 1), hi: 1.06 * (high || 1) }
            : plain(low > 0 && high / low >= from ? "log" : "linear");
  return { label: metric.label, unit: metric.unit, ...chosen };
};

const endsOf = entry => entry === null ? [] : Array.isArray(entry) ? entry : [entry];

const explorer = (host, data) => {
  const bar = element("div", "tools picks"), stage = element("div"), legend = element("ul", "legend"), note = element("p", "note");
  const { parameters, algorithms, points, metrics } = data, pairs = [];
  parameters.forEach((_, i) => parameters.forEach((__, j) => { if (i < j) pairs.push([i, j]); }));
  const views = [...pairs.map(([i, j]) => [`${i},${j}`, `map of ${parameters[i].name} and ${parameters[j].name}`]),
    ...parameters.map((parameter, i) => [String(i), "against " + parameter.name])];
  const metric = choiceOf(bar, "Show", metrics.map((m, i) => [i, m.title]), () => draw());
  const view = choiceOf(bar, "as", views, () => draw());
  const algorithm = choiceOf(bar, "of", algorithms.map((a, i) => [i, a.name]), () => draw());
  const held = parameters.map(parameter =>
    choiceOf(bar, parameter.name + " =", parameter.texts.map((text, i) => [i, text]), () => draw()));
  if (algorithms.length > 1) algorithm.value = algorithms.length - 1;
  host.append(bar, legend, stage, note);
  for (const series of algorithms) {
    const entry = element("li");
    entry.innerHTML = keyMarkup({ ...series, line: true }) + escaped(series.name);
    legend.append(entry);
  }
  const plot = new Plot(stage, linesOf(0), null);
  switchLegend(legend, [plot]);

  function matching(free) {
    return points.map((point, i) => [point, i])
      .filter(([point]) => parameters.every((_, k) => free.includes(k) || point[k] === Number(held[k].value)));
  }

  function linesOf(k) {
    const chosen = metrics[Number(metric.value)], along = parameters[k], size = sizeFor(host);
    const here = matching([k]).sort(([a], [b]) => a[k] - b[k]);
    const series = algorithms.map((style, a) => ({
      ...style, line: !!along.values, v: here.filter(([, i]) => chosen.v[a][i] !== null).map(([point, i]) => {
        const [value, low = null, high = null] = endsOf(chosen.v[a][i]);
        return [along.values ? along.values[point[k]] : point[k], value, low, high];
      }),
    })).filter(one => one.v.length);
    const ends = along.values ?? along.texts.map((_, i) => i);
    const x = along.values ? axisOver({ label: along.label, unit: "", range: "" }, ends)
      : { scale: "linear", lo: -0.6, hi: ends.length - 0.4 };
    if (along.scale === "log") Object.assign(x, { scale: "log", lo: log10(ends[0]), hi: log10(ends[ends.length - 1]) });
    Object.assign(x, { label: along.label, unit: "", names: along.values ? undefined : along.texts });
    if (along.values) {
      const margin = 0.05 * (x.hi - x.lo);
      if (along.scale === "log") Object.assign(x, { lo: x.lo - margin, hi: x.hi + margin });
      if (ends.length <= 16) x.ticks = ends.map((value, i) => [value, along.texts[i]]);
    }
    return {
      size, box: frameOf(size), cross: true, x, y: yAxis(chosen, series), series,
      title: `${chosen.title} against ${along.label}`,
    };
  }

  function yAxis(chosen, series) {
    const all = series.flatMap(one => one.v), ends = all.filter(v => v[2] !== null).map(v => [v[2], v[3]]);
    return chosen.range === "Number" ? axisOver(chosen, all.map(v => v[1]), ends)
      : axisOver(chosen, all.flatMap(v => v.slice(1)).filter(v => v !== null));
  }

  function mapOf(i, j) {
    const chosen = metrics[Number(metric.value)], a = Number(algorithm.value), size = sizeFor(host);
    const values = chosen.v[a], cells = matching([i, j]).filter(([, index]) => values[index] !== null)
      .map(([point, index]) => [point[i], point[j], endsOf(values[index])[0], index]);
    const low = Math.min(...cells.map(cell => cell[2])), high = Math.max(...cells.map(cell => cell[2]));
    const logarithmic = low > 0 && high / low >= 10, to = value => logarithmic ? log10(value) : value;
    const shade = value => high > low ? Math.min(5, Math.floor(6 * (to(value) - to(low)) / (to(high) - to(low)))) : 0;
    const names = ({ label, texts }) => ({ label, unit: "", scale: "linear", lo: -0.5, hi: texts.length - 0.5, names: texts });
    note.innerHTML = cells.length === 0 ? "There are no values here." : `${escaped(chosen.title)} of ${escaped(algorithms[a].name)}: `
      + `${escaped(inUnit(low, chosen.unit))} <span class="bar">`
      + `${[1, 2, 3, 4, 5, 6].map(k => `<i style="background:var(--fig-ramp-${k})"></i>`).join("")}</span> `
      + `${escaped(inUnit(high, chosen.unit))}${logarithmic ? ", in even ratios" : ""}.`;
    return {
      size, box: frameOf(size), cross: false, x: names(parameters[i]), y: names(parameters[j]),
      cells: cells.map(([x, y, value]) => [x, y, shade(value)]),
      series: [{ name: algorithms[a].name, color: "", bare: true, v: cells.map(([x, y, , index]) => [x, y, null, null, index]) }],
      title: `${chosen.title} of ${algorithms[a].name}`,
      tip: ({ value }) => "<p>"
        + parameters.map((parameter, k) => escaped(`${parameter.name} = ${parameter.texts[points[value[4]][k]]}`)).join(", ") + "</p>"
        + "<table>" + algorithms.map((style, k) => [style, chosen.v[k][value[4]], k]).filter(([, entry]) => entry !== null)
          .map(([style, entry, k]) => `<tr${k === a ? ' class="own"' : ""}><td>${keyMarkup(style)}</td><td>${escaped(style.name)}</td>`
            + `<td class="n">${escaped(withInterval(...[...endsOf(entry), null, null].slice(0, 3), chosen.unit))}</td></tr>`).join("")
        + "</table>",
    };
  }

  function draw() {
    const free = view.value.split(",").map(Number), map = free.length === 2;
    held.forEach((select, k) => { select.parentElement.hidden = free.includes(k); });
    algorithm.parentElement.hidden = !map;
    legend.hidden = map;
    note.textContent = "";
    plot.show(map ? mapOf(...free) : linesOf(free[0]));
  }

  draw();
};

const FLOOR_DB = 40;

const patterns = (host, data) => {
  const bar = element("div", "tools picks"), legend = element("ul", "legend"), stage = element("div");
  const point = choiceOf(bar, "Point", data.points.map((p, i) => [i, p.label]), () => { samples(); draw(); });
  const sample = choiceOf(bar, "Sample", [], () => draw());
  const scale = choiceOf(bar, "Scale", [["W", "linear"], ["dBW", "decibel"]], () => draw());
  if (data.points.length === 1) point.parentElement.hidden = true;
  host.append(bar, legend, stage);
  for (const series of data.algorithms) {
    const entry = element("li");
    entry.innerHTML = keyMarkup({ ...series, bare: true, line: true }) + escaped(series.name);
    legend.append(entry);
  }
  samples();
  const plot = new Plot(stage, specOf(), null);
  switchLegend(legend, [plot]);

  function samples() {
    const of = data.points[Number(point.value)].samples;
    sample.replaceChildren(...of.map((s, i) => element("option", "", { value: i }, String(s.sample))));
  }

  function specOf() {
    const here = data.points[Number(point.value)].samples[Number(sample.value)], db = scale.value === "dBW", size = sizeFor(host);
    const of = power => db ? 10 * log10(power) : power;
    const powers = here.v.flat().filter(power => power > 0), top = of(Math.max(...powers));
    const floor = db ? Math.max(top - FLOOR_DB, of(Math.min(...powers)) - 1) : 0, at = power => Math.max(floor, of(power));
    const angles = here.angles, area = [];
    here.desired.forEach((wanted, i) => {
      const left = i ? (angles[i - 1] + angles[i]) / 2 : angles[i];
      const right = i + 1 < angles.length ? (angles[i] + angles[i + 1]) / 2 : angles[i];
      area.push([left, at(wanted * here.scale)], [right, at(wanted * here.scale)]);
    });
    area.push([angles[angles.length - 1], floor], [angles[0], floor]);
    const ticks = [];
    const last = angles[angles.length - 1];
    for (let angle = Math.ceil(angles[0] / 30) * 30; angle <= last; angle += 30) ticks.push([angle, String(angle).replace("-", "−")]);
    return {
      size, box: frameOf(size), cross: true, area, title: `Beampattern, sample ${here.sample}`,
      x: { label: "Angle θ (degrees)", unit: "", scale: "linear", lo: angles[0], hi: last, ticks: ticks.length > 2 ? ticks : [] },
      y: { label: `Beampattern P(θ) (${scale.value})`, unit: "", scale: "linear", lo: floor, hi: top + 0.05 * (top - floor) },
      series: data.algorithms.map((style, a) => ({
        ...style, line: true, bare: true, width: 2, v: (here.v[a] ?? []).map((power, i) => [angles[i], power === null ? NaN : at(power)]),
      })).filter(series => series.v.length),
    };
  }

  function draw() { plot.show(specOf()); }
};

const CHOICES = { explorer, patterns };

const startChoices = () => {
  for (const host of document.querySelectorAll("[data-choice]")) {
    host.hidden = false;
    CHOICES[host.dataset.choice](host, dataOf(host));
  }
};
