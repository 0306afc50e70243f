/** A line of a plot. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What a plot shows: both axes are logarithmic, so that a straight, level line is a cost that stays. */
export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
}

const size = { width: 640, height: 360 };
const frame = { left: 70, right: 40, top: 40, bottom: 50 };

/** Draws a plot as SVG. */
export function svgPlot({ title, x, y, series }: Plot): string {
  const points = series.flatMap((each) => each.points);
  const across = axis(
    points.map(([each]) => each),
    frame.left,
    size.width - frame.right,
  );
  const up = axis(
    points.map(([, each]) => each),
    size.height - frame.bottom,
    frame.top,
  );
  const [right, bottom] = [size.width - frame.right, size.height - frame.bottom];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${frame.left}" y="22" font-size="15">${escaped(title)}</text>
${across.ticks.map((tick) => line(across.place(tick), frame.top, across.place(tick), bottom) + label(across.place(tick), bottom + 16, tick, 'middle')).join('\n')}
${up.ticks.map((tick) => line(frame.left, up.place(tick), right, up.place(tick)) + label(frame.left - 6, up.place(tick) + 4, tick, 'end')).join('\n')}
<text x="${(frame.left + right) / 2}" y="${size.height - 12}" text-anchor="middle">${escaped(x)}</text>
<text transform="translate(16 ${(frame.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>
${series.map((each, index) => drawn(each, index, across.place, up.place)).join('\n')}
</svg>
`;
}

interface Axis {
  readonly ticks: readonly number[];
  readonly place: (value: number) => number;
}

/** Whole powers of ten from below the smallest value to above the largest. */
function axis(values: readonly number[], from: number, to: number): Axis {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  return { ticks, place: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from) };
}

function drawn({ name, colour, points }: Series, index: number, x: Axis['place'], y: Axis['place']): string {
  const places = points.map(([across, up]) => [x(across).toFixed(1), y(up).toFixed(1)] as const);
  const path = places.map(([across, up]) => `${across},${up}`).join(' ');
  const dots = places.map(([across, up]) => `<circle cx="${across}" cy="${up}" r="3" fill="${colour}"/>`).join('');
  const legend = `<text x="${size.width - frame.right - 8}" y="${frame.top + 16 + 16 * index}" text-anchor="end" fill="${colour}">${escaped(name)}</text>`;
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}${legend}`;
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="#ddd"/>`;
}

function label(x: number, y: number, value: number, anchor: 'middle' | 'end'): string {
  const text = value >= 1 ? value.toLocaleString('en') : String(Number(value.toPrecision(1)));
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="#555">${text}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
