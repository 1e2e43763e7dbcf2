// The bar above every view: where one is, how old the numbers are, light or dark; and the banner where the server does not answer.

import { h } from '../base/dom.js';
import { age, clock } from '../base/format.js';
import { href } from '../base/router.js';

export function top(store, view) {
    const { about, link } = store;
    const here = (name) => (view === name || (name === 'jobs' && view === 'job') ? (view === name ? 'page' : 'true') : null);
    return [
        h(
            'div',
            { class: 'bar' },
            h('a', { class: 'brand', href: href() }, about?.product ?? 'IsacCluster'),
            h(
                'nav',
                { 'aria-label': 'Views' },
                h('a', { href: href('jobs'), 'aria-current': here('jobs') }, 'Jobs'),
                h('a', { href: href('silos'), 'aria-current': here('silos') }, 'Silos'),
            ),
            h(
                'div',
                { class: 'right' },
                about?.cluster && h('span', { class: 'wide' }, `cluster ${about.cluster}`),
                h('span', { class: link.isOpen ? 'live' : 'live off' }, freshness(link)),
                themeSwitch(),
            ),
        ),
        h('div', { role: 'status' }, !link.isOpen && link.lost && silent(store)),
    ];
}

function freshness(link) {
    if (!link.heard) return link.needsToken ? 'token needed' : 'connecting';
    return `as of ${age((Date.now() - link.heard) / 1000)} ago`;
}

function themeSwitch() {
    const theme = globalThis.isacTheme;
    return h(
        'select',
        { 'aria-label': 'Light or dark', onchange: (e) => theme.set(e.target.value) },
        theme.choices.map((choice) =>
            h(
                'option',
                { value: choice, selected: choice === theme.get() },
                { auto: 'as the system', light: 'light', dark: 'dark' }[choice],
            ),
        ),
    );
}

// The seconds until the next try stand outside of what is read aloud.
function silent({ link }) {
    const why = link.reason
        ? `The server refuses: ${link.reason}.`
        : `No answer from the server since ${clock(link.lost, Date.now(), true)}.`;
    const wait = Math.max(0, Math.round((link.nextTry - Date.now()) / 1000));
    return h(
        'div',
        { class: 'offline' },
        h(
            'p',
            null,
            h('strong', null, why),
            h('span', null, 'What you see is the last that it said.'),
            h('span', { 'aria-hidden': 'true' }, wait > 0 ? `Next try in ${wait} s.` : 'Trying.'),
            h('button', { type: 'button', onclick: () => dispatchEvent(new Event('isac-retry')) }, 'Try now'),
        ),
    );
}
