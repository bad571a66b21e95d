/** Keys for everything, and the dialog that lists them from the same table. */
import { byId, el, isTyping } from './dom.js';
import { openDialog } from './dialogs.js';

/**
 * Prepares the keys. `table` has groups `{title, keys: [{keys, label, run, always?}]}`; `keys` are
 * names as in KeyboardEvent.key, with `Ctrl+` for Ctrl or Cmd. Keys marked `always` work while
 * typing, too.
 */
export function prepareShortcuts(table) {
  const byKey = new Map();
  for (const { keys, ...entry } of table.flatMap((group) => group.keys)) {
    keys.forEach((key) => byKey.set(key, entry));
  }
  document.addEventListener('keydown', (event) => {
    const control = event.ctrlKey || event.metaKey;
    const name = `${control ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
    const entry = byKey.get(name);
    const blocked =
      !entry ||
      event.defaultPrevented ||
      document.querySelector('dialog[open]') ||
      (isTyping(event.target) && !entry.always) ||
      (event.key === ' ' && event.target.closest?.('button, summary, a'));
    if (!blocked && entry.run() !== false) {
      event.preventDefault();
    }
  });
  byId('shortcut-list').replaceChildren(...table.map(section));
  byId('shortcuts').addEventListener('click', () => openDialog('shortcut-dialog'));
}

function section({ title, keys }) {
  const rows = keys.map(({ keys: names, label }) =>
    el('div', {}, el('dt', {}, ...caps(names[0])), el('dd', { text: label })),
  );
  return el('section', {}, el('h3', { text: title }), el('dl', {}, ...rows));
}

const NAMES = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  Ctrl: navigator.platform?.startsWith('Mac') ? '⌘' : 'Ctrl',
};

function caps(keys) {
  const parts = keys === '+' ? ['+'] : keys.split('+');
  return parts.map((key) => el('kbd', { text: NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key) }));
}
