// How the mean of one algorithm at one point and its interval came to be, against samples or time.

import { chart } from '../charts/chart.js';
import { h } from '../base/dom.js';
import { count, isNumber, number, relative, withInterval } from '../base/format.js';
import { styleOf } from '../base/palette.js';
import { choice } from './parts.js';

export function trace({ point, algorithm, style }, detail, query) {
    const entries = (algorithm.trace ?? []).filter(([, , , mean, half]) => isNumber(mean) && isNumber(half));
    const name = `${algorithm.label ?? algorithm.name} at ${point.label || point.id}`;
    if (entries.length < 2) return h('p', { class: 'note' }, `${name}: its history is shown once there are two entries of it.`);
    const byTime = query.get('against') === 'time';
    const x = byTime ? (e) => Date.parse(e[0]) / 1000 : (e) => e[1];
    const rising = entries.filter((e, i) => i === 0 || x(e) > x(entries[i - 1]));
    const unit = detail.metrics?.[0]?.unit ?? '';
    const { variable } = styleOf(style);
    const wanted = point.stop?.relative_half_width;
    const [, n, effective, mean, half] = rising.at(-1);
    const edge = (sign) => rising.map(() => mean * (1 + sign * wanted));
    return [
        h(
            'div',
            { class: 'controls' },
            h('strong', null, name),
            choice(query, 'against', 'Against', [
                ['samples', 'samples'],
                ['time', 'time'],
            ]),
        ),
        chart({
            height: 230,
            xs: rising.map(x),
            x: byTime ? { time: true, label: 'at' } : { label: 'samples', isWhole: true },
            y: { format: (v) => number(v, 6), label: unit },
            series: [
                { label: 'upper end', values: rising.map((e) => e[3] + e[4]), color: variable, width: 1, faint: true, legend: false },
                { label: 'mean', values: rising.map((e) => e[3]), color: variable, width: 2, points: rising.length < 12 },
                { label: 'lower end', values: rising.map((e) => e[3] - e[4]), color: variable, width: 1, faint: true, legend: false },
                ...(wanted
                    ? [
                          { label: `the rule stops within ${relative(wanted)}`, values: edge(1), color: '--muted', width: 1, dash: [4, 4] },
                          { label: 'lower end of the rule', values: edge(-1), color: '--muted', width: 1, dash: [4, 4], legend: false },
                      ]
                    : []),
            ],
            bands: [{ upper: 0, lower: 2, color: variable }],
            summary: `${name}: mean ${withInterval(mean, half)} ${unit} after ${count(n)} samples, ${count(effective)} of them effective`,
        }),
        algorithm.interval_note && h('p', { class: 'note' }, `${name}: ${algorithm.interval_note}.`),
    ];
}
