// What silo and coordinator said about the job lately, the newest at the end, where the view stays as long as the reader is there.

import { h } from '../base/dom.js';
import { clock } from '../base/format.js';

const looks = { warn: 'warn', warning: 'warn', error: 'bad', fail: 'bad', critical: 'bad', crit: 'bad' };

export function logView(document) {
    const lines = document?.found?.lines;
    if (!lines) return h('p', { class: 'empty' }, document?.error ? document.error.message : 'Asking for the log.');
    return h(
        'section',
        { 'aria-labelledby': 'log' },
        h('div', { class: 'title' }, h('h2', { id: 'log' }, 'Log'), h('p', { class: 'note' }, 'what was said lately, the newest last')),
        lines.length === 0
            ? h('p', { class: 'empty' }, 'Nothing was said about this job lately.')
            : h('div', {
                  class: 'log',
                  tabindex: 0,
                  role: 'region',
                  'aria-label': 'Lines of the log',
                  widget: (element) => new Tail(element),
                  data: lines,
              }),
    );
}

class Tail {
    #element;

    constructor(element) {
        this.#element = element;
    }

    update(lines) {
        const element = this.#element;
        const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 30;
        element.replaceChildren(
            ...lines.map(({ time, level, text }) => {
                const line = document.createElement('div');
                const at = document.createElement('time');
                at.dateTime = time;
                at.textContent = clock(time, Date.now(), true);
                const look = looks[`${level}`.toLowerCase()];
                if (look) line.className = look;
                line.append(at, look ? `${level}: ${text}` : text);
                return line;
            }),
        );
        if (isAtEnd) element.scrollTop = element.scrollHeight;
    }

    destroy() {}
}
