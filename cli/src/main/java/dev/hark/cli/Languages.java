package dev.hark.cli;

import dev.hark.model.text.Language;

/** Languages as users type them. */
final class Languages {
  private Languages() {}

  /** The English name of a code or name; anything unknown is left as it is. */
  static String name(String nameOrCode) {
    return Language.find(nameOrCode).map(Language::englishName).orElse(nameOrCode);
  }
}
