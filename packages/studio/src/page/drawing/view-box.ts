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

/** All of a drawing, in the middle of its room. */
export function fitted(drawing: Size, room: Size): View {
  const wide = (room.width - 2 * margin) / Math.max(1, drawing.width);
  const high = (room.height - 2 * margin) / Math.max(1, drawing.height);
  const scale = bounded(Math.min(wide, high, mostToFit));
  return centred({ scale, x: 0, y: 0 }, { x: drawing.width / 2, y: drawing.height / 2 }, room);
}

/** The same scale, with a point of the drawing in the middle. */
export function centred({ scale }: View, point: { readonly x: number; readonly y: number }, room: Size): View {
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
