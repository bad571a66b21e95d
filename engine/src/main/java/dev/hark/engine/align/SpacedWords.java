package dev.hark.engine.align;

import java.util.List;

/**
 * The default rule: words end at white space, punctuation vanishes without splitting ({@code
 * foo-bar} is {@code foobar}), and every Chinese ideograph is a unit of its own.
 */
final class SpacedWords implements WordSplitter {
  @Override
  public List<AlignmentUnit> split(String text) {
    UnitBuilder units = new UnitBuilder();
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (Characters.isSpace(codePoint)) {
        units.close();
      } else if (Characters.isIdeograph(codePoint)) {
        units.close();
        units.add(codePoint, i);
        units.close();
      } else {
        units.add(codePoint, i);
      }
      i += Character.charCount(codePoint);
    }
    return units.build();
  }
}
