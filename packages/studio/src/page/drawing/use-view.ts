import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fitted, followed, moved, zoomed, type Size, type View } from './view-box.ts';

/** A point of a drawing that is kept in view. */
export interface Focus {
  readonly x: number;
  readonly y: number;
}

/**
 * How a drawing is looked at: what is around `focus` as long as nobody has moved it, all of it where that is asked for, and as it was
 * dragged or brought nearer.
 */
export function useView(drawing: Size | undefined, focus: Focus | undefined) {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  const [own, setOwn] = useState<View | 'whole'>();
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = (): void => setRoom({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const width = drawing?.width ?? 0;
  const height = drawing?.height ?? 0;
  const size = { width, height };
  const view = own === undefined ? followed(size, room, focus) : own === 'whole' ? fitted(size, room) : own;
  const now = useRef(view);
  now.current = view;
  /** All of it; from there, back to what is around the focus. */
  const fit = useCallback(() => setOwn((before) => (before === 'whole' ? undefined : 'whole')), []);
  const zoom = useCallback((by: number) => {
    const element = box.current;
    if (element !== null) setOwn(zoomed(now.current, by, { x: element.clientWidth / 2, y: element.clientHeight / 2 }));
  }, []);
  useEffect(() => setOwn(undefined), [width, height]);
  useGestures(box, now, setOwn);
  return { box, room, view, fit, zoom };
}

/** The wheel with Ctrl (as pinching is told) goes nearer, without it moves; dragging moves too. */
function useGestures(
  box: { readonly current: HTMLDivElement | null },
  now: { readonly current: View },
  setView: (view: View) => void,
): void {
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      setView(zoomed(now.current, Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top }));
    };
    let last: { readonly x: number; readonly y: number } | undefined;
    const down = (event: PointerEvent): void => {
      if (event.button === 0) last = { x: event.clientX, y: event.clientY };
    };
    const move = (event: PointerEvent): void => {
      if (last === undefined) return;
      const by = { x: event.clientX - last.x, y: event.clientY - last.y };
      // A click that shakes is no drag.
      if (!element.hasPointerCapture(event.pointerId)) {
        if (Math.hypot(by.x, by.y) < 4) return;
        element.setPointerCapture(event.pointerId);
      }
      last = { x: event.clientX, y: event.clientY };
      setView(moved(now.current, by));
    };
    const up = (): void => {
      last = undefined;
    };
    const ends = new AbortController();
    const { signal } = ends;
    element.addEventListener('wheel', wheel, { passive: false, signal });
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener('pointermove', move, { signal });
    element.addEventListener('pointerup', up, { signal });
    element.addEventListener('pointercancel', up, { signal });
    return () => ends.abort();
  }, []);
}
