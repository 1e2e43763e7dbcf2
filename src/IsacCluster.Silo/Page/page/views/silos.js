// Silos and their slots as a map, and what happened.

import { h } from '../base/dom.js';
import { age, clock, plural } from '../base/format.js';
import { serverClock } from '../base/api.js';
import { href } from '../base/router.js';

const mostSquares = 256;
const bad = /lost|gone|fail|damag|refus|park/;

export function silosView(store) {
    const silos = store.silos?.silos;
    return [
        h(
            'div',
            { class: 'head' },
            h('div', null, h('h1', null, 'Silos'), silos && h('p', { class: 'under' }, h('span', null, slotSummary(silos)))),
        ),
        h('section', { 'aria-label': 'Silos and slots' }, siloMap(silos, 'h2')),
        h(
            'section',
            { 'aria-labelledby': 'happened' },
            h('div', { class: 'title' }, h('h2', { id: 'happened' }, 'What happened')),
            events([...store.happened].reverse()),
        ),
    ];
}

export function slotSummary(silos) {
    const alive = silos.filter((s) => s.state !== 'gone');
    const total = sum(alive, (s) => s.slots?.total);
    const gone = silos.length - alive.length;
    const lost = gone > 0 ? ` (${gone} gone)` : '';
    return `${plural(alive.length, 'silo')}${lost}, ${sum(alive, (s) => s.slots?.busy)} of ${plural(total, 'slot')} busy`;
}

/** @param heading the level of a silo's name, one below the heading above. */
export function siloMap(silos, heading = 'h3') {
    if (!silos) return h('p', { class: 'empty' }, 'Not known yet.');
    if (silos.length === 0) return h('p', { class: 'empty' }, 'No silo has joined.');
    const rank = { gone: 0, late: 1 };
    const sorted = [...silos].sort((a, b) => (rank[a.state] ?? 2) - (rank[b.state] ?? 2) || a.name.localeCompare(b.name));
    return h(
        'ul',
        { class: 'silos' },
        sorted.map((silo) => card(silo, heading)),
    );
}

function card(silo, heading) {
    const seen = silo.last_seen ? age((serverClock.now() - Date.parse(silo.last_seen)) / 1000) : null;
    const look = { alive: 'ok', late: 'warn', gone: 'bad' }[silo.state] ?? '';
    return h(
        'li',
        { key: silo.name, class: `silo ${silo.state}` },
        h(heading, null, h('span', null, silo.name), h('span', { class: `tag ${look}` }, silo.state)),
        h('p', null, [silo.host && silo.host !== silo.name ? silo.host : null, seen && `seen ${seen} ago`].filter(Boolean).join(' · ')),
        kinds(silo).map(({ name, total, busy }) =>
            h(
                'div',
                { key: name },
                h(
                    'p',
                    null,
                    silo.state === 'gone' ? `${plural(total, `${name} slot`)} lost` : `${busy} of ${plural(total, `${name} slot`)} busy`,
                ),
                squares(total, busy, name),
            ),
        ),
    );
}

function kinds({ slots }) {
    const named = Object.entries(slots?.kinds ?? {}).map(([name, k]) => ({ name, total: k.total, busy: k.busy }));
    return named.length > 0 ? named : [{ name: 'cpu', total: slots?.total ?? 0, busy: slots?.busy ?? 0 }];
}

/** One square a slot; round ones for accelerators. The words above say the same. */
function squares(total, busy, kind) {
    return h(
        'div',
        { class: kind === 'cpu' ? 'slots' : 'slots round', 'aria-hidden': 'true' },
        Array.from({ length: Math.min(total, mostSquares) }, (_, i) => h('i', { class: i < busy ? 'busy' : null })),
    );
}

export const isBad = (event) => bad.test(event.kind) || (event.kind === 'job-phase' && bad.test(event.text));

/** @param list newest first; mark gives the number of an event on a chart. */
export function events(list, { most = 30, mark, here } = {}) {
    if (list.length === 0) return h('p', { class: 'empty' }, 'Nothing yet.');
    const now = serverClock.now();
    return h(
        'ol',
        { class: 'events' },
        list
            .slice(0, most)
            .map((e, i) =>
                h(
                    'li',
                    { key: `${e.time} ${e.text}` },
                    mark && h('span', { class: 'mark' }, mark(e, i)),
                    h('time', { datetime: e.time, title: e.time }, clock(e.time, now, true)),
                    h(
                        'span',
                        { class: isBad(e) ? 'bad' : null },
                        e.text,
                        e.job && !mark && e.job !== here && [' ', h('a', { href: href('jobs', e.job) }, 'job')],
                    ),
                ),
            ),
    );
}

const sum = (items, of) => items.reduce((total, item) => total + (of(item) ?? 0), 0);
