/** One recording, opened: its head, its transcript or what happens with it, and its tools. */
import { byId, el, icon } from './dom.js';
import { bytes, clock, eta, when } from './format.js';
import { copyText, download, FORMATS } from './exports.js';
import { describe } from './list-view.js';
import { languageName } from './languages.js';
import { isActive } from './recordings.js';
import { hasConfidence, plainText } from './transcript.js';
import { notify } from './dialogs.js';

const KEPT_STEPS = 50;

/** `changed` events carry `{id, transcript}`; `retry`, `cancel` carry an id. */
export class DetailView extends EventTarget {
  #view;
  #find;
  #player;
  #recording = null;
  #undo = [];
  #ownChange = null;

  constructor(view, find, player) {
    super();
    this.#view = view;
    this.#find = find;
    this.#player = player;
    view.addEventListener('edited', ({ detail }) => this.#change(detail, detail));
    view.addEventListener('wish-to-edit', () => this.setEditing(true));
    view.addEventListener('edit-ended', () => this.setEditing(false));
    find.addEventListener('replaced', ({ detail }) => {
      this.#change(detail.transcript, null);
      notify(detail.count === 1 ? 'Replaced once' : `Replaced ${detail.count} times`);
    });
    byId('edit').addEventListener('click', () => this.setEditing(!this.#view.editing));
    byId('undo').addEventListener('click', () => this.undo());
    byId('copy').addEventListener('click', () => this.copy());
    byId('again').addEventListener('click', () => this.#tell('retry'));
    byId('status-retry').addEventListener('click', () => this.#tell('retry'));
    byId('status-cancel').addEventListener('click', () => this.#tell('cancel'));
    this.#exportMenu();
  }

  /** The opened recording, or null. */
  get recording() {
    return this.#recording;
  }

  /** Opens a recording; null closes. */
  open(recording) {
    this.setEditing(false);
    this.#undo = [];
    this.#recording = null;
    this.#view.clear();
    if (recording) {
      this.update(recording, null);
    }
  }

  /** Shows what has changed. */
  update(recording, before) {
    this.#recording = recording;
    byId('title').textContent = recording.name;
    document.title = `${recording.name} – Hark`;
    byId('facts').replaceChildren(...facts(recording).map((fact) => el('li', { text: fact })));
    this.#status(recording);
    const { transcript, draft } = recording;
    const shown = isActive(recording) && draft ? draft : transcript;
    const shownBefore = before && (isActive(before) && before.draft ? before.draft : before.transcript);
    if (shown !== shownBefore && shown !== this.#ownChange) {
      shown ? this.#view.show(shown, { unfinished: shown === draft }) : this.#view.clear();
    }
    this.#ownChange = null;
    this.#tools(recording);
    if (transcript !== before?.transcript) {
      this.#find.setTranscript(isActive(recording) ? null : transcript);
      this.#player.mark(recording);
    }
  }

  /** Turns editing on or off. */
  setEditing(on) {
    if (on && !this.#editable()) {
      return;
    }
    this.#view.editing = on;
    byId('edit').setAttribute('aria-pressed', String(on));
    byId('edit-hint').hidden = !on;
    if (on && !document.activeElement.closest('.segment-text')) {
      this.#view.textElement(0)?.focus();
    }
  }

  /** Takes the last change back. */
  undo() {
    const former = this.#undo.pop();
    if (former) {
      this.dispatchEvent(new CustomEvent('changed', { detail: { id: this.#recording.id, transcript: former } }));
    }
  }

  /** Copies the text. */
  async copy() {
    if (!this.#recording?.transcript) {
      return;
    }
    this.#view.editing = this.#view.editing;
    try {
      await copyText(plainText(this.#recording.transcript));
      notify('Copied to the clipboard');
    } catch (error) {
      notify(error.message, { failure: true });
    }
  }

  #editable() {
    return this.#recording?.transcript && !isActive(this.#recording);
  }

  /** `shown` is the transcript if the page shows it already. */
  #change(transcript, shown) {
    this.#undo.push(this.#recording.transcript);
    this.#undo.splice(0, this.#undo.length - KEPT_STEPS);
    this.#ownChange = shown;
    this.dispatchEvent(new CustomEvent('changed', { detail: { id: this.#recording.id, transcript } }));
  }

  #status(recording) {
    const active = isActive(recording);
    const broken = recording.status === 'failed' || recording.status === 'cancelled';
    byId('status').hidden = !active && !broken;
    byId('status').dataset.status = recording.status;
    byId('skeleton').hidden = !active || Boolean(recording.draft?.segments.length) || Boolean(recording.transcript);
    byId('status-cancel').hidden = !active;
    byId('status-retry').hidden = !broken;
    byId('status-icon').replaceChildren(icon(recording.status === 'failed' ? 'warning' : 'clock'));
    byId('status-text').textContent = statusText(recording);
    const bar = byId('status-progress');
    bar.hidden = !active;
    const fraction = recording.status === 'uploading' ? recording.progress?.upload : recording.progress?.fraction;
    typeof fraction === 'number' ? (bar.value = fraction) : bar.removeAttribute('value');
  }

  #tools(recording) {
    const ready = Boolean(recording.transcript) && !isActive(recording);
    byId('tools').hidden = !ready;
    byId('undo').disabled = this.#undo.length === 0;
    byId('again').disabled = isActive(recording);
    byId('nothing-said').hidden = !ready || recording.transcript.segments.some(({ tokens }) => tokens.length > 0);
    byId('legend').hidden = !ready || !hasConfidence(recording.transcript);
    byId('times-note').hidden = !ready || recording.transcript.exactTimes || !recording.transcript.segments.length;
  }

  #exportMenu() {
    const menu = byId('export-menu');
    for (const format of FORMATS) {
      const item = el(
        'button',
        { type: 'button', class: 'menu-item', 'data-format': format.id },
        el('span', { text: format.name }),
        el('kbd', { text: `.${format.id}` }),
      );
      item.addEventListener('click', () => {
        this.#view.editing = this.#view.editing;
        download(this.#recording, format);
        byId('export').open = false;
        byId('export').querySelector('summary').focus();
      });
      menu.append(item);
    }
    document.addEventListener('click', (event) => {
      if (!byId('export').contains(event.target)) {
        byId('export').open = false;
      }
    });
    byId('export').addEventListener('keydown', (event) => this.#menuKey(event));
  }

  #menuKey(event) {
    const items = [...byId('export-menu').children];
    const at = items.indexOf(document.activeElement);
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === 'Escape' && byId('export').open) {
      event.stopPropagation();
      byId('export').open = false;
      byId('export').querySelector('summary').focus();
    } else if (event.key in steps) {
      event.preventDefault();
      byId('export').open = true;
      items[(at + steps[event.key] + items.length) % items.length].focus();
    }
  }

  #tell(type) {
    this.dispatchEvent(new CustomEvent(type, { detail: this.#recording.id }));
  }
}

function facts({ seconds, size, createdAt, model, realTimeFactor, transcript, kind }) {
  return [
    seconds ? clock(seconds) : bytes(size),
    languageName(transcript?.language),
    model,
    realTimeFactor > 0 ? `${speedOf(realTimeFactor)}× real time` : '',
    `${kind === 'microphone' ? 'recorded' : 'added'} ${when(createdAt)}`,
  ].filter(Boolean);
}

function speedOf(realTimeFactor) {
  const times = 1 / realTimeFactor;
  return times >= 10 ? Math.round(times) : times.toFixed(1);
}

function statusText(recording) {
  const { status, progress, error } = recording;
  if (status === 'running' && typeof progress?.seconds_done === 'number') {
    const total = progress.seconds_total ? ` of ${clock(progress.seconds_total)}` : '';
    const left = eta(progress.eta_seconds);
    return `Transcribing ${clock(progress.seconds_done)}${total}${left ? ` · ${left}` : ''}`;
  }
  if (status === 'failed') {
    return error?.message ?? 'Transcription failed.';
  }
  return status === 'cancelled' ? 'Cancelled. Nothing more happens with this recording.' : describe(recording);
}
