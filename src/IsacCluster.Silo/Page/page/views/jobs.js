// All jobs: those that run first, then those that wait, then those that ended, the latest first.

import { h } from '../base/dom.js';
import { clock, count, duration, plural, progress, rate } from '../base/format.js';
import { serverClock } from '../base/api.js';
import { href } from '../base/router.js';
import { choice, jobMeter, paged, phase, scrolling, search, unitOf } from './parts.js';
import { slotSummary } from './silos.js';

const pageSize = 40;
const order = ['failed', 'damaged', 'incomplete', 'interrupted', 'paused', 'cancelled', 'completed'];

export function jobsView(store, query) {
    const all = store.jobs?.jobs;
    return [
        h('div', { class: 'head' }, h('div', null, h('h1', null, 'Jobs'), all && h('p', { class: 'under' }, summary(all, store)))),
        !all
            ? h('p', { class: 'empty' }, store.link.needsToken ? 'A token is needed to see the jobs.' : 'Asking the server for its jobs.')
            : all.length === 0
              ? h('p', { class: 'empty' }, 'No job yet. ', h('code', null, 'isac submit SPEC.yaml'), ' submits one.')
              : list(all, store.jobs.left_out ?? 0, query),
    ];
}

function summary(jobs, store) {
    const running = jobs.filter((j) => j.phase === 'running').length;
    return [
        h('span', null, `${plural(jobs.length, 'job')}, ${running} running`),
        store.silos?.silos?.length > 0 && h('a', { href: href('silos') }, slotSummary(store.silos.silos)),
    ];
}

function list(all, leftOut, query) {
    const words = (query.get('q') ?? '').toLowerCase();
    const state = query.get('state') ?? 'all';
    const found = all
        .filter((j) => `${j.name} ${j.id} ${j.kind}`.toLowerCase().includes(words) && (state === 'all' || j.phase === state))
        .sort((a, b) => rank(a) - rank(b) || newest(b) - newest(a));
    const { rows, controls } = paged(found, query, pageSize, 'jobs');
    const states = [...new Set(all.map((j) => j.phase))];
    return h(
        'section',
        null,
        all.length > 6 &&
            h(
                'div',
                { class: 'controls' },
                search(query, 'Find'),
                states.length > 1 && choice(query, 'state', 'State', [['all', 'all'], ...states.map((s) => [s, s])]),
            ),
        scrolling(
            'Jobs',
            h(
                'table',
                null,
                h(
                    'thead',
                    null,
                    h(
                        'tr',
                        null,
                        h('th', { scope: 'col' }, 'Job'),
                        h('th', { scope: 'col' }, 'State'),
                        h('th', { scope: 'col', class: 'meter-cell' }, 'Done'),
                        h('th', { scope: 'col', class: 'n wide' }, 'Rate'),
                        h('th', { scope: 'col', class: 'n' }, 'Finish'),
                    ),
                ),
                h('tbody', null, rows.map(row)),
            ),
        ),
        rows.length === 0 && h('p', { class: 'empty' }, 'No job is called so.'),
        controls,
        leftOut > 0 && h('p', { class: 'note' }, `${plural(leftOut, 'older job')} at rest: `, h('code', null, 'isac jobs'), ' lists all.'),
    );
}

function row(job) {
    return h(
        'tr',
        { key: job.id },
        h(
            'th',
            { scope: 'row' },
            h('a', { href: href('jobs', job.id) }, job.name),
            h('span', { class: 'sub' }, job.kind ? `${job.kind} · ${job.id}` : job.id),
        ),
        h(
            'td',
            null,
            phase(job.phase),
            job.waiting && h('span', { class: 'sub' }, job.waiting),
            job.failure && h('span', { class: 'sub' }, job.failure),
            job.parked > 0 && h('span', { class: 'sub' }, `${plural(job.parked, 'task')} parked`),
        ),
        h('td', { class: 'meter-cell' }, jobMeter(job), h('span', { class: 'sub' }, done(job))),
        h('td', { class: 'n wide' }, job.phase === 'running' ? rate(job.rate_per_s) : ''),
        h('td', { class: 'n' }, finish(job)),
    );
}

export function done(job) {
    const unit = unitOf(job);
    const of = job.target === null || job.target === undefined ? '' : ` of ${count(job.target)}`;
    const share = job.percent === null || job.percent === undefined ? '' : `${progress(job.percent)} · `;
    return `${share}${count(job.accepted)}${of}${unit && ` ${unit}`}`;
}

function finish(job) {
    const now = serverClock.now();
    if (job.finished) return [clock(job.finished, now), h('span', { class: 'sub' }, 'ended')];
    if (!job.finish || job.phase !== 'running') return '–';
    return [clock(job.finish, now), h('span', { class: 'sub' }, `in ${left(job.finish, now)}`)];
}

export const left = (time, now) => duration(Math.max(0, (Date.parse(time) - now) / 1000));

const rank = (job) => (job.phase === 'running' ? -1 : order.indexOf(job.phase));
const newest = (job) => Date.parse(job.finished ?? job.started ?? job.submitted ?? 0);
