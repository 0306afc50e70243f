import { useEffect } from 'preact/hooks';
import { useKept } from '../data/kept.ts';

/** In which light the page is: as the system has it, or as was chosen. */
export type Theme = 'system' | 'light' | 'dark';

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

function isTheme(value: unknown): value is Theme {
  return themes.some((theme) => theme === value);
}

/** The light that was chosen, which lasts in this browser. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useKept<Theme>('theme', 'system', isTheme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [theme, setTheme];
}
