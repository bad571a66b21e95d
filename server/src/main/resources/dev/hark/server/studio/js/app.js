/** Puts the studio together. */
import * as api from './api.js';
import { DetailView } from './detail-view.js';
import { confirmLoss, notify, openDialog, prepareDialogs, promptForKey } from './dialogs.js';
import { byId } from './dom.js';
import { saveBlob } from './exports.js';
import { FindBar } from './find-bar.js';
import { watchHealth } from './health.js';
import { chooseFiles, prepareIntake } from './intake.js';
import { JobQueue } from './jobs.js';
import { ListView } from './list-view.js';
import { LiveView } from './live-view.js';
import { chosenOptions, loadModels, prepareOptions } from './options.js';
import { Player } from './player.js';
import { isActive, newRecording, Recordings } from './recordings.js';
import { prepareShortcuts } from './shortcuts.js';
import * as store from './store.js';
import { prepareTheme } from './theme.js';
import { TranscriptView } from './transcript-view.js';

const recordings = new Recordings();
const queue = new JobQueue(recordings);
const player = new Player();
const view = new TranscriptView();
const find = new FindBar(view);
const detail = new DetailView(view, find, player);
const list = new ListView(recordings);
const live = new LiveView();

/** Which of the three pages is shown. The address keeps it, so that Back works. */
async function route() {
  const id = /^#\/recording\/(\w+)$/u.exec(location.hash)?.[1];
  const recording = id ? recordings.find(id) : undefined;
  const page = live.active ? 'live' : recording ? 'detail' : 'start';
  document.body.dataset.page = page;
  byId('start').hidden = page !== 'start';
  byId('detail').hidden = page !== 'detail';
  byId('live').hidden = page !== 'live';
  list.select(page === 'detail' ? recording.id : null);
  byId('record-label').textContent = live.active ? 'Stop' : 'Record';
  if (page !== 'detail') {
    detail.open(null);
    queue.watch(null);
    document.title = 'Hark';
    await player.load(null);
    return;
  }
  if (detail.recording?.id !== recording.id) {
    detail.open(recording);
    queue.watch(recording.id);
    byId('transcript').parentElement.scrollTop = 0;
    if (matchMedia('(max-width: 799px)').matches) {
      byId('title').focus();
    }
    await player.load(recording, await audioOf(recording));
  }
}

/** The audio from this browser, or from the server if it still has it. */
async function audioOf({ id, jobId }) {
  const blob = await recordings.audio(id).catch(() => undefined);
  return blob ?? (jobId ? api.jobAudio(jobId).catch(() => undefined) : undefined);
}

function open(id) {
  if (live.active) {
    return;
  }
  location.hash = id ? `#/recording/${id}` : '#/';
}

async function addFiles(files) {
  let first = null;
  for (const file of files) {
    const recording = newRecording(file.name || 'Recording', 'file', file, chosenOptions());
    first ??= recording.id;
    recordings.add(recording, file).then(warnUnlessKept);
  }
  if (first !== null) {
    queue.wake();
    if (files.length === 1) {
      open(first);
    } else {
      notify(`${files.length} recordings added`);
    }
  }
}

function warnUnlessKept(kept) {
  if (!kept) {
    notify('There is no room in this browser to keep the recording: it will be gone after a reload.', {
      failure: true,
    });
  }
}

async function keepRecorded({ blob, seconds, transcript }) {
  const name = `Recording ${new Date().toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}.wav`;
  const recording = {
    ...newRecording(name.replaceAll(':', '.'), 'microphone', blob, chosenOptions()),
    seconds,
    transcript,
    status: transcript ? 'completed' : 'waiting',
  };
  warnUnlessKept(await recordings.add(recording, blob));
  queue.wake();
  open(recording.id);
}

async function cancel(id) {
  await report(queue.cancel(id));
}

async function retry(id) {
  const { transcript } = recordings.find(id);
  const sure =
    !transcript ||
    (await confirmLoss(
      'Transcribe again?',
      'The new transcript takes the place of this one, with all edits, when it is finished.',
      'Transcribe again',
    ));
  if (sure) {
    await report(queue.submit(id, chosenOptions()));
  }
}

async function remove(id) {
  const { name } = recordings.find(id);
  if (await confirmLoss('Remove this recording?', `“${name}” and its transcript will be gone from this browser.`, 'Remove')) {
    const next = detail.recording?.id === id ? null : detail.recording?.id;
    await report(queue.remove(id));
    open(next);
    list.focus();
  }
}

async function report(promise) {
  try {
    await promise;
  } catch (error) {
    notify(error.message, { failure: true });
  }
}

function record() {
  if (live.active) {
    live.stop();
  } else {
    player.pause();
    live.start(chosenOptions());
  }
}

