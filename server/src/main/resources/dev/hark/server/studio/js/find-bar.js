/** Search and replace in the shown transcript. Hits are painted over the text, not put into it. */
import { byId, reducedMotion } from './dom.js';
import { find, replaceAt } from './transcript.js';

const painter = globalThis.CSS?.highlights;

/** `replaced` events carry the changed transcript. */
export class FindBar extends EventTarget {
  #view;
  #transcript = null;
  #hits = [];
  #current = 0;

  constructor(view) {
    super();
    this.#view = view;
    byId('find').addEventListener('input', () => this.#search(0));
    byId('find').addEventListener('keydown', (event) => this.#key(event));
    byId('find-next').addEventListener('click', () => this.step(1));
    byId('find-previous').addEventListener('click', () => this.step(-1));
    byId('replace-toggle').addEventListener('click', () => this.#toggleReplace());
    byId('replace-one').addEventListener('click', () => this.#replace(this.#hits.slice(this.#current, this.#current + 1)));
    byId('replace-all').addEventListener('click', () => this.#replace(this.#hits));
  }

  /** Searches this transcript from now on. */
  setTranscript(transcript) {
    this.#transcript = transcript;
    this.#search(this.#current, false);
  }

  /** Puts the caret into the field. */
  focus() {
    byId('find').focus();
    byId('find').select();
  }

  /** Goes to another hit. */
  step(by) {
    if (this.#hits.length > 0) {
      this.#current = (this.#current + by + this.#hits.length) % this.#hits.length;
      this.#paint(true);
    }
  }

  #key(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      byId('find').value = '';
      this.#search(0);
      byId('find').blur();
    }
  }

  #toggleReplace() {
    const row = byId('replace-row');
    row.hidden = !row.hidden;
    byId('replace-toggle').setAttribute('aria-expanded', String(!row.hidden));
    if (!row.hidden) {
      byId('replace').focus();
    }
  }

  #search(current, scroll = true) {
    this.#hits = this.#transcript ? find(this.#transcript, byId('find').value) : [];
    this.#current = Math.min(current, Math.max(0, this.#hits.length - 1));
    this.#paint(scroll);
  }

  #replace(places) {
    if (places.length > 0) {
      this.dispatchEvent(
        new CustomEvent('replaced', {
          detail: { transcript: replaceAt(this.#transcript, places, byId('replace').value), count: places.length },
        }),
      );
    }
  }

  #paint(scroll) {
    const searching = byId('find').value !== '';
    byId('find-count').textContent = !searching
      ? ''
      : this.#hits.length === 0
        ? 'Not found'
        : `${this.#current + 1} of ${this.#hits.length}`;
    for (const id of ['find-next', 'find-previous', 'replace-one', 'replace-all']) {
      byId(id).disabled = this.#hits.length === 0;
    }
    painter?.clear();
    const ranges = this.#hits.map((hit) => this.#range(hit));
    const chosen = ranges[this.#current];
    if (painter && chosen) {
      painter.set('hit', new Highlight(...ranges.filter(Boolean)));
      const here = new Highlight(chosen);
      here.priority = 1;
      painter.set('current-hit', here);
    }
    if (scroll && chosen) {
      chosen.startContainer.parentElement.scrollIntoView({
        block: 'center',
        behavior: reducedMotion() ? 'auto' : 'smooth',
      });
    }
  }

  #range({ segment, from, to }) {
    const root = this.#view.textElement(segment);
    if (!root) {
      return null;
    }
    const range = document.createRange();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let offset = 0;
    let started = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const end = offset + node.length;
      if (!started && from < end) {
        range.setStart(node, from - offset);
        started = true;
      }
      if (started && to <= end) {
        range.setEnd(node, to - offset);
        return range;
      }
      offset = end;
    }
    return null;
  }
}
