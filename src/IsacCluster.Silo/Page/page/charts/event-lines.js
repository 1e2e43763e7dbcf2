// Events on the time axis: a dashed line each, numbered as the list below the chart numbers them.

import { color } from '../base/palette.js';

const least = 16; // pixels between two numbers; those closer share a line

/** @param markers a function that gives [{x, mark, isBad}] in order. */
export function eventLines(markers) {
    return {
        hooks: {
            draw: [
                (plot) => {
                    const { ctx, bbox } = plot;
                    const scale = devicePixelRatio || 1;
                    let last = -Infinity;
                    ctx.save();
                    ctx.font = `${Math.round(11 * scale)}px system-ui, sans-serif`;
                    ctx.textAlign = 'center';
                    for (const { x, mark, isBad } of markers()) {
                        const at = plot.valToPos(x, 'x', true);
                        if (at < bbox.left || at > bbox.left + bbox.width) continue;
                        ctx.strokeStyle = ctx.fillStyle = color(isBad ? '--bad' : '--muted');
                        ctx.lineWidth = scale;
                        ctx.setLineDash([4 * scale, 3 * scale]);
                        ctx.beginPath();
                        ctx.moveTo(at, bbox.top);
                        ctx.lineTo(at, bbox.top + bbox.height);
                        ctx.stroke();
                        if (at - last < least * scale) continue;
                        ctx.fillText(mark, at, bbox.top - 4 * scale);
                        last = at;
                    }
                    ctx.restore();
                },
            ],
        },
    };
}
