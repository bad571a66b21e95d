/** Ways in for files: choosing, dropping, pasting, and the sample. */
import { byId } from './dom.js';
import { notify } from './dialogs.js';

const SAMPLE = 'samples/jfk.wav';

/** Calls `accept` with the files, in whichever way they come. */
export function prepareIntake(accept) {
  const picker = byId('file-picker');
  picker.addEventListener('change', () => {
    accept([...picker.files]);
    picker.value = '';
  });
  for (const button of document.querySelectorAll('[data-choose]')) {
    button.addEventListener('click', () => picker.click());
  }
  byId('sample').addEventListener('click', () => addSample(accept));
  addEventListener('paste', (event) => {
    if (event.clipboardData?.files.length > 0) {
      accept([...event.clipboardData.files]);
    }
  });
  prepareDrop(accept);
}

/** Opens the file dialog. */
export function chooseFiles() {
  byId('file-picker').click();
}

async function addSample(accept) {
  try {
    const response = await fetch(SAMPLE);
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    accept([new File([await response.blob()], 'Kennedy, inaugural address.wav', { type: 'audio/wav' })]);
  } catch {
    notify('The sample could not be loaded: the server cannot be reached.', { failure: true });
  }
}

/** dragenter and dragleave come for every element on the way; only the balance tells. */
function prepareDrop(accept) {
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
  const show = (on) => {
    byId('drop').hidden = !on;
    depth = on ? depth : 0;
  };
  addEventListener('dragenter', (event) => {
    if (carriesFiles(event)) {
      event.preventDefault();
      depth += 1;
      show(true);
    }
  });
  addEventListener('dragover', (event) => {
    if (carriesFiles(event)) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    }
  });
  addEventListener('dragleave', (event) => {
    if (carriesFiles(event)) {
      depth -= 1;
      show(depth > 0);
    }
  });
  addEventListener('drop', async (event) => {
    if (carriesFiles(event)) {
      event.preventDefault();
      show(false);
      accept(await droppedFiles(event.dataTransfer));
    }
  });
}

/** Folders are opened, as deep as they go. */
async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) {
    return [...transfer.files];
  }
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry) {
  if (entry.isFile) {
    return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  }
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) {
      return files;
    }
    for (const child of batch.filter(({ name }) => !name.startsWith('.'))) {
      files.push(...(await filesOf(child)));
    }
  }
}
