package dev.hark.model.tokenizer;

import java.util.Random;

/** Random texts that mix scripts, white space, marks, contractions and added tokens. */
final class RandomTexts {
  /** Ranges of code points, drawn with equal chance; unassigned ones in them are passed over. */
  private static final int[][] RANGES = {
    {'a', 'z'},
    {'A', 'Z'},
    {'0', '9'},
    {0x20, 0x20},
    {0x09, 0x0D},
    {0x21, 0x2F},
    {0x3A, 0x40},
    {0x00, 0x1F},
    {0x7F, 0xA8},
    {0xC0, 0x24F},
    {0x300, 0x36F}, // combining marks
    {0x370, 0x3FF},
    {0x400, 0x52F},
    {0x530, 0x5FF},
    {0x600, 0x6FF},
    {0x900, 0xDFF},
    {0xE00, 0xEFF},
    {0x1000, 0x109F},
    {0x1100, 0x11FF}, // conjoining jamo
    {0x1680, 0x1680},
    {0x1780, 0x17FF},
    {0x1E00, 0x1FFF},
    {0x2000, 0x206F},
    {0x2070, 0x218F},
    {0x2190, 0x27BF},
    {0x3000, 0x303F},
    {0x3040, 0x30FF},
    {0x3130, 0x318F},
    {0x4E00, 0x9FFF},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF}, // compatibility ideographs
    {0xFB00, 0xFB4F},
    {0xFF00, 0xFFEF},
    {0x1D400, 0x1D7FF},
    {0x1F300, 0x1F64F},
    {0x20000, 0x2A6DF},
  };

  private static final String[] WORDS = {
    "'s",
    "'T",
    "'re",
    "'VE",
    "'ll",
    "'d",
    "'\u017f",
    "\r\n",
    "\n\n",
    "   ",
    " \n ",
    "\t",
    "the ",
    "language English",
    "transcription",
    " of",
    " audio",
    "\u4f60\u597d",
    "2026",
    "...",
    "<asr_text>",
    "<|im_end|>",
    "<|im_start|>",
    "<|audio_pad|>",
    "<|",
    "|>",
    "<think>",
    "</think>",
    "\u00a0",
    "\u3000",
    "\u200b",
    "e\u0301",
    "\u1112\u1161\u11ab",
    "\ud83d\udc69\u200d\ud83d\udcbb",
  };

  private RandomTexts() {}

  static String next(Random random) {
    int parts = 1 + random.nextInt(12);
    StringBuilder text = new StringBuilder();
    int[] range = RANGES[random.nextInt(RANGES.length)];
    for (int i = 0; i < parts; i++) {
      if (random.nextInt(3) == 0) {
        text.append(WORDS[random.nextInt(WORDS.length)]);
      } else {
        if (random.nextBoolean()) {
          range = RANGES[random.nextInt(RANGES.length)];
        }
        int run = 1 + random.nextInt(6);
        for (int k = 0; k < run; k++) {
          int c = range[0] + random.nextInt(range[1] - range[0] + 1);
          if (Character.isDefined(c) && !isNewMark(c)) {
            text.appendCodePoint(c);
          }
        }
      }
    }
    return text.toString();
  }

  /** Combining marks that are younger than the tables of the reference library's composition. */
  private static boolean isNewMark(int c) {
    return switch (c) {
      case 0x09FE, 0x0C3C, 0x0D3B, 0x0D3C, 0x0EBA, 0x0ECE -> true;
      default -> false;
    };
  }

  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 127) {
        escaped.append(c);
      } else {
        escaped.append("\\u%04x".formatted((int) c));
      }
    }
    return escaped.toString();
  }
}
