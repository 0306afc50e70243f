import { createContext, createPortal, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';

/** The foot of the dialog around; null until that is drawn, undefined where there is no dialog. */
export const FootPlace = createContext<HTMLElement | null | undefined>(undefined);

/** Buttons, and what is said beside them: at the foot of the dialog around, in sight however long its body is; elsewhere where they stand. */
export function Foot({ children }: { readonly children: ComponentChildren }) {
  const foot = useContext(FootPlace);
  if (foot === undefined) return <>{children}</>;
  return foot === null ? null : createPortal(<>{children}</>, foot);
}
