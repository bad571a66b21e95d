/** Light, dark, or as the system says. theme-boot.js applies the choice before the first paint. */
import { byId, setIcon, setLabel } from './dom.js';

const KEY = 'hark.theme';
const ORDER = ['auto', 'light', 'dark'];
const LABELS = { auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' };

/** Prepares the button; `onChange` is told when colours have changed. */
export function prepareTheme(onChange) {
  const button = byId('theme');
  const apply = (choice) => {
    document.documentElement.dataset.theme = choice;
    setIcon(button, `theme-${choice}`);
    setLabel(button, LABELS[choice]);
    onChange();
  };
  button.addEventListener('click', () => {
    const next = ORDER[(ORDER.indexOf(document.documentElement.dataset.theme) + 1) % ORDER.length];
    localStorage.setItem(KEY, next);
    apply(next);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onChange);
  apply(document.documentElement.dataset.theme ?? 'auto');
}
