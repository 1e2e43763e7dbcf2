// The address says what is shown: #/jobs/ID/TAB?name=value. It can be sent to somebody else.

export function route() {
    const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
    const parts = path.split('/').filter(Boolean).map(decode);
    return { parts, query: new URLSearchParams(query) };
}

/** The address of a view: href('jobs', id). */
export function href(...parts) {
    return `#/${parts.map(encodeURIComponent).join('/')}`;
}

/** Changes some of the view's settings in the address without a step in the history; null removes one. */
export function change(settings) {
    const { parts, query } = route();
    for (const [name, value] of Object.entries(settings)) {
        if (value === null || value === undefined || value === '') query.delete(name);
        else query.set(name, value);
    }
    const text = query.toString();
    history.replaceState(null, '', `${href(...parts)}${text ? `?${text}` : ''}`);
    dispatchEvent(new Event('isac-settings'));
}

function decode(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}
