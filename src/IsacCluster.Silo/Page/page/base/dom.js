// A description of the page (h) and the smallest change of the document that makes it so (render). Elements are kept where tag and
// key agree, so focus, selection, scroll positions and charts outlive an update.

const svgNamespace = 'http://www.w3.org/2000/svg';
const text = '#text';
let pending = [];

/** h('p', {class: 'note'}, 'text', h('b', null, 'child')). Props: attributes; on... handlers; style as an object; key; widget and data. */
export function h(tag, props, ...children) {
    return { tag, props: props ?? {}, key: props?.key, children: flatten(children, []) };
}

function flatten(items, into) {
    for (const item of items) {
        if (item === null || item === undefined || item === false || item === true) continue;
        if (Array.isArray(item)) flatten(item, into);
        else into.push(typeof item === 'object' ? item : { tag: text, props: {}, children: [], text: String(item) });
    }
    return into;
}

/** Makes the content of an element equal to what is described. */
export function render(root, ...children) {
    reconcile(root, flatten(children, []));
    const mounts = pending;
    pending = [];
    for (const mount of mounts) mount();
}

function reconcile(parent, next) {
    const before = parent.isacContent ?? [];
    const keyed = new Map();
    const free = [];
    for (const entry of before) {
        if (entry.described.key !== undefined) keyed.set(`${entry.described.tag} ${entry.described.key}`, entry);
        else free.push(entry);
    }
    let place = 0;
    const taken = new Set();
    const find = (described) => {
        if (described.key !== undefined) return keyed.get(`${described.tag} ${described.key}`);
        for (let i = place; i < free.length; i++) {
            if (free[i].described.tag !== described.tag) continue;
            place = i + 1;
            return free[i];
        }
        return undefined;
    };
    const after = next.map((described) => {
        const found = find(described);
        if (!found || taken.has(found)) return { described, node: create(described, parent) };
        taken.add(found);
        update(found.node, found.described, described);
        return { described, node: found.node };
    });
    for (const entry of before) {
        if (taken.has(entry)) continue;
        dispose(entry.node);
        entry.node.remove();
    }
    let cursor = parent.firstChild;
    for (const { node } of after) {
        if (node === cursor) cursor = cursor.nextSibling;
        else parent.insertBefore(node, cursor);
    }
    parent.isacContent = after;
}

function create(described, parent) {
    if (described.tag === text) return document.createTextNode(described.text);
    const isSvg = described.tag === 'svg' || parent.namespaceURI === svgNamespace;
    const node = isSvg ? document.createElementNS(svgNamespace, described.tag) : document.createElement(described.tag);
    for (const [name, value] of Object.entries(described.props)) set(node, name, undefined, value);
    if (described.props.widget) {
        pending.push(() => {
            node.isacWidget = described.props.widget(node);
            node.isacWidget.update(node.isacData);
        });
        node.isacData = described.props.data;
    } else {
        reconcile(node, described.children);
    }
    for (const name of ['value', 'checked', 'selected']) if (name in described.props) node[name] = described.props[name];
    return node;
}

function update(node, before, described) {
    if (described.tag === text) {
        if (before.text !== described.text) node.data = described.text;
        return;
    }
    for (const name of Object.keys(before.props)) if (!(name in described.props)) set(node, name, before.props[name], undefined);
    for (const [name, value] of Object.entries(described.props)) set(node, name, before.props[name], value);
    if (described.props.widget) {
        node.isacData = described.props.data;
        node.isacWidget?.update(described.props.data);
    } else {
        reconcile(node, described.children);
    }
}

function set(node, name, before, value) {
    if (name === 'key' || name === 'widget' || name === 'data') return;
    if (name.startsWith('on')) {
        if (before !== value) node[name] = value ?? null;
    } else if (name === 'style') {
        for (const property of Object.keys(before ?? {})) if (!(property in (value ?? {}))) node.style.removeProperty(property);
        for (const [property, style] of Object.entries(value ?? {})) {
            if (before?.[property] !== style) node.style.setProperty(property, style);
        }
    } else if (name === 'value') {
        // What somebody is typing is theirs.
        if (before !== undefined && before !== value && document.activeElement !== node) node.value = value;
    } else if (name === 'checked' || name === 'selected' || name === 'open') {
        if (before !== value) node[name] = Boolean(value);
    } else if (before !== value) {
        if (value === undefined || value === null || value === false) node.removeAttribute(name);
        else node.setAttribute(name, value === true ? '' : value);
    }
}

function dispose(node) {
    node.isacWidget?.destroy();
    node.isacWidget = undefined;
    for (const entry of node.isacContent ?? []) dispose(entry.node);
}
