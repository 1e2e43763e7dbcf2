// What several views share: states, tiles, meters, pages of a table, things to copy.

import { h } from '../base/dom.js';
import { count } from '../base/format.js';
import { change } from '../base/router.js';

const phases = {
    running: ['running', 'live-now'],
    paused: ['paused', 'warn'],
    cancelled: ['cancelled', ''],
    completed: ['completed', 'ok'],
    incomplete: ['incomplete', 'bad'],
    failed: ['failed', 'bad'],
    damaged: ['damaged', 'bad'],
    interrupted: ['interrupted', 'warn'],
    unknown: ['unknown', ''],
};

const units = { campaign: 'samples', dataset: 'shards', solve: 'shards', study: 'trials', training: 'models' };

/** What is counted of a job of this kind. */
export const unitOf = (job) => job.unit ?? units[job.kind] ?? '';

export function phase(name) {
    const [text, look] = phases[name] ?? [name.replaceAll('-', ' '), ''];
    return h('span', { class: `tag ${look}` }, text);
}

export function tile(label, big, small, look = '') {
    return h(
        'div',
        { class: `tile ${look}`, key: label },
        h('dt', null, label),
        h('dd', null, h('span', { class: 'big' }, big), small && h('div', { class: 'small' }, small)),
    );
}

/** @param share 0 to 1 */
export function meter(share, look = '') {
    const width = Number.isFinite(share) ? Math.min(100, Math.max(0, 100 * share)) : 0;
    return h('span', { class: `meter ${look}`, 'aria-hidden': 'true' }, h('span', { style: { width: `${width.toFixed(2)}%` } }));
}

export function jobMeter(job, look = '') {
    const state = { completed: 'ok', failed: 'bad', incomplete: 'bad', damaged: 'bad', running: '' }[job.phase] ?? 'still';
    return meter((job.percent ?? (job.phase === 'completed' ? 100 : 0)) / 100, `${state} ${look}`);
}

/** A table that scrolls sideways in itself, by keyboard too. */
export function scrolling(label, table) {
    return h('div', { class: 'table', tabindex: 0, role: 'region', 'aria-label': `${label}, table` }, table);
}

/** A heading of a column that sorts; query names the order, with a minus for the other way. */
export function sortHeading(query, name, label, look = '', downFirst = false) {
    const order = query.get('sort') ?? '';
    const isOn = order === name || order === `-${name}`;
    const first = downFirst ? `-${name}` : name;
    const second = downFirst ? name : `-${name}`;
    const next = order === first ? second : order === second ? null : first;
    return h(
        'th',
        { scope: 'col', class: look, 'aria-sort': isOn ? (order.startsWith('-') ? 'descending' : 'ascending') : null },
        h(
            'button',
            { type: 'button', class: 'plain sort', 'data-on': isOn, onclick: () => change({ sort: next, page: null }) },
            label,
            isOn ? (order.startsWith('-') ? ' ↓' : ' ↑') : '',
        ),
    );
}

/** The rows of the page that the address names, and the buttons to turn it. */
export function paged(rows, query, size, words) {
    const last = Math.max(0, Math.ceil(rows.length / size) - 1);
    const page = Math.min(last, Math.max(0, Number(query.get('page') ?? 1) - 1 || 0));
    const turn = (to) => () => change({ page: to === 0 ? null : to + 1 });
    const controls =
        last > 0 &&
        h(
            'div',
            { class: 'pages' },
            h('button', { type: 'button', disabled: page === 0, onclick: turn(page - 1) }, 'Previous'),
            h('button', { type: 'button', disabled: page === last, onclick: turn(page + 1) }, 'Next'),
            h(
                'span',
                null,
                `${count(page * size + 1)} to ${count(Math.min(rows.length, (page + 1) * size))} of ${count(rows.length)} ${words}`,
            ),
        );
    return { rows: rows.slice(page * size, (page + 1) * size), controls };
}

export function search(query, label, name = 'q') {
    return h(
        'label',
        null,
        label,
        h('input', {
            type: 'search',
            'aria-label': label,
            value: query.get(name) ?? '',
            oninput: (e) => change({ [name]: e.target.value, page: null }),
        }),
    );
}

export function choice(query, name, label, options) {
    const current = query.get(name) ?? options[0][0];
    return h(
        'label',
        null,
        label,
        h(
            'select',
            {
                'aria-label': label,
                onchange: (e) => change({ [name]: e.target.value === options[0][0] ? null : e.target.value, page: null }),
            },
            options.map(([value, text]) => h('option', { key: value, value, selected: value === current }, text)),
        ),
    );
}

/** Buttons each of which shows or hides one; the address names the hidden ones. */
export function chips(query, name, label, items, drawing) {
    const off = new Set((query.get(name) ?? '').split(',').filter(Boolean));
    const toggle = (item) => () => {
        if (off.has(item)) off.delete(item);
        else off.add(item);
        change({ [name]: [...off].join(','), page: null });
    };
    return h(
        'div',
        { class: 'chips', role: 'group', 'aria-label': label },
        items.map((item, i) =>
            h(
                'button',
                {
                    key: item,
                    type: 'button',
                    'aria-pressed': String(!off.has(item)),
                    onclick: toggle(item),
                },
                drawing?.(i),
                item,
            ),
        ),
    );
}

export const hiddenOnes = (query, name) => new Set((query.get(name) ?? '').split(',').filter(Boolean));

let copied = null;

export function copyable(line) {
    const copy = async () => {
        await navigator.clipboard.writeText(line);
        copied = line;
        dispatchEvent(new Event('isac-draw'));
        setTimeout(() => {
            if (copied === line) copied = null;
            dispatchEvent(new Event('isac-draw'));
        }, 2000);
    };
    return h(
        'span',
        { class: 'copy' },
        h('code', null, line),
        h('button', { type: 'button', onclick: copy, 'aria-label': `Copy ${line}` }, copied === line ? 'Copied' : 'Copy'),
    );
}