function wire() {
  recordings.addEventListener('change', ({ detail: { recording, before } }) => {
    if (detail.recording?.id === recording.id) {
      detail.update(recording, before);
      queue.watch(recording.id);
    }
    if (before.status !== recording.status && !isActive(recording) && isActive(before)) {
      byId('announcer').textContent = `${recording.name}: ${recording.status}`;
    }
  });
  recordings.addEventListener('full', () => notify('This browser’s storage is full: changes are not kept.', { failure: true }));
  list.addEventListener('open', ({ detail: id }) => open(id));
  list.addEventListener('cancel', ({ detail: id }) => cancel(id));
  list.addEventListener('retry', ({ detail: id }) => retry(id));
  list.addEventListener('remove', ({ detail: id }) => remove(id));
  detail.addEventListener('cancel', ({ detail: id }) => cancel(id));
  detail.addEventListener('retry', ({ detail: id }) => retry(id));
  detail.addEventListener('changed', ({ detail: { id, transcript } }) => recordings.update(id, { transcript }));
  view.addEventListener('play', ({ detail: seconds }) => player.playFrom(seconds));
  player.addEventListener('time', ({ detail: seconds }) => view.setTime(seconds, player.playing));
  player.addEventListener('seconds', ({ detail: { id, seconds } }) => {
    if (recordings.find(id)?.seconds == null) {
      recordings.update(id, { seconds });
    }
  });
  live.addEventListener('started', () => route());
  live.addEventListener('ended', () => route());
  live.addEventListener('recorded', ({ detail: recorded }) => keepRecorded(recorded));
  addEventListener('hashchange', () => route());
  addEventListener('beforeunload', (event) => live.active && event.preventDefault());
  document.querySelectorAll('[data-record]').forEach((button) => button.addEventListener('click', record));
  byId('home').addEventListener('click', () => open(null));
  byId('to-list').addEventListener('click', () => {
    open(null);
    list.focus();
  });
  byId('save-audio').addEventListener('click', async () => {
    const blob = await audioOf(detail.recording);
    blob ? saveBlob(blob, detail.recording.name) : notify('The audio is no longer there.', { failure: true });
  });
}

const onDetail = (run) => () => (detail.recording ? run() : false);

const SHORTCUTS = [
  {
    title: 'Playing',
    keys: [
      { keys: [' ', 'k'], label: 'Play or pause', run: onDetail(() => player.toggle()) },
      { keys: ['Ctrl+ '], label: 'Play or pause while editing', always: true, run: onDetail(() => player.toggle()) },
      { keys: ['j', 'ArrowLeft'], label: 'Back 5 seconds', run: onDetail(() => player.skip(-5)) },
      { keys: ['l', 'ArrowRight'], label: 'Forward 5 seconds', run: onDetail(() => player.skip(5)) },
      { keys: [','], label: 'Word before', run: onDetail(() => player.seek(view.neighbour(player.time, -1) ?? 0)) },
      { keys: ['.'], label: 'Next word', run: onDetail(() => player.seek(view.neighbour(player.time, 1) ?? 0)) },
      { keys: ['<'], label: 'Slower', run: onDetail(() => player.changeSpeed(-1)) },
      { keys: ['>'], label: 'Faster', run: onDetail(() => player.changeSpeed(1)) },
      { keys: ['+', '='], label: 'Zoom in', run: onDetail(() => player.zoom(2)) },
      { keys: ['-'], label: 'Zoom out', run: onDetail(() => player.zoom(0.5)) },
    ],
  },
  {
    title: 'Transcript',
    keys: [
      { keys: ['e'], label: 'Edit, or stop editing', run: onDetail(() => detail.setEditing(!view.editing)) },
      { keys: ['Ctrl+z'], label: 'Undo the last change', run: onDetail(() => detail.undo()) },
      { keys: ['/'], label: 'Search', run: onDetail(() => find.focus()) },
      { keys: ['n'], label: 'Next hit', run: onDetail(() => find.step(1)) },
      { keys: ['p'], label: 'Hit before', run: onDetail(() => find.step(-1)) },
      { keys: ['c'], label: 'Copy the text', run: onDetail(() => detail.copy()) },
    ],
  },
  {
    title: 'Everywhere',
    keys: [
      { keys: ['o'], label: 'Choose files', run: () => chooseFiles() },
      { keys: ['r'], label: 'Start or stop recording', run: () => record() },
      { keys: ['['], label: 'Recording above', run: () => open(list.neighbour(-1)) },
      { keys: [']'], label: 'Recording below', run: () => open(list.neighbour(1)) },
      { keys: ['?'], label: 'This list', run: () => openDialog('shortcut-dialog') },
    ],
  },
];

async function start() {
  prepareDialogs();
  prepareTheme(() => player.themeChanged());
  prepareOptions();
  prepareShortcuts(SHORTCUTS);
  prepareIntake(addFiles);
  api.onKeyNeeded(promptForKey);
  wire();
  const kept = await store.open();
  byId('not-kept').hidden = kept;
  await recordings.load();
  await route();
  watchHealth(async () => {
    await report(loadModels());
    queue.wake();
  });
}

start();
