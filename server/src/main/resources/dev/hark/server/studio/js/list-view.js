/** The list of recordings: the queue and the history in one. */
import { byId, el, icon, iconButton } from './dom.js';
import { bytes, clock, eta, when } from './format.js';
import { isActive } from './recordings.js';

/** Shows the list; events `open`, `cancel`, `retry`, `remove` carry a recording's id. */
export class ListView extends EventTarget {
  #recordings;
  #rows = new Map();
  #selected = null;

  constructor(recordings) {
    super();
    this.#recordings = recordings;
    recordings.addEventListener('list', () => this.#renderAll());
    recordings.addEventListener('change', ({ detail }) => this.#changed(detail));
    byId('list').addEventListener('keydown', (event) => this.#key(event));
    byId('filter').addEventListener('input', () => this.#renderAll());
  }

  /** Marks the opened recording. */
  select(id) {
    this.#selected = id;
    for (const [rowId, row] of this.#rows) {
      row.querySelector('.open').setAttribute('aria-current', String(rowId === id));
    }
  }

  /** Puts the focus on the opened recording. */
  focus() {
    (byId('list').querySelector('[aria-current="true"]') ?? byId('list').querySelector('.open'))?.focus();
  }

  /** Id of the recording so many rows away from the opened one. */
  neighbour(steps) {
    const ids = [...this.#rows.keys()];
    const at = ids.indexOf(this.#selected);
    return ids[Math.max(0, Math.min(ids.length - 1, at + steps))] ?? null;
  }

  #renderAll() {
    const all = this.#recordings.list();
    const wanted = byId('filter').value.trim().toLowerCase();
    const shown = all.filter((recording) => matches(recording, wanted));
    const focused = document.activeElement?.closest('.row')?.dataset.id;
    this.#rows = new Map(shown.map((recording) => [recording.id, this.#row(recording)]));
    byId('list').replaceChildren(...this.#rows.values());
    byId('list-empty').hidden = shown.length > 0;
    byId('list-empty').textContent = all.length === 0 ? 'Your recordings will be listed here.' : 'No recording has this.';
    byId('filter-row').hidden = all.length < 5 && wanted === '';
    byId('list-count').textContent = all.length > 0 ? String(all.length) : '';
    this.select(this.#selected);
    if (focused && this.#rows.has(focused)) {
      this.#rows.get(focused).querySelector('.open').focus();
    }
  }

  #row(recording) {
    const open = el(
      'button',
      { type: 'button', class: 'open' },
      el('span', { class: 'row-mark' }),
      el('span', { class: 'row-name', dir: 'auto', text: recording.name, title: recording.name }),
      el('span', { class: 'row-detail' }),
      el('progress', { max: 1, class: 'row-progress', hidden: true }),
    );
    open.addEventListener('click', () => this.#tell('open', recording.id));
    const row = el('li', { class: 'row', 'data-id': recording.id }, open, el('span', { class: 'row-actions' }));
    this.#fill(row, recording);
    return row;
  }

  #changed({ recording, before }) {
    const row = this.#rows.get(recording.id);
    if (row) {
      this.#fill(row, recording, before);
    }
  }

  #fill(row, recording, before = {}) {
    row.querySelector('.row-detail').textContent = describe(recording);
    row.classList.toggle('failed', recording.status === 'failed');
    const bar = row.querySelector('.row-progress');
    bar.hidden = !isActive(recording);
    bar.setAttribute('aria-label', `Progress of ${recording.name}`);
    const fraction = fractionOf(recording);
    if (fraction === null) {
      bar.removeAttribute('value');
    } else {
      bar.value = fraction;
    }
    if (before.status !== recording.status) {
      row.dataset.status = recording.status;
      row.querySelector('.row-mark').replaceChildren(icon(markOf(recording)));
      row.querySelector('.row-actions').replaceChildren(...this.#actions(recording));
    }
  }

  #actions({ id, name, status }) {
    const action = (type, iconName, label) => {
      const button = iconButton(iconName, `${label} ${name}`, () => this.#tell(type, id));
      button.title = label;
      return button;
    };
    if (isActive({ status })) {
      return [action('cancel', 'stop', 'Cancel')];
    }
    const again = status === 'completed' ? [] : [action('retry', 'retry', 'Try again')];
    return [...again, action('remove', 'trash', 'Remove')];
  }

  #key(event) {
    const row = event.target.closest('.row');
    const steps = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' };
    if (row && event.key in steps) {
      event.preventDefault();
      row[steps[event.key]]?.querySelector('.open').focus();
    } else if (row && event.key === 'Delete' && event.target.classList.contains('open')) {
      event.preventDefault();
      this.#tell('remove', row.dataset.id);
    }
  }

  #tell(type, id) {
    this.dispatchEvent(new CustomEvent(type, { detail: id }));
  }
}

function matches({ name, transcript }, wanted) {
  return (
    wanted === '' ||
    name.toLowerCase().includes(wanted) ||
    (transcript?.segments.some(({ tokens }) =>
      tokens.map(({ text }) => text).join('').toLowerCase().includes(wanted),
    ) ??
      false)
  );
}

function markOf({ kind, status }) {
  if (status === 'failed') {
    return 'warning';
  }
  return kind === 'microphone' ? 'microphone' : 'file';
}

function fractionOf({ status, progress }) {
  if (status === 'uploading') {
    return progress?.upload ?? 0;
  }
  return status === 'running' ? (progress?.fraction ?? null) : 0;
}

/** What happens with a recording, in a few words. */
export function describe({ status, progress, error, seconds, size, createdAt }) {
  switch (status) {
    case 'waiting':
      return error ? `Waiting: ${error.message}` : 'Waiting';
    case 'uploading':
      return `Uploading ${Math.round(100 * (progress?.upload ?? 0))} %`;
    case 'queued':
      return 'In the queue';
    case 'running': {
      const percent = typeof progress?.fraction === 'number' ? `${Math.round(100 * progress.fraction)} %` : 'Transcribing';
      return [percent, eta(progress?.eta_seconds)].filter(Boolean).join(' · ');
    }
    case 'failed':
      return error?.message ?? 'Failed';
    case 'cancelled':
      return 'Cancelled';
    default:
      return [seconds ? clock(seconds) : bytes(size), when(createdAt)].join(' · ');
  }
}
