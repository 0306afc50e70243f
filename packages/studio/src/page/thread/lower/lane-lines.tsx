import type { LogLine } from '@cairn/drawing/thread';

const step = 14;
const most = 10;

/** How many columns a line needs. */
export function laneWidth(line: LogLine | undefined): number {
  if (line === undefined) return 1;
  return Math.min(
    most,
    Math.max(line.column + 1, line.lanes.length, ...[...line.branched.keys()].map((column) => column + 1)),
  );
}

interface LaneLinesProps {
  readonly line: LogLine;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly columns: number;
  readonly height: number;
}

/** The lanes beside a row, as git draws branches; the row's own has a sign for what came of it. */
export function LaneLines({ line, isFirst, isLast, columns, height }: LaneLinesProps) {
  const middle = height / 2;
  const at = (column: number): number => step / 2 + Math.min(column, most - 1) * step;
  const own = at(line.column);
  const paths = line.lanes.flatMap((lane, column) => {
    if (lane === undefined || column >= most) return [];
    if (line.merged.includes(column)) return [curve(at(column), 0, own, middle)];
    if (column === line.column) return [`M${own} ${isFirst ? middle : 0}V${isLast ? middle : height}`];
    return [`M${at(column)} 0V${isLast ? middle : height}`];
  });
  const branches = [...line.branched.keys()]
    .filter((column) => column < most)
    .map((column) => curve(own, middle, at(column), height));
  return (
    <svg class={`lane-lines sign-${line.sign}`} width={columns * step} height={height} aria-hidden="true">
      <path class="lane-line" d={[...paths, ...branches].join('')} />
      {line.sign === 'failed' ? (
        <path class="lane-cross" d={`M${own - 3.5} ${middle - 3.5}l7 7m0 -7l-7 7`} />
      ) : (
        <circle class="lane-dot" cx={own} cy={middle} r={line.sign === 'stayed' ? 3 : 3.8} />
      )}
    </svg>
  );
}

function curve(x: number, y: number, toX: number, toY: number): string {
  const half = (y + toY) / 2;
  return `M${x} ${y}C${x} ${half} ${toX} ${half} ${toX} ${toY}`;
}
