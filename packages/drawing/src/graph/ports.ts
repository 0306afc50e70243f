import { grouped } from './grouped.ts';
import { titleWidth, type Box } from './shape.ts';

/** Where a line leaves or reaches a box, or goes through its border. */
export interface End {
  readonly box: Box;
  readonly side: 'top' | 'bottom';
  /** Where it would be best along the side. */
  readonly wanted: number;
  /** The name of the box, where the line goes through its border: it passes beside that. */
  readonly title: string | undefined;
}

/** How far lines at one side of a box are apart, where there is room. */
const portDistance = 14;

/** So far from the corners of a box no line is. */
const cornerDistance = 18;

/** Where lines are along the sides of boxes: as straight as they can, and those at one side of a box apart from each other. */
export function portsOf(ends: readonly End[]): ReadonlyMap<End, number> {
  const ports = new Map<End, number>();
  for (const ofBox of grouped(ends, ({ box }) => box).values()) {
    for (const side of grouped(ofBox, (end) => end.side).values()) {
      const sorted = side.toSorted((left, right) => left.wanted - right.wanted);
      for (const [at, place] of apart(sorted).entries()) ports.set(sorted[at] as End, place);
    }
  }
  return ports;
}

/** The nearest places along a side of a box, in the same order and as far apart as there is room for. */
function apart(ends: readonly End[]): readonly number[] {
  const { x, width } = (ends[0] as End).box;
  const reach = width / 2 - cornerDistance;
  const distance = Math.min(portDistance, (2 * reach) / Math.max(1, ends.length - 1));
  const places: number[] = [];
  for (const { wanted, title, side } of ends) {
    const beside = title === undefined || side === 'bottom' ? x - reach : x - width / 2 + titleWidth(title);
    const least = Math.max(beside, (places.at(-1) ?? -Infinity) + distance);
    places.push(Math.max(least, Math.min(x + reach, wanted)));
  }
  let most = x + reach;
  return places
    .toReversed()
    .map((place) => {
      const moved = Math.min(place, most);
      most = moved - distance;
      return moved;
    })
    .toReversed();
}
