/** The languages that Qwen3-ASR recognises, with the codes the API takes. */
export const LANGUAGES = [
  ['ar', 'Arabic'],
  ['yue', 'Cantonese'],
  ['zh', 'Chinese'],
  ['cs', 'Czech'],
  ['da', 'Danish'],
  ['nl', 'Dutch'],
  ['en', 'English'],
  ['fil', 'Filipino'],
  ['fi', 'Finnish'],
  ['fr', 'French'],
  ['de', 'German'],
  ['el', 'Greek'],
  ['hi', 'Hindi'],
  ['hu', 'Hungarian'],
  ['id', 'Indonesian'],
  ['it', 'Italian'],
  ['ja', 'Japanese'],
  ['ko', 'Korean'],
  ['mk', 'Macedonian'],
  ['ms', 'Malay'],
  ['fa', 'Persian'],
  ['pl', 'Polish'],
  ['pt', 'Portuguese'],
  ['ro', 'Romanian'],
  ['ru', 'Russian'],
  ['es', 'Spanish'],
  ['sv', 'Swedish'],
  ['th', 'Thai'],
  ['tr', 'Turkish'],
  ['vi', 'Vietnamese'],
];

/** "en", "english" and "English" as English; what is unknown stays as it is. */
export function languageName(language) {
  if (!language) {
    return '';
  }
  const wanted = language.toLowerCase();
  const found = LANGUAGES.find(([code, name]) => code === wanted || name.toLowerCase() === wanted);
  return found ? found[1] : language.charAt(0).toUpperCase() + language.slice(1);
}
