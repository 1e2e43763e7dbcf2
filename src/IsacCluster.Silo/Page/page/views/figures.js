// The report's figures as they are now. They are fetched, so that the token goes with them, and again when the document is newer.

import { ask, jobPath, token } from '../base/api.js';
import { h } from '../base/dom.js';
import { clock } from '../base/format.js';

export function figuresView(id, document) {
    const found = document?.found;
    if (!found) return h('p', { class: 'empty' }, document?.error ? document.error.message : 'Drawing the figures.');
    return h(
        'section',
        { 'aria-labelledby': 'figures' },
        h(
            'div',
            { class: 'title' },
            h('h2', { id: 'figures' }, 'Figures as they are now'),
            h('p', { class: 'note' }, `drawn at ${clock(found.as_of, Date.now(), true)}`),
            report(id, found.report),
        ),
        found.figures.length === 0 && h('p', { class: 'empty' }, 'Nothing can be drawn yet.'),
        h(
            'div',
            { class: 'figures' },
            found.figures.map((f) =>
                h(
                    'figure',
                    { key: f.id },
                    h('figcaption', null, h('strong', null, f.title), f.caption && h('span', { class: 'sub' }, f.caption)),
                    h('img', {
                        alt: f.caption ? `${f.title}. ${f.caption}` : f.title,
                        widget: (image) => new Picture(image),
                        data: { path: jobPath(id, `/${f.svg}`), version: found.as_of },
                    }),
                ),
            ),
        ),
    );
}

/** A link cannot carry a token; the report is then fetched and saved. */
function report(id, file) {
    if (!file) return null;
    const path = jobPath(id, `/${file}`);
    if (!token.get()) return h('a', { href: path, target: '_blank', rel: 'noopener' }, 'Open the whole report');
    const save = async () => {
        const url = URL.createObjectURL(await (await ask(path)).blob());
        Object.assign(document.createElement('a'), { href: url, download: `${id}.html` }).click();
        setTimeout(() => URL.revokeObjectURL(url), 10000);
    };
    return h('button', { type: 'button', onclick: save }, 'Save the whole report');
}

class Picture {
    #image;
    #shown = '';
    #url = null;

    constructor(image) {
        this.#image = image;
    }

    async update({ path, version }) {
        if (this.#shown === `${path} ${version}`) return;
        this.#shown = `${path} ${version}`;
        const wanted = this.#shown;
        try {
            const blob = await (await ask(path)).blob();
            if (this.#shown !== wanted) return;
            this.#free();
            this.#url = URL.createObjectURL(blob);
            this.#image.src = this.#url;
        } catch {
            // The picture before stays; the bar says that the server is silent.
        }
    }

    destroy() {
        this.#shown = 'gone';
        this.#free();
    }

    #free() {
        if (this.#url) URL.revokeObjectURL(this.#url);
        this.#url = null;
    }
}
