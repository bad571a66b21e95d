package dev.hark.engine.align;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.ko.POS;
import org.apache.lucene.analysis.ko.dict.KoMorphData;
import org.apache.lucene.analysis.ko.dict.TokenInfoDictionary;
import org.apache.lucene.analysis.ko.dict.TokenInfoFST;
import org.apache.lucene.util.IntsRef;
import org.apache.lucene.util.fst.FST;

/**
 * A Korean dictionary out of the morphemes that Lucene's nori analyser knows.
 *
 * <p>Taken are uninflected nouns, pronouns, numerals, adverbs, determiners, interjections, roots,
 * and stems of verbs and adjectives, as far as they are written in Hangul alone. Left out are
 * entries above {@link #LARGEST_COST}, where mecab-ko-dic keeps names that its corpus hardly ever
 * showed (administrative names, streets), verb stems in -ha- whose noun stands alone in the
 * dictionary, and runs of more than two of the bare letters that write laughter. These limits were
 * chosen so that the published word vectors agree; words outside them may be cut otherwise than by
 * the reference.
 */
final class NoriDictionary implements KoreanDictionary {
  static final NoriDictionary INSTANCE = new NoriDictionary();

  private static final int LARGEST_COST = 5_000;
  private static final String HA = "\uD558";

  private NoriDictionary() {}

  @Override
  public boolean contains(String word) {
    if (!word.codePoints().allMatch(NoriDictionary::isHangul)) {
      return false;
    }
    if (word.length() > 2 && word.chars().allMatch(NoriDictionary::isLetter)) {
      return false;
    }
    TokenInfoDictionary dictionary = TokenInfoDictionary.getInstance();
    long entry = find(dictionary.getFST(), word);
    if (entry < 0) {
      return false;
    }
    IntsRef ids = new IntsRef();
    dictionary.lookupWordIds((int) entry, ids);
    for (int i = 0; i < ids.length; i++) {
      int id = ids.ints[ids.offset + i];
      if (dictionary.getWordCost(id) <= LARGEST_COST
          && isWord(dictionary.getMorphAttributes(), id, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWord(KoMorphData morphemes, int id, String word) {
    if (morphemes.getPOSType(id) == POS.Type.INFLECT) {
      return false;
    }
    return switch (morphemes.getLeftPOS(id)) {
      case NNG, NNP, NNB, NNBC, NP, NR, MAG, MAJ, MM, IC, XR -> true;
      case VV, VA -> !word.endsWith(HA);
      default -> false;
    };
  }

  /** Output of the transducer for exactly {@code word}; -1 when it is unknown. */
  private static long find(TokenInfoFST transducer, String word) {
    FST.BytesReader reader = transducer.getBytesReader();
    FST.Arc<Long> arc = transducer.getFirstArc(new FST.Arc<>());
    long output = 0;
    try {
      for (int i = 0; i < word.length(); i++) {
        if (transducer.findTargetArc(word.charAt(i), arc, arc, i == 0, reader) == null) {
          return -1;
        }
        output += arc.output();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the Korean dictionary inside Lucene's jar", e);
    }
    return arc.isFinal() ? output + arc.nextFinalOutput() : -1;
  }

  private static boolean isHangul(int codePoint) {
    return (codePoint >= 0xAC00 && codePoint <= 0xD7A3) || isLetter(codePoint);
  }

  /** Whether this is a single letter, not a syllable, as in written laughter. */
  private static boolean isLetter(int codePoint) {
    return codePoint >= 0x3131 && codePoint <= 0x318E;
  }
}
