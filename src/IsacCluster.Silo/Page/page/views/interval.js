// How wide an interval is: against the rule that stops the point, or beside those of other algorithms.

import { h } from '../base/dom.js';
import { count, isNumber, relative } from '../base/format.js';
import { styleOf } from '../base/palette.js';
import { meter } from './parts.js';

/** How far the point is: by its precision where a rule asks for one, else by its samples. */
export function stopping({ point, value, algorithm }) {
    if (!value.n && !point.samples) return [meter(0), h('span', { class: 'sub' }, 'waits')];
    const now = isNumber(value.relative) ? relative(value.relative) : '';
    const words = (...parts) => h('span', { class: 'sub' }, parts.filter(Boolean).join(', '));
    // Every sample so far was infeasible or failed for some algorithm of the point.
    if (!value.n) return [meter(point.target ? point.samples / point.target : 0), words(`none of ${count(point.samples)} counts`)];
    if (point.stop_reason) return [meter(1, 'ok'), words(now, `done: ${point.stop_reason}`)];
    const wanted = point.stop?.relative_half_width;
    if (wanted && value.own && algorithm.interval_note?.startsWith('exact')) return [meter(1, 'ok'), words('exact')];
    if (wanted && value.own && isNumber(value.relative)) {
        const enough = value.n >= (point.stop.min_samples ?? 0);
        const share = value.relative === 0 ? 1 : Math.min(1, (wanted / value.relative) ** 2);
        return [
            meter(enough ? share : Math.min(share, value.n / point.stop.min_samples), share >= 1 && enough ? 'ok' : ''),
            words(now, `stops at ${relative(wanted)}`),
        ];
    }
    return [
        meter(point.target ? point.samples / point.target : 0),
        words(now, point.target && `${count(point.samples)} of ${count(point.target)}`),
    ];
}

/** The interval as a share of the mean; the band is the width at which the rule stops. Four bands wide, then arrows. */
export function againstRule({ value, point, style }) {
    if (!isNumber(value.mean)) return null;
    const wanted = point.stop.relative_half_width;
    const middle = 75;
    const unit = 70 / 4;
    const half = isNumber(value.relative) ? value.relative / wanted : 0;
    const drawn = Math.min(4, half) * unit;
    const stroke = `var(${styleOf(style).variable})`;
    return h(
        'svg',
        { class: 'interval', viewBox: '0 0 150 18', 'aria-hidden': 'true' },
        h('rect', { x: middle - unit, y: 1, width: 2 * unit, height: 16, rx: 3, style: { fill: 'var(--line)' } }),
        h('path', { d: `M${middle - drawn} 9H${middle + drawn}`, style: { stroke, 'stroke-width': '2.4' } }),
        half > 4 && h('path', { d: 'M9 5L4 9L9 13M141 5L146 9L141 13', style: { stroke, 'stroke-width': '1.8', fill: 'none' } }),
        half <= 4 && h('path', { d: `M${middle - drawn} 5V13M${middle + drawn} 5V13`, style: { stroke, 'stroke-width': '1.6' } }),
        h('circle', { cx: middle, cy: 9, r: 3, style: { fill: stroke } }),
    );
}

/** The interval on one scale for all algorithms of its point. */
export function amongOthers({ value, style }, domain) {
    if (!isNumber(value.mean) || !domain) return null;
    const place = (x) => 6 + 138 * (domain[1] > domain[0] ? (x - domain[0]) / (domain[1] - domain[0]) : 0.5);
    const half = value.half ?? 0;
    const stroke = `var(${styleOf(style).variable})`;
    return h(
        'svg',
        { class: 'interval', viewBox: '0 0 150 18', 'aria-hidden': 'true' },
        h('path', { d: 'M0 9H150', style: { stroke: 'var(--line)', 'stroke-width': '1' } }),
        h('path', { d: `M${place(value.mean - half)} 9H${place(value.mean + half)}`, style: { stroke, 'stroke-width': '2.4' } }),
        h('circle', { cx: place(value.mean), cy: 9, r: 3, style: { fill: stroke } }),
    );
}

export function domainsOf(rows) {
    const domains = new Map();
    for (const { point, value } of rows) {
        if (!isNumber(value.mean)) continue;
        const [low, high] = domains.get(point) ?? [Infinity, -Infinity];
        domains.set(point, [Math.min(low, value.mean - (value.half ?? 0)), Math.max(high, value.mean + (value.half ?? 0))]);
    }
    return domains;
}
