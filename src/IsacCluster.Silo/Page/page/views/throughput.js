// How fast the job went, with the events that explain its dips.

import { chart } from '../charts/chart.js';
import { h } from '../base/dom.js';
import { plural, rate } from '../base/format.js';
import { unitOf } from './parts.js';
import { events, isBad } from './silos.js';

const buckets = 90;
const fewest = 8; // of what is counted in one span, unless it lasts four times as long
const mostMarks = 12;
const telling = /^silo-|^job-phase|^job-waiting|^tasks-parked/;

/** It is noted while the job runs, by the process that is asked. */
const nothing = ({ phase }) => (phase === 'running' ? 'Shown once two tasks were accepted.' : 'It was not watched while the job ran.');

export function throughputView(detail, happened) {
    const points = rates((detail.throughput ?? []).map(([time, accepted]) => [Date.parse(time) / 1000, accepted]));
    const title = h('div', { class: 'title' }, h('h2', { id: 'throughput' }, 'Throughput'));
    if (points.length < 2) return h('section', { 'aria-labelledby': 'throughput' }, title, h('p', { class: 'empty' }, nothing(detail)));
    const [first, last] = [points[0][0], points.at(-1)[0]];
    const marked = happened
        .filter((e) => telling.test(e.kind) && Date.parse(e.time) / 1000 >= first && Date.parse(e.time) / 1000 <= last + 5)
        .slice(-mostMarks);
    const unit = unitOf(detail);
    return h(
        'section',
        { 'aria-labelledby': 'throughput' },
        title,
        chart({
            height: 250,
            xs: points.map((p) => p[0]),
            x: { time: true, label: 'at' },
            y: { zero: true, label: unit ? `${unit} per second` : 'per second', format: rate },
            series: [{ label: 'rate', values: points.map((p) => p[1]), color: '--series-1', width: 2, legend: false, format: rate }],
            markers: marked.map((e, i) => ({ x: Date.parse(e.time) / 1000, mark: String(i + 1), isBad: isBad(e) })),
            summary:
                `rate between ${rate(Math.min(...points.map((p) => p[1])))} and ${rate(Math.max(...points.map((p) => p[1])))}; ` +
                `${plural(marked.length, 'event')} marked`,
        }),
        marked.length > 0 && events(marked, { most: mostMarks, mark: (_, i) => i + 1 }),
    );
}

/** Rates from running totals, over spans so long that single tasks do not show as spikes. */
function rates(totals) {
    if (totals.length < 2) return [];
    const span = Math.max(2, (totals.at(-1)[0] - totals[0][0]) / buckets);
    const found = [];
    let [from, before] = totals[0];
    for (const [time, accepted] of totals.slice(1)) {
        if (time - from < span || (accepted - before < fewest && time - from < 4 * span)) continue;
        found.push([(from + time) / 2, Math.max(0, accepted - before) / (time - from)]);
        [from, before] = [time, accepted];
    }
    return found;
}
