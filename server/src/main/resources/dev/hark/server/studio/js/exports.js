/** The transcript as it stands, with all edits, as a file or on the clipboard. */
import { toSrt, toVtt } from './captions.js';
import { stem } from './format.js';
import { plainText, textOf } from './transcript.js';

/** What can be downloaded: extension, name, type and the function that writes it. */
export const FORMATS = [
  { id: 'txt', name: 'Text', type: 'text/plain', write: (transcript) => `${plainText(transcript)}\n` },
  { id: 'srt', name: 'SubRip subtitles', type: 'application/x-subrip', write: toSrt },
  { id: 'vtt', name: 'WebVTT subtitles', type: 'text/vtt', write: toVtt },
  { id: 'json', name: 'JSON with times', type: 'application/json', write: toJson },
];

/** The layout of the API's `verbose_json`, from the edited transcript. */
export function toJson(transcript) {
  const rounded = (seconds) => Math.round(seconds * 1000) / 1000;
  const timed = ({ start, end }) => ({ start: rounded(start), end: rounded(end) });
  const segments = transcript.segments.map((segment, id) => ({
    id,
    ...timed(segment),
    text: textOf(segment).trim(),
    status: segment.status,
  }));
  const result = {
    task: 'transcribe',
    language: transcript.language,
    duration: rounded(transcript.seconds),
    text: segments.map((segment) => segment.text).filter(Boolean).join(' '),
    segments,
  };
  if (transcript.exactTimes) {
    result.words = transcript.segments.flatMap((segment) =>
      segment.tokens.map((token) => ({
        word: token.text.trim(),
        ...timed(token),
        ...(token.confidence === undefined ? {} : { confidence: token.confidence }),
      })),
    );
  }
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** Downloads a transcript under the recording's name. */
export function download(recording, format) {
  const blob = new Blob([format.write(recording.transcript)], { type: `${format.type};charset=utf-8` });
  saveBlob(blob, `${stem(recording.name)}.${format.id}`);
}

/** Downloads a blob as a file. */
export function saveBlob(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[\\/:*?"<>|\u0000-\u001f]/gu, '_');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Copies the text; browsers without clipboard on plain http get the old way. */
export async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'offscreen';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (!copied) {
    throw new Error('This browser does not let the page copy text.');
  }
}
