package dev.hark.cli;

import dev.hark.engine.AudioHeads;
import dev.hark.engine.ClipJudgement;
import dev.hark.engine.LabelProbability;
import dev.hark.engine.VoiceActivity;
import dev.hark.model.HeadConfig;
import dev.hark.model.network.AudioTokenTimes;
import dev.hark.train.data.ManifestEntry;
import dev.hark.train.data.SpeechSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How often the heads of a model are right. Voice activity counts frames of 10 ms; detectors for
 * live sound hear all clips as one stream, so that they need not begin anew with each.
 */
final class HeadScores {
  private static final int HZ = 16_000;
  private static final int FRAME = HZ / 100;
  private static final double LIKELY = 0.5;

  private final AudioHeads heads;
  private final Labels languages = new Labels("language");
  private final Labels styles = new Labels("style");
  private final Frames whole = new Frames("neural, clip by clip");
  private final boolean judgesSpeech;
  private final List<Stream> streams = new ArrayList<>();
  private int clips;
  private double seconds;

  /**
   * Counts from nothing.
   *
   * @param stream whether the heads' detector for live sound is measured, which runs the encoder
   *     for every 80 ms
   */
  HeadScores(AudioHeads heads, boolean stream) {
    this.heads = heads;
    this.judgesSpeech = heads.config().find(HeadConfig.VOICE_ACTIVITY).isPresent();
    if (stream) {
      streams.add(new Stream("neural, as a stream", heads.voiceActivity()));
    }
    streams.add(new Stream("energy, as a stream", VoiceActivity.energy()));
  }

  /**
   * Adds a clip.
   *
   * @param samples what is heard
   * @param speech where somebody speaks
   */
  void add(ManifestEntry entry, float[] samples, SpeechSpans speech) {
    clips++;
    seconds += (double) samples.length / HZ;
    ClipJudgement judgement = heads.judge(samples);
    languages.add(entry.language(), judgement.languages());
    if (!entry.style().isEmpty()) {
      styles.add(entry.style(), judgement.styles());
    }
    if (judgesSpeech) {
      List<Double> tokens = judgement.speech();
      for (int frame = 0; frame < samples.length / FRAME; frame++) {
        int token = Math.min(tokens.size() - 1, AudioTokenTimes.tokenAt(10L * frame + 5));
        whole.add(spoken(speech, frame), tokens.get(token) >= LIKELY);
      }
    }
    streams.forEach(detector -> detector.add(samples, speech));
  }

  private static boolean spoken(SpeechSpans speech, int frame) {
    return speech.share(frame / 100.0, (frame + 1) / 100.0) >= 0.5;
  }

  /** A report for people. */
  String report() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%d clips, %.1f min%n", clips, seconds / 60));
    languages.report(text);
    styles.report(text);
    if (judgesSpeech) {
      whole.report(text);
    }
    streams.forEach(detector -> detector.frames.report(text));
    return text.toString();
  }

  /** How often a label was found. */
  private static final class Labels {
    private final String name;
    private final List<String> wrong = new ArrayList<>();
    private int all;

    Labels(String name) {
      this.name = name;
    }

    void add(String wanted, List<LabelProbability> found) {
      if (!found.isEmpty()) {
        all++;
        if (!found.getFirst().label().equals(wanted)) {
          wrong.add(wanted + " taken for " + found.getFirst().label());
        }
      }
    }

    void report(StringBuilder text) {
      if (all > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                "%s: %.2f %% of %d clips%n",
                name,
                100.0 * (all - wrong.size()) / all,
                all));
        wrong.stream()
            .distinct()
            .sorted()
            .forEach(pair ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "  %s %d times%n",
                        pair,
                        wrong.stream().filter(pair::equals).count())));
      }
    }
  }

  /** A detector for live sound that hears clip after clip. */
  private static final class Stream {
    private final VoiceActivity detector;
    private final Frames frames;
    private final float[] pending;
    private final List<Boolean> wanted = new ArrayList<>(); // of the pending samples
    private int length;

    Stream(String name, VoiceActivity detector) {
      this.detector = detector;
      this.frames = new Frames(name);
      this.pending = new float[detector.frameSamples()];
    }

    void add(float[] samples, SpeechSpans speech) {
      for (int frame = 0; frame < samples.length / FRAME; frame++) {
        System.arraycopy(samples, frame * FRAME, pending, length, FRAME);
        length += FRAME;
        wanted.add(spoken(speech, frame));
        if (length == pending.length) {
          boolean found = detector.speech(pending, 0) >= LIKELY;
          wanted.forEach(want -> frames.add(want, found));
          wanted.clear();
          length = 0;
        }
      }
    }
  }

  /** Frames that hold speech or do not, found or not. */
  private static final class Frames {
    private final String name;
    private long hits;
    private long misses;
    private long falseAlarms;
    private long rightRejections;

    Frames(String name) {
      this.name = name;
    }

    void add(boolean wanted, boolean found) {
      if (wanted) {
        hits += found ? 1 : 0;
        misses += found ? 0 : 1;
      } else {
        falseAlarms += found ? 1 : 0;
        rightRejections += found ? 0 : 1;
      }
    }

    void report(StringBuilder text) {
      long all = hits + misses + falseAlarms + rightRejections;
      text.append(
          String.format(
              Locale.ROOT,
              "voice activity, %s: %s of frames, F1 %s, missed %s of speech, false %s of the rest%n",
              name,
              percent(hits + rightRejections, all),
              percent(2 * hits, 2 * hits + misses + falseAlarms),
              percent(misses, hits + misses),
              percent(falseAlarms, falseAlarms + rightRejections)));
    }

    private static String percent(long part, long all) {
      return all == 0 ? "none" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / all);
    }
  }
}
