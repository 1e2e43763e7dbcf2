// One job: how it stands, orders, and a tab for each thing that people look for; the first has what they look for most.

import { serverClock } from '../base/api.js';
import { h } from '../base/dom.js';
import { clock, count, duration, percent, plural, progress, rate } from '../base/format.js';
import { href } from '../base/router.js';
import { actions } from './actions.js';
import { failureNotice, failuresView } from './failures.js';
import { figuresView } from './figures.js';
import { left } from './jobs.js';
import { logView } from './log.js';
import { jobMeter, phase, tile, unitOf } from './parts.js';
import { openPoints, pointsView } from './points.js';
import { events, siloMap } from './silos.js';
import { aboutView } from './specification.js';
import { studyView } from './study.js';
import { throughputView } from './throughput.js';
import { trainingView } from './training.js';

const tabs = [
    ['', 'Overview'],
    ['failures', 'Failures'],
    ['figures', 'Figures'],
    ['log', 'Log'],
    ['about', 'Specification'],
];
const latestEvents = 12;

/** What the store has to ask for: the points whose traces are shown, and the documents of the tab. */
export function neededBy({ parts, query }) {
    const tab = parts[2] ?? '';
    const documents = tab === 'figures' ? ['figures'] : tab === 'log' ? ['log'] : [];
    return [tab === '' ? openPoints(query).join(',') || 'none' : 'none', ['failures', ...documents]];
}

export function jobView(store, { parts, query }) {
    const id = parts[1];
    const tab = tabs.some(([name]) => name === parts[2]) ? parts[2] : '';
    const { detail, error, documents } = store.job;
    const job = fresh(store, id, detail);
    if (error && !job) return missing(id, error);
    if (!job)
        return h('p', { class: 'empty' }, store.link.needsToken ? 'A token is needed to see this job.' : 'Asking the server for this job.');
    const failures = documents.get('failures')?.found;
    return [
        h(
            'div',
            { class: 'head' },
            h(
                'div',
                null,
                h('p', { class: 'kind' }, job.kind),
                h('h1', null, job.name),
                h(
                    'p',
                    { class: 'under' },
                    phase(job.phase),
                    h('code', null, job.id),
                    job.waiting && h('span', null, job.waiting),
                    (job.priority ?? 1) !== 1 && h('span', null, `priority ${job.priority}`),
                    job.max_slots && h('span', null, `at most ${plural(job.max_slots, 'slot')}`),
                ),
            ),
            actions(store, job),
        ),
        tiles(job),
        jobMeter(job, 'long'),
        job.failure && h('div', { class: 'notice bad' }, h('p', null, h('strong', null, 'The job cannot go on. '), job.failure)),
        tab !== 'failures' && failureNotice(job, failures),
        h(
            'nav',
            { class: 'tabs', 'aria-label': 'Parts of this job' },
            tabs.map(([name, text]) =>
                h(
                    'a',
                    {
                        key: name,
                        href: name ? href('jobs', id, name) : href('jobs', id),
                        'aria-current': tab === name ? 'page' : null,
                    },
                    name === 'failures' && failures && failures.total + (failures.parked?.length ?? 0) > 0
                        ? `${text} (${count(failures.total + (failures.parked?.length ?? 0))})`
                        : text,
                ),
            ),
        ),
        detail?.note && h('div', { class: 'notice' }, h('p', null, detail.note)),
        !detail
            ? h('p', { class: 'empty' }, error ? error.message : 'Asking the server for the details.')
            : content(tab, store, detail, query),
    ];
}

function content(tab, store, detail, query) {
    const document = (name) => store.job.documents.get(name);
    switch (tab) {
        case 'failures':
            return failuresView(document('failures'));
        case 'figures':
            return figuresView(detail.id, document('figures'));
        case 'log':
            return logView(document('log'));
        case 'about':
            return aboutView(detail);
        default:
            return overview(store, detail, query);
    }
}

function overview(store, detail, query) {
    const mine = store.happened.filter((e) => !e.job || e.job === detail.id);
    return [
        detail.points?.length > 0 && pointsView(detail, query),
        detail.study && studyView(detail, query),
        detail.training && trainingView(detail.training, query),
        h(
            'div',
            { class: 'columns' },
            throughputView(detail, mine),
            h(
                'div',
                null,
                h(
                    'section',
                    { 'aria-labelledby': 'silos' },
                    h('div', { class: 'title' }, h('h2', { id: 'silos' }, 'Silos and slots')),
                    siloMap(store.silos?.silos),
                ),
                h(
                    'section',
                    { 'aria-labelledby': 'lately' },
                    h('div', { class: 'title' }, h('h2', { id: 'lately' }, 'What happened')),
                    events([...mine].reverse(), { most: latestEvents, here: detail.id }),
                ),
            ),
        ),
    ];
}

/** The list of jobs comes more often than the details; what both have is taken from the newer one. */
function fresh(store, id, detail) {
    const listed = store.jobs?.jobs.find((j) => j.id === id);
    if (!listed || !detail) return listed ?? detail;
    return Date.parse(store.jobs.as_of) >= Date.parse(detail.as_of) ? { ...detail, ...listed } : detail;
}

function tiles(job) {
    const now = serverClock.now();
    const since = job.started ? (Date.parse(job.finished ?? new Date(now)) - Date.parse(job.started)) / 1000 : null;
    const unit = unitOf(job);
    return h(
        'dl',
        { class: 'tiles' },
        job.phase === 'running' && job.finish && tile('Finish', clock(job.finish, now), `in ${left(job.finish, now)}`),
        job.finished && tile('Ended', clock(job.finished, now)),
        tile(
            'Done',
            job.percent === null || job.percent === undefined ? count(job.accepted) : progress(job.percent),
            job.target ? `${count(job.accepted)} of ${count(job.target)}${unit && ` ${unit}`}` : unit,
        ),
        job.phase === 'running' && tile('Rate', rate(job.rate_per_s), 'over the last minute'),
        since !== null && tile(job.finished ? 'Took' : 'Running for', duration(since), `since ${clock(job.started, now)}`),
        job.slots_s > 0 && tile('Slot time', duration(job.slots_s), `${percent(job.useful_s / job.slots_s)} useful`),
    );
}

function missing(id, error) {
    return h(
        'div',
        { class: 'head' },
        h(
            'div',
            null,
            h('h1', null, 'No such job'),
            h('p', { class: 'under' }, h('code', null, id), h('span', null, error.message)),
            h('p', { class: 'under' }, h('a', { href: href('jobs') }, 'All jobs')),
        ),
    );
}
