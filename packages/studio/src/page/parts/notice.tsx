import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'wouter';

interface Said {
  readonly text: string;
  /** Shown for a while; else it is told to those who listen to the page only. */
  readonly isShown: boolean;
  /** It is of the screen that it was said on, and goes with it. */
  readonly isOfScreen?: boolean;
  readonly id: number;
}

const hearers = new Set<(said: Said) => void>();
let count = 0;

function tell(said: Omit<Said, 'id'>): void {
  count += 1;
  for (const hear of hearers) hear({ ...said, id: count });
}

/** Tells that something was done, for a few seconds: `Copied.` It is read aloud by who reads the page aloud. */
export function notify(text: string): void {
  tell({ text, isShown: true });
}

/** Tells what is to be done next on this screen: on another it would be wrong. */
export function hint(text: string): void {
  tell({ text, isShown: true, isOfScreen: true });
}

/** Tells what can be seen anyway to those who do not see it: `42 threads`. */
export function announce(text: string): void {
  tell({ text, isShown: false });
}

const shownFor = 4000;

/** Where notices are; there is one in the page. */
export function Notices() {
  const [said, setSaid] = useState<Said>();
  const [path] = useLocation();
  useEffect(() => setSaid((before) => (before?.isOfScreen === true ? undefined : before)), [path]);
  useEffect(() => {
    hearers.add(setSaid);
    return () => void hearers.delete(setSaid);
  }, []);
  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => setSaid(undefined), shownFor);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div class={said?.isShown === true ? 'notice' : 'unseen'} role="status">
      {said?.text}
    </div>
  );
}
