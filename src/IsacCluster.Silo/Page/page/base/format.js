// Numbers, times and words as the report writes them.

const narrowSpace = '\u202f';
const minus = '\u2212';
const none = '–';

/** 48 000, without decimals. */
export function count(value) {
    if (!isNumber(value)) return none;
    return Math.round(value)
        .toString()
        .replace('-', minus)
        .replace(/\B(?=(\d{3})+(?!\d))/g, narrowSpace);
}

/** A number with so many significant digits; powers of ten where it is very small or large. */
export function number(value, digits = 4) {
    if (!isNumber(value)) return none;
    if (value === 0) return '0';
    const exponent = Math.floor(Math.log10(Math.abs(value)));
    if (exponent < -4 || exponent > 6) return scientific(value, digits - 1);
    if (Number.isInteger(value)) return count(value);
    return grouped(value.toFixed(Math.min(12, Math.max(0, digits - 1 - exponent))));
}

function scientific(value, decimals) {
    const [mantissa, exponent] = value.toExponential(Math.max(0, decimals)).split('e');
    return `${mantissa.replace('-', minus)}e${exponent.replace('+', '').replace('-', minus)}`;
}

function grouped(fixed) {
    const [whole, decimals] = fixed.replace('-', minus).split('.');
    const spaced = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+(?!\d))/g, narrowSpace) : whole;
    return decimals ? `${spaced}.${decimals}` : spaced;
}

/** 0.25289 ± 0.00006: the half width with two digits (one where it starts with 3 or more), the mean to the same place. */
export function withInterval(mean, half) {
    if (!isNumber(mean)) return none;
    if (!isNumber(half) || half === 0) return number(mean, 5);
    const exponent = Math.floor(Math.log10(half));
    const digits = half / 10 ** exponent < 3 ? 2 : 1;
    const decimals = digits - 1 - exponent;
    const size = Math.floor(Math.log10(Math.max(Math.abs(mean), half)));
    if (size < -4 || size > 6) {
        const scale = 10 ** size;
        const inner = Math.max(0, decimals + size);
        const power = String(size).replace('-', minus);
        return `(${(mean / scale).toFixed(inner).replace('-', minus)} ± ${(half / scale).toFixed(inner)})e${power}`;
    }
    const places = Math.min(12, Math.max(0, decimals));
    return `${grouped(mean.toFixed(places))} ± ${grouped(half.toFixed(places))}`;
}

/** A share in percent: 99.4 %. What is not all is never written as 100, nor what is something as 0. */
export function percent(share, decimals = 1) {
    if (!isNumber(share)) return none;
    const value = 100 * share;
    let places = decimals;
    while (places < decimals + 2 && share > 0 && share < 1 && ['0', '100'].includes(String(Number(value.toFixed(places))))) places++;
    const factor = 10 ** places;
    const shown = value > 50 && value < 100 ? Math.min(value, (100 * factor - 1) / factor) : value;
    return `${shown.toFixed(places)}${narrowSpace}%`;
}

/** What is given in percent already, never rounded up to 100. */
export function progress(value) {
    if (!isNumber(value)) return none;
    return value >= 100 ? `100${narrowSpace}%` : `${(Math.floor(value * 10) / 10).toFixed(1)}${narrowSpace}%`;
}

/** ±0.83 %, two digits. */
export function relative(value) {
    if (!isNumber(value)) return none;
    if (value === 0) return 'exact';
    const exponent = Math.floor(Math.log10(100 * value));
    return `±${(100 * value).toFixed(Math.min(8, Math.max(0, 1 - exponent)))}${narrowSpace}%`;
}

/** 12.3/s, or per minute or hour where it is slow. */
export function rate(perSecond) {
    if (!isNumber(perSecond)) return none;
    if (perSecond === 0) return '0/s';
    const [value, unit] = perSecond >= 0.5 ? [perSecond, 's'] : perSecond * 60 >= 0.5 ? [perSecond * 60, 'min'] : [perSecond * 3600, 'h'];
    return `${value >= 1000 ? count(value) : value.toPrecision(3)}/${unit}`;
}

/** 3 h 12 min; two units at most. */
export function duration(seconds) {
    if (!isNumber(seconds)) return none;
    if (seconds < 0.0095)
        return seconds <= 0 ? '0 s' : seconds < 0.001 ? `${number(seconds * 1e6, 3)} µs` : `${number(seconds * 1e3, 3)} ms`;
    if (seconds < 10) return `${seconds < 1 ? seconds.toFixed(2) : seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    const units = [
        [86400, 'd'],
        [3600, 'h'],
        [60, 'min'],
        [1, 's'],
    ];
    const first = units.findIndex(([size]) => whole >= size);
    const parts = [];
    let rest = whole;
    for (const [size, name] of units.slice(first, first + 2)) {
        const amount = Math.floor(rest / size);
        rest -= amount * size;
        if (amount > 0) parts.push(`${amount} ${name}`);
    }
    return parts.join(' ');
}

/** Whole seconds, minutes, ... since then: 3 s. */
export function age(seconds) {
    const whole = Math.max(0, Math.round(seconds));
    return whole < 60 ? `${whole} s` : duration(whole);
}

/** 14:32 today, Tue 14:32 within six days, else 2026-11-30 14:32; in the reader's time zone. */
export function clock(time, now = Date.now(), seconds = false) {
    if (time === null || time === undefined) return none;
    const date = new Date(time);
    const pad = (value) => String(value).padStart(2, '0');
    const hours = `${pad(date.getHours())}:${pad(date.getMinutes())}${seconds ? `:${pad(date.getSeconds())}` : ''}`;
    if (date.toDateString() === new Date(now).toDateString()) return hours;
    if (Math.abs(now - date) < 6 * 86400e3) return `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getDay()]} ${hours}`;
    return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${hours}`;
}

/** One silo, 3 silos. */
export function plural(amount, one, many = `${one}s`) {
    return `${count(amount)} ${amount === 1 ? one : many}`;
}

/** A parameter or a value of a trial, whatever its type. */
export function value(item) {
    if (typeof item === 'number') return number(item, 4);
    if (item === null || item === undefined) return none;
    return typeof item === 'object' ? JSON.stringify(item) : String(item);
}

export function isNumber(item) {
    return typeof item === 'number' && Number.isFinite(item);
}
