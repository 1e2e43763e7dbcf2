// The results of a campaign so far: each point and algorithm with its interval against the stopping rule; a row opens its history.

import { h } from '../base/dom.js';
import { count, isNumber, percent, plural, withInterval } from '../base/format.js';
import { change } from '../base/router.js';
import { marker } from '../base/palette.js';
import { chips, choice, hiddenOnes, paged, scrolling, search, sortHeading } from './parts.js';
import { againstRule, amongOthers, domainsOf, stopping } from './interval.js';
import { trace } from './trace.js';

const pageSize = 36;
const mostOpen = 4;

/** Indices of the points that are open, from open=POINT.ALGORITHM,... */
export function openPoints(query) {
    return [...new Set(openRows(query).map((row) => Number(row.split('.')[0])))].filter(Number.isInteger);
}

const openRows = (query) => (query.get('open') ?? '').split(',').filter(Boolean);

export function pointsView(detail, query) {
    const names = [...new Set(detail.points.flatMap((p) => p.algorithms.map((a) => a.label ?? a.name)))];
    const metrics = metricsOf(detail);
    const metric = metrics.find((m) => m.name === query.get('metric')) ?? metrics[0];
    const all = rowsOf(detail, names, metric);
    const rows = ordered(filtered(all, query, names), query.get('sort'));
    const { rows: shown, controls } = paged(rows, query, pageSize, 'rows');
    const has = {
        satisfaction: all.some((r) => isNumber(r.algorithm.satisfaction)),
        trouble: all.some((r) => trouble(r.algorithm)),
        rule: all.some((r) => r.point.stop),
    };
    return h(
        'section',
        { 'aria-labelledby': 'results' },
        h('div', { class: 'title' }, h('h2', { id: 'results' }, 'Results so far'), h('p', { class: 'note' }, lead(detail, metric))),
        h(
            'div',
            { class: 'controls' },
            metrics.length > 1 &&
                choice(
                    query,
                    'metric',
                    'Metric',
                    metrics.map((m) => [m.name, m.unit ? `${m.label} (${m.unit})` : m.label]),
                ),
            detail.points.length > 4 && search(query, 'Points'),
            detail.points.length > 1 &&
                choice(query, 'show', 'Show', [
                    ['all', 'all points'],
                    ['open', 'those that run'],
                    ['done', 'those that are done'],
                ]),
            names.length > 1 && chips(query, 'off', 'Algorithms', names, marker),
        ),
        scrolling('Results so far', h('table', null, head(query, has, metric), h('tbody', null, body(shown, query, metric, has, detail)))),
        rows.length === 0 && h('p', { class: 'empty' }, 'No point is so.'),
        controls,
    );
}

function lead(detail, metric) {
    const done = detail.points.filter((p) => p.stop_reason).length;
    const what = `${metric.label[0].toUpperCase()}${metric.label.slice(1)}${metric.unit ? ` in ${metric.unit}` : ''}`;
    const confidence = percent(detail.points[0]?.stop?.confidence ?? 0.95, 0);
    return `${plural(detail.points.length, 'point')}, ${done} done. ${what}, with intervals of ${confidence}.`;
}

function metricsOf(detail) {
    if (detail.metrics?.length > 0) return detail.metrics;
    const keys = [...new Set(detail.points.flatMap((p) => p.algorithms.flatMap((a) => Object.keys(a.metrics ?? {}))))];
    return [
        { name: 'mse', label: 'mean squared error', unit: 'W²' },
        ...keys.filter((k) => k !== 'mse').map((k) => ({ name: k, label: k.replaceAll('_', ' '), unit: '' })),
    ];
}

function rowsOf(detail, names, metric) {
    return detail.points.flatMap((point) =>
        point.algorithms.map((algorithm, i) => ({
            id: `${point.index}.${algorithm.name}`,
            point,
            algorithm,
            isFirst: i === 0,
            style: names.indexOf(algorithm.label ?? algorithm.name),
            value: valueOf(algorithm, metric),
        })),
    );
}

/** Mean, half width and relative half width of the metric that is shown. */
function valueOf(algorithm, metric) {
    const other = algorithm.metrics?.[metric.name];
    if (!other)
        return { mean: algorithm.mean, half: algorithm.half_width, relative: algorithm.relative_half_width, n: algorithm.n, own: true };
    const half = isNumber(other.low) && isNumber(other.high) ? Math.max(other.high - other.mean, other.mean - other.low) : null;
    return { mean: other.mean, half, relative: half === null || !other.mean ? null : half / Math.abs(other.mean), n: other.n, own: false };
}

function filtered(rows, query, names) {
    const off = hiddenOnes(query, 'off');
    const words = (query.get('q') ?? '').split(',').map(plain).filter(Boolean);
    const show = query.get('show') ?? 'all';
    const kept = rows.filter(
        ({ point, style }) =>
            !off.has(names[style]) &&
            words.every((w) => plain(point.label ?? '').includes(w)) &&
            (show === 'all' || (show === 'done') === Boolean(point.stop_reason)),
    );
    return kept.map((row, i) => ({ ...row, isFirst: i === 0 || kept[i - 1].point !== row.point }));
}

