// Colour, marker and dashes of an algorithm, the same as in the report (src/IsacCluster.Reporting/Figures/AlgorithmStyle.cs).

import { h } from './dom.js';

const colors = 16;
const outlines = [
    ['M12.2 8A4.2 4.2 0 1 1 3.8 8A4.2 4.2 0 1 1 12.2 8Z', true],
    ['M4 4H12V12H4Z', true],
    ['M8 3L13 12H3Z', true],
    ['M8 2.6L13.4 8L8 13.4L2.6 8Z', true],
    ['M3 4H13L8 13Z', true],
    ['M8 3V13M3 8H13', false],
    ['M4 4L12 12M12 4L4 12', false],
    ['M12.2 8A4.2 4.2 0 1 1 3.8 8A4.2 4.2 0 1 1 12.2 8Z', false],
];
const dashes = [[], [8, 3], [2, 3], [9, 3, 2, 3], [5, 5], [13, 3], [9, 3, 2, 3, 2, 3], [4, 2]];

// In the second round of hues everything else moves on by one.
const shifted = (items, index) => items[(index + Math.floor(index / items.length)) % items.length];

/** @param index the place of the algorithm in its job. */
export function styleOf(index) {
    const place = index % colors;
    return { variable: `--series-${place + 1}`, outline: shifted(outlines, place), dash: shifted(dashes, place) };
}

/** The marker as a small drawing, for legends and tables. */
export function marker(index) {
    const {
        variable,
        outline: [path, filled],
    } = styleOf(index);
    const color = `var(${variable})`;
    return h(
        'svg',
        { class: 'key', viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': 'true' },
        h('path', { d: path, style: { fill: filled ? color : 'none', stroke: filled ? 'none' : color, 'stroke-width': '1.9' } }),
    );
}

const probe = document.createElement('span');

/** What a custom property of a colour is at this moment, for canvases. */
export function color(variable) {
    if (!probe.isConnected) {
        probe.hidden = true;
        document.body.append(probe);
    }
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
}
