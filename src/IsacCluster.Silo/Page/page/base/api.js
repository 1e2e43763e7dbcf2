// Requests to the server that served this page: JSON, with the token of this tab where one is set.

const tokenKey = 'isac-token';

export class ApiError extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

export const token = {
    get: () => sessionStorage.getItem(tokenKey),
    set: (value) => (value ? sessionStorage.setItem(tokenKey, value) : sessionStorage.removeItem(tokenKey)),
};

function headers(more) {
    const value = token.get();
    return { ...more, ...(value ? { Authorization: `Bearer ${value}` } : {}) };
}

/** The difference between the server's clock and this one, in ms, from the Date header, which has whole seconds. */
export const serverClock = {
    offset: 0,
    now() {
        return Date.now() + this.offset;
    },
};

/** @throws ApiError with the server's message; status 0 where it does not answer. */
export async function ask(path, options = {}) {
    let response;
    try {
        response = await fetch(path, {
            cache: 'no-store',
            ...options,
            headers: headers(options.headers),
            signal: options.signal ?? AbortSignal.timeout(30000),
        });
    } catch (error) {
        throw new ApiError(0, error.name === 'AbortError' ? 'stopped' : 'the server does not answer');
    }
    const date = Date.parse(response.headers.get('Date') ?? '');
    if (Number.isFinite(date)) {
        const offset = date + 500 - Date.now();
        if (Math.abs(offset - serverClock.offset) > 1500) serverClock.offset = offset;
    }
    if (response.ok) return response;
    throw new ApiError(response.status, await explain(response));
}

async function explain(response) {
    const text = await response.text().catch(() => '');
    try {
        return JSON.parse(text).error ?? text;
    } catch {
        return text.trim() || `${response.status} ${response.statusText}`;
    }
}

export async function getJson(path, options) {
    return (await ask(path, options)).json();
}

export async function post(path, body) {
    return ask(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
    });
}

export function jobPath(id, rest = '') {
    return `api/jobs/${encodeURIComponent(id)}${rest}`;
}
