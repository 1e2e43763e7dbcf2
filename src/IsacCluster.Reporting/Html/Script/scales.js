// Axes: {label, unit, scale, lo, hi, cap, names, ticks}. A place is 0 at one end and 1 at the other; lo and hi are transformed values.
const log10 = Math.log10;

const TRANSFORMS = {
  linear: value => value,
  log: value => log10(value),
  nines: percent => -log10(1 - percent / 100),
  few: percent => log10(percent / 100),
};

/** The transformed value; that of 100 % on a scale of nines, and of 0 on one of few per cent, is the axis's cap. */
const transformed = (axis, value) => {
  const at = TRANSFORMS[axis.scale](value);
  return Number.isFinite(at) ? at : axis.cap ?? NaN;
};

const placed = (axis, view, value) => (transformed(axis, value) - view[0]) / (view[1] - view[0]);

/** Even steps of 1, 2, 2.5 or 5 times a power of ten. */
const linearTicks = (low, high, count) => {
  const rough = (high - low) / count, size = 10 ** Math.floor(log10(rough) + 1e-9), part = rough / size;
  const step = (part <= 1 ? 1 : part <= 2 ? 2 : part <= 2.5 ? 2.5 : part <= 5 ? 5 : 10) * size;
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step && ticks.length < 30; i++) ticks.push(i * step);
  const decimals = Math.max(0, -Math.floor(log10(step) + 1e-9) + (step / size === 2.5 ? 1 : 0));
  return ticks.map(value => [value, Math.abs(high) >= 1e6 || step < 1e-5 ? significant(value, 3) : fixed(value, decimals)]);
};

const decadeTicks = (low, high) => {
  const ticks = [], mantissas = high - low <= 3 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil((high - low) / 10));
  for (let decade = Math.floor(low); decade <= high; decade += stride)
    for (const mantissa of mantissas) ticks.push(mantissa * 10 ** decade);
  return ticks;
};

/** [value, label] of the ticks within a view. */
const ticksOf = (axis, [from, to], count) => {
  const [low, high] = from < to ? [from, to] : [to, from];
  const inView = ticks => ticks.filter(([value]) => { const at = transformed(axis, value); return at >= low - 1e-9 && at <= high + 1e-9; });
  if (axis.names) return inView(axis.names.map((name, i) => [i, name]));
  const given = inView(axis.ticks ?? []);
  if (given.length > 1) return given;
  let ticks = [];
  if (axis.scale === "linear") return linearTicks(low, high, count);
  if (axis.scale === "log") ticks = decadeTicks(low, high);
  if (axis.scale === "few") ticks = decadeTicks(low + 2, high + 2);
  if (axis.scale === "nines") ticks = decadeTicks(-high + 2, -low + 2).map(missing => 100 - missing).reverse();
  if (axis.cap !== undefined) {
    const away = ticks.filter(value => Math.abs(transformed(axis, value) - axis.cap) > 0.09 * (high - low));
    ticks = [...away, axis.scale === "nines" ? 100 : 0];
  }
  const found = inView(ticks.map(value => [value, tickLabel(value, axis)]));
  if (found.length > 1) return found;
  const back = axis.scale === "log" ? t => 10 ** t : axis.scale === "few" ? t => 100 * 10 ** t : t => 100 * (1 - 10 ** -t);
  return inView(linearTicks(back(low), back(high), count));
};

const tickLabel = (value, axis) => axis.unit === "s" ? seconds(value)
  : axis.scale === "log" && (value < 1e-3 || value >= 1e6) ? significant(value, 1)
  : String(Number(value.toPrecision(6))).replace("-", "−");
