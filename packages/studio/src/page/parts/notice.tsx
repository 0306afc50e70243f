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

/** Where notices are; there is one in the page. What is said to those who listen takes nothing away that is shown. */
export function Notices() {
  return (
    <>
      <Notice isShown />
      <Notice isShown={false} />
    </>
  );
}

/** The newest of the notices that are shown, or of those that are not. */
function Notice({ isShown }: { readonly isShown: boolean }) {
  const [said, setSaid] = useState<Said>();
  const [path] = useLocation();
  useEffect(() => setSaid((before) => (before?.isOfScreen === true ? undefined : before)), [path]);
  useEffect(() => {
    const hear = (told: Said): void => {
      if (told.isShown === isShown) setSaid(told);
    };
    hearers.add(hear);
    return () => void hearers.delete(hear);
  }, [isShown]);
  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => setSaid(undefined), shownFor);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div class={isShown && said !== undefined ? 'notice' : 'unseen'} role="status">
      {said?.text}
    </div>
  );
}
