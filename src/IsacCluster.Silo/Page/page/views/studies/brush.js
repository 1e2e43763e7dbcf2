// Limits on the axes of the parallel coordinates; the address holds them, and the table of trials keeps to them.

import { isNumber } from '../../base/format.js';
import { change } from '../../base/router.js';

/** Axis name to [low, high], from brush=NAME~LOW~HIGH,... */
export function brushes(query) {
    const found = new Map();
    for (const part of (query.get('brush') ?? '').split(',').filter(Boolean)) {
        const [name, low, high] = part.split('~');
        if (isNumber(Number(low)) && isNumber(Number(high))) found.set(decodeURIComponent(name), [Number(low), Number(high)]);
    }
    return found;
}

/** @param limits null removes them */
export function limit(query, name, limits) {
    const all = brushes(query);
    if (limits) all.set(name, [Math.min(...limits), Math.max(...limits)]);
    else all.delete(name);
    change({
        brush: [...all]
            .map(([axis, [low, high]]) => `${encodeURIComponent(axis)}~${Number(low.toPrecision(6))}~${Number(high.toPrecision(6))}`)
            .join(','),
        page: null,
    });
}

/** What the axes are: each parameter of the space, then each metric. */
export function axesOf({ space, trials }, objectives) {
    const parameters = space.map((p) => {
        const of = (trial) => trial.params[p.name];
        if (p.kind === 'choice') {
            const items = p.choices.map(String);
            return { name: p.name, items, low: 0, high: Math.max(1, items.length - 1), of: (t) => place(items, of(t)) };
        }
        return {
            name: p.name,
            isLog: p.log && p.low > 0,
            isWhole: p.kind === 'int',
            low: p.low,
            high: p.high,
            of: (t) => (isNumber(of(t)) ? of(t) : null),
        };
    });
    return [...parameters, ...objectives.map((o) => metric(o, trials))];
}

function place(items, item) {
    const at = item === undefined || item === null ? -1 : items.indexOf(String(item));
    return at < 0 ? null : at;
}

function metric(objective, trials) {
    const values = trials
        .filter((t) => t.state === 'complete')
        .map(objective.of)
        .filter(isNumber);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const isLog = low > 0 && high > 30 * low;
    return { name: objective.label, isMetric: true, isLog, low, high: high > low ? high : low + (Math.abs(low) || 1), of: objective.of };
}

export function isWithin(trial, axes, limits) {
    return axes.every((axis) => {
        const range = limits.get(axis.name);
        if (!range) return true;
        const at = axis.of(trial);
        return at !== null && at >= range[0] - 1e-12 && at <= range[1] + 1e-12;
    });
}

/** 0 at the low end of an axis, 1 at the high one. */
export function share(axis, value) {
    if (axis.isLog) return Math.log(value / axis.low) / Math.log(axis.high / axis.low);
    return (value - axis.low) / (axis.high - axis.low);
}

export function valueAt(axis, part) {
    const inside = Math.min(1, Math.max(0, part));
    return axis.isLog ? axis.low * (axis.high / axis.low) ** inside : axis.low + inside * (axis.high - axis.low);
}