const sortKeys = {
    point: (r) => r.point.index,
    mean: (r) => r.value.mean,
    precision: (r) => r.value.relative,
    satisfaction: (r) => r.algorithm.satisfaction,
    samples: (r) => r.value.n,
    effective: (r) => r.algorithm.n_eff,
};

function ordered(rows, order) {
    const key = sortKeys[(order ?? '').replace('-', '')];
    if (!key) return rows;
    const sign = order.startsWith('-') ? -1 : 1;
    const value = (row) => (isNumber(key(row)) ? key(row) : -Infinity * sign);
    const sorted = [...rows].sort((a, b) => sign * (value(a) - value(b)) || a.point.index - b.point.index);
    return sorted.map((row, i) => ({ ...row, isFirst: i === 0 || sorted[i - 1].point !== row.point }));
}

// A line breaks between parameters, not within one.
const label = (point) => (point.label || point.id || `point ${point.index}`).replaceAll(' = ', '\u00a0=\u00a0');
const plain = (text) =>
    text
        .toLowerCase()
        .replace(/\s*=\s*/g, '=')
        .trim();
const trouble = (a) => (a.infeasible ?? 0) + (a.failed ?? 0) > 0;

function head(query, has, metric) {
    return h(
        'thead',
        null,
        h(
            'tr',
            null,
            sortHeading(query, 'point', 'Point'),
            h('th', { scope: 'col' }, 'Algorithm'),
            sortHeading(query, 'samples', 'Samples', 'n wide', true),
            sortHeading(query, 'effective', 'Effective', 'n wide', true),
            sortHeading(query, 'mean', metric.unit ? `Mean (${metric.unit})` : 'Mean', 'n'),
            h('th', { scope: 'col' }, h('span', { class: 'hidden' }, 'Interval')),
            sortHeading(query, 'precision', has.rule ? 'Interval and stopping rule' : 'Interval and samples', 'meter-cell', true),
            has.satisfaction && sortHeading(query, 'satisfaction', 'Satisfaction', 'n', true),
            has.trouble && h('th', { scope: 'col', class: 'n' }, h('abbr', { title: 'infeasible, failed' }, 'Inf., failed')),
        ),
    );
}

function body(rows, query, metric, has, detail) {
    const open = openRows(query);
    const domains = domainsOf(rows);
    return rows.flatMap((row) => {
        const isOpen = open.includes(row.id);
        return [
            line(row, isOpen, open, metric, has, domains.get(row.point)),
            isOpen &&
                h(
                    'tr',
                    { key: `${row.id} detail`, class: 'detail', id: `trace-${row.id}` },
                    h('td', { colspan: 7 + (has.satisfaction ? 1 : 0) + (has.trouble ? 1 : 0) }, trace(row, detail, query)),
                ),
        ];
    });
}

/** The note in brief; the whole of it stands below the history, and under the pointer. */
function noteOf({ interval_note: note }) {
    return note && h('span', { class: 'sub', title: note }, note.split(/[:;]/)[0].replace(/ of [\d\s]+\w+$/, ''));
}

function line(row, isOpen, open, metric, has, domain) {
    const { point, algorithm, value } = row;
    const toggle = () => change({ open: (isOpen ? open.filter((id) => id !== row.id) : [...open, row.id].slice(-mostOpen)).join(',') });
    return h(
        'tr',
        { key: row.id, class: row.isFirst ? 'first' : null },
        h('th', { scope: 'row', class: row.isFirst ? null : 'again' }, label(point)),
        h(
            'td',
            null,
            h(
                'button',
                {
                    type: 'button',
                    class: 'plain',
                    'aria-expanded': String(isOpen),
                    'aria-controls': isOpen ? `trace-${row.id}` : null,
                    onclick: toggle,
                    title: 'how the mean and its interval came to be',
                },
                marker(row.style),
                algorithm.label ?? algorithm.name,
            ),
        ),
        h('td', { class: 'n wide' }, count(value.n)),
        h('td', { class: 'n wide' }, value.own ? effective(algorithm.n_eff) : '–'),
        h(
            'td',
            { class: 'n', title: isNumber(value.mean) ? `${value.mean}${isNumber(value.half) ? ` ± ${value.half}` : ''}` : null },
            withInterval(value.mean, value.half),
            isNumber(value.mean) && value.own && noteOf(algorithm),
        ),
        h('td', null, point.stop && value.own ? againstRule(row) : amongOthers(row, domain)),
        h('td', { class: 'meter-cell' }, stopping(row)),
        has.satisfaction &&
            h(
                'td',
                { class: 'n' },
                percent(algorithm.satisfaction),
                isNumber(algorithm.satisfaction_low) &&
                    h('span', { class: 'sub' }, `[${bound(algorithm.satisfaction_low)}, ${bound(algorithm.satisfaction_high)}]`),
            ),
        has.trouble && h('td', { class: 'n' }, trouble(algorithm) ? `${count(algorithm.infeasible)}, ${count(algorithm.failed)}` : ''),
    );
}

/** Few with one decimal: 2.7 is neither 3 nor the 2 of "rests on about 2". */
const effective = (n) => (isNumber(n) && n < 30 ? n.toFixed(1) : count(n));

const bound = (share) => percent(share).replace(/[^\d.]/g, '');
