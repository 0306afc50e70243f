/** What of a drawing is seen: a scale, and what of the drawing is at the upper left. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const least = 0.1;
const most = 3;
/** A drawing is not made larger than this to fill its room. */
const mostToFit = 1.25;
const margin = 12;
/** Below this scale names are too small to read. */
const readable = 0.8;

/** All of a drawing, in the middle of its room. */
export function fitted(drawing: Size, room: Size): View {
  const wide = (room.width - 2 * margin) / Math.max(1, drawing.width);
  const high = (room.height - 2 * margin) / Math.max(1, drawing.height);
  const scale = bounded(Math.min(wide, high, mostToFit));
  return centred({ scale, x: 0, y: 0 }, { x: drawing.width / 2, y: drawing.height / 2 }, room);
}

/** A drawing that is not smaller than can be read: all of it where it fits, else what is around a point. */
export function followed(
  drawing: Size,
  room: Size,
  point: { readonly x: number; readonly y: number } | undefined,
): View {
  const whole = fitted(drawing, room);
  if (whole.scale >= readable || room.width === 0) return whole;
  const view = centred({ scale: readable, x: 0, y: 0 }, point ?? { x: drawing.width / 2, y: 0 }, room);
  return { ...view, x: within(view.x, drawing.width, room.width), y: within(view.y, drawing.height, room.height) };
}

/** Where a room begins on one axis, so that it shows no more beyond the drawing than it has to. */
function within(at: number, drawing: number, room: number): number {
  const seen = room / readable;
  const edge = margin / readable;
  if (drawing + 2 * edge <= seen) return (drawing - seen) / 2;
  return Math.min(Math.max(at, -edge), drawing + edge - seen);
}

/** The same scale, with a point of the drawing in the middle. */
function centred({ scale }: View, point: { readonly x: number; readonly y: number }, room: Size): View {
  return { scale, x: point.x - room.width / 2 / scale, y: point.y - room.height / 2 / scale };
}

/** Nearer or farther, with what is under a point of the room kept there. */
export function zoomed(view: View, by: number, at: { readonly x: number; readonly y: number }): View {
  const scale = bounded(view.scale * by);
  return { scale, x: view.x + at.x / view.scale - at.x / scale, y: view.y + at.y / view.scale - at.y / scale };
}

/** Moved by pixels of the room. */
export function moved(view: View, by: { readonly x: number; readonly y: number }): View {
  return { ...view, x: view.x - by.x / view.scale, y: view.y - by.y / view.scale };
}

function bounded(scale: number): number {
  return Math.min(most, Math.max(least, scale));
}
