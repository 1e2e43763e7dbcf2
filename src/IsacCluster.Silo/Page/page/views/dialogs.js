// Dialogs: the token where the server wants one, and orders that are asked about first.

import { ask, token } from '../base/api.js';
import { h } from '../base/dom.js';

let question = null; // {title, text, field: {label, type, value, min}, button, look, act(value)}
let error = null;
let isBusy = false;

const redraw = () => dispatchEvent(new Event('isac-draw'));

/** Asks before an order is given; act is awaited, and what it throws is shown. */
export function confirm(asked) {
    question = asked;
    error = null;
    redraw();
}

export function dialogs(store) {
    return [store.link.needsToken && tokenDialog(store), !store.link.needsToken && question && questionDialog()];
}

function modal(key, titleId, onsubmit, ...children) {
    return h(
        'dialog',
        {
            key,
            'aria-labelledby': titleId,
            oncancel: (e) => {
                if (key === 'token') e.preventDefault();
                else close();
            },
            // showModal keeps the focus in the dialog and gives it back.
            class: 'modal',
        },
        h('div', { widget: opener }),
        h(
            'form',
            {
                onsubmit: (e) => {
                    e.preventDefault();
                    onsubmit(new FormData(e.target));
                },
            },
            children,
        ),
    );
}

function opener(element) {
    const dialog = element.closest('dialog');
    dialog.showModal();
    return {
        update() {},
        destroy() {
            dialog.close();
        },
    };
}

function tokenDialog(store) {
    const use = async (form) => {
        token.set(form.get('token').trim());
        error = null;
        try {
            await ask('api/about');
            store.start();
        } catch (failure) {
            error = failure.status === 401 ? 'The server does not know this token.' : failure.message;
        }
        redraw();
    };
    return modal(
        'token',
        'token-title',
        use,
        h('h2', { id: 'token-title' }, 'A token is needed'),
        h(
            'p',
            { class: 'note' },
            'Who runs the cluster set it as ISAC_HTTP_TOKEN (reads) or ISAC_SUBMIT_TOKEN (gives orders too). It stays in this tab.',
        ),
        h('label', null, 'Token', h('input', { type: 'password', name: 'token', required: true, autocomplete: 'off' })),
        error && h('p', { class: 'error', role: 'alert' }, error),
        h('div', { class: 'buttons' }, h('button', { class: 'main' }, 'Use it')),
    );
}

function questionDialog() {
    const { title, text, field, button, look, act } = question;
    const go = async (form) => {
        isBusy = true;
        error = null;
        redraw();
        try {
            await act(form.get('value'));
            question = null;
        } catch (failure) {
            error = failure.message;
        }
        isBusy = false;
        redraw();
    };
    return modal(
        title,
        'question-title',
        go,
        h('h2', { id: 'question-title' }, title),
        text && h('p', null, text),
        field &&
            h(
                'label',
                null,
                field.label,
                h('input', { type: 'number', name: 'value', value: field.value, min: field.min, max: field.max, step: 1, required: true }),
            ),
        error && h('p', { class: 'error', role: 'alert' }, error),
        h(
            'div',
            { class: 'buttons' },
            h('button', { type: 'button', onclick: close }, 'Back'),
            h('button', { class: look ?? 'main', disabled: isBusy }, button),
        ),
    );
}

function close() {
    question = null;
    redraw();
}
