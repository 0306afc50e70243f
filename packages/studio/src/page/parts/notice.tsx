import { useEffect, useState } from 'preact/hooks';

interface Said {
  readonly text: string;
  /** Shown for a while; else it is told to those who listen to the page only. */
  readonly isShown: boolean;
  readonly id: number;
}

const hearers = new Set<(said: Said) => void>();
let count = 0;

function tell(text: string, isShown: boolean): void {
  count += 1;
  for (const hear of hearers) hear({ text, isShown, id: count });
}

/** Tells that something was done, for a few seconds: `Copied.` It is read aloud by who reads the page aloud. */
export function notify(text: string): void {
  tell(text, true);
}

/** Tells what can be seen anyway to those who do not see it: `42 threads`. */
export function announce(text: string): void {
  tell(text, false);
}

const shownFor = 4000;

/** Where notices are; there is one in the page. */
export function Notices() {
  const [said, setSaid] = useState<Said>();
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
