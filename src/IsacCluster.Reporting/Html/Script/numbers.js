// Numbers as the page writes them (NumberText.cs), and as a table's cells say them back.
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const fixed = (value, decimals) => {
  const text = value.toFixed(Math.max(0, Math.min(20, decimals)));
  return /[1-9]/.test(text) ? text.replace("-", "−") : text.replace("-", "");
};

const power = exponent => "10" + [...String(exponent)].map(c => c === "-" ? "⁻" : SUPERSCRIPTS[c]).join("");

/** "⁻⁷" as "-7". */
const lowered = raised => [...raised].map(c => c === "⁻" ? "-" : SUPERSCRIPTS.indexOf(c)).join("");

const exponentOf = value => value === 0 ? 0 : Math.floor(log10(Math.abs(value)) + 1e-9);

/** Four significant digits, with a power of ten where the number is tiny or huge. */
const significant = (value, digits = 4) => {
  const exponent = exponentOf(value);
  if (exponent >= -3 && exponent < 6) return fixed(value, digits - 1 - exponent);
  return fixed(value / 10 ** exponent, digits - 1) + " × " + power(exponent);
};

const seconds = s => {
  const [factor, unit] = Math.abs(s) < 1e-6 ? [1e9, "ns"] : Math.abs(s) < 1e-3 ? [1e6, "µs"] : Math.abs(s) < 1 ? [1e3, "ms"]
    : Math.abs(s) < 120 ? [1, "s"] : [1 / 60, "min"];
  return s === 0 ? "0 s" : significant(s * factor, 3) + " " + unit;
};

/** As many decimals as tell a share from 100 %. */
const percent = p => fixed(p, p >= 100 || p <= 99 ? 1 : p <= 99.9 ? 2 : 3) + " %";

/** A value by the unit of its axis. */
const inUnit = (value, unit) => unit === "%" ? percent(value) : unit === "s" ? seconds(value) : significant(value);

/** "0.2497 [0.2485, 0.2509]", with as many digits as the interval supports. */
const withInterval = (value, low, high, unit) => {
  const half = (high - low) / 2;
  if (low == null || high == null || !(half > 0)) return inUnit(value, unit);
  if (unit === "%") return percent(value) + " [" + [low, high].map(p => percent(p).replace(" %", "")).join(", ") + "]";
  if (unit === "s") return seconds(value) + " [" + seconds(low) + ", " + seconds(high) + "]";
  const exponent = exponentOf(Math.max(Math.abs(value), half));
  const scale = exponent >= -3 && exponent < 6 ? 0 : exponent;
  const of = half / 10 ** scale, power10 = Math.floor(log10(of));
  const decimals = Math.max(0, (of / 10 ** power10 >= 3.55 ? 0 : 1) - power10);
  const [middle, from, to] = [value, low, high].map(number => fixed(number / 10 ** scale, decimals));
  const text = `${middle} [${from}, ${to}]`;
  return scale === 0 ? text : "(" + text + ") × " + power(scale);
};

const UNITS = { ns: 1e-9, "µs": 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600 };

/** The number that a cell begins with, in base units; null of a word. */
const numberOf = text => {
  const plain = text.replace(/[\u202f\u00a0]/g, "").replace(/−/g, "-").trim();
  const match = /^\(?([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)/i.exec(plain);
  if (!match) return null;
  const raised = /(?:×\s?10)([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/.exec(plain);
  const exponent = raised ? Number(lowered(raised[1])) : 0;
  const unit = /^\(?[-+\d.e]+(?:\s?×\s?10[⁻⁰-⁹¹²³]+)?\s?(ns|µs|ms|s|min|h)\b/.exec(plain);
  return Number(match[1]) * 10 ** exponent * (unit ? UNITS[unit[1]] : 1);
};
