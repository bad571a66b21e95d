package dev.hark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hark.audio.Wav;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechSpansTest {
  private static final int HZ = 16_000;

  @TempDir private Path folder;

  @Test
  void theLevelFindsSpeechBetweenPausesAndNoClicks() {
    float[] samples = new float[3 * HZ];
    sound(samples, 0.5, 1.0);
    sound(samples, 1.1, 1.5); // a pause as before a stop consonant
    sound(samples, 2.2, 2.21);
    List<SpeechSpan> spans = SpeechLevel.find(samples).spans();
    assertThat(spans).hasSize(1);
    assertThat(spans.getFirst().start()).isCloseTo(0.5, within(0.011));
    assertThat(spans.getFirst().end()).isCloseTo(1.5, within(0.011));
    assertThat(SpeechLevel.find(new float[HZ]).spans()).isEmpty();
  }

  @Test
  void speedAndJoinsMoveTheSpansAlong() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      float[] samples = new float[(1 + i) * HZ];
      sound(samples, 0.3 + 0.2 * i, 0.7 + 0.3 * i);
      Wav.write(folder.resolve(i + ".wav"), samples);
      lines.append(
          "{\"audio\": \"%d.wav\", \"text\": \"language English<asr_text>one\", \"voice\": \"ann\"}\n"
              .formatted(i));
    }
    Path manifest = Files.writeString(folder.resolve("m.jsonl"), lines);
    List<WeightedManifest> manifests = List.of(new WeightedManifest(manifest, 1));
    MixtureSettings joined = MixtureSettings.STANDARD.withJoinProbability(1);
    DataMixture plain = DataMixture.open(manifests, joined.withAugmentShare(0), _ -> {});
    DataMixture changed = DataMixture.open(manifests, joined, _ -> {});
    for (int i = 0; i < 40; i++) {
      Example example = plain.example(i, new SplittableRandom(i));
      SpeechSpans found = loud(example.samples());
      SpeechSpans carried = example.labels().speech().orElseThrow();
      assertClose(carried, found, "example " + i);
      // The same joins, at another speed.
      Example other = changed.example(i, new SplittableRandom(i));
      double factor = (double) other.samples().length / other.clean().length;
      assertClose(
          other.labels().speech().orElseThrow(),
          loud(other.clean()).stretched(factor),
          "changed example " + i);
    }
  }

  /** Where the sound of these tests is, over any floor of noise. */
  private static SpeechSpans loud(float[] samples) {
    int frame = HZ / 100;
    List<SpeechSpan> spans = new ArrayList<>();
    int from = -1;
    for (int at = 0; at <= samples.length; at += frame) {
      int end = Math.min(samples.length, at + frame);
      boolean loud = Levels.peak(Arrays.copyOfRange(samples, at, end)) > 0.1;
      if (loud && from < 0) {
        from = at;
      } else if (!loud && from >= 0) {
        spans.add(new SpeechSpan((double) from / HZ, (double) at / HZ));
        from = -1;
      }
    }
    return new SpeechSpans(spans);
  }

  /** Spans begin and end where sounds do, and all sound lies in them; short pauses may, too. */
  private static void assertClose(SpeechSpans carried, SpeechSpans found, String what) {
    assertThat(found.spans()).as(what).isNotEmpty();
    for (SpeechSpan span : carried.spans()) {
      assertThat(found.spans())
          .as(what)
          .anyMatch(sound -> Math.abs(sound.start() - span.start()) < 0.025)
          .anyMatch(sound -> Math.abs(sound.end() - span.end()) < 0.025);
    }
    for (SpeechSpan sound : found.spans()) {
      assertThat(carried.share(sound.start(), sound.end())).as(what).isGreaterThan(0.9);
    }
  }

  @Test
  void spansComeFromTheManifestElseFromWordsElseFromTheLevel() throws IOException {
    float[] samples = new float[2 * HZ];
    sound(samples, 0.5, 1.5);
    Wav.write(folder.resolve("a.wav"), samples);
    String line = "{\"audio\": \"a.wav\", \"text\": \"language %s\"%s}\n";
    String words = ", \"words\": [{\"text\": \"one\", \"start\": 0.6, \"end\": 1.2}]";
    Files.writeString(
        folder.resolve("m.jsonl"),
        line.formatted("English<asr_text>one", words + ", \"vad\": [{\"start\": 1, \"end\": 2}]")
            + line.formatted("English<asr_text>one", words)
            + line.formatted("English<asr_text>one", "")
            + line.formatted("None<asr_text>", "")
            + line.formatted("None<asr_text>", ", \"vad\": [{\"start\": 1, \"end\": 0.5}]"));
    Manifest manifest = Manifest.read(folder.resolve("m.jsonl"), Manifest.LONGEST);
    List<SpeechSpans> found =
        manifest.entries().stream().map(entry -> entry.speechIn(samples)).toList();
    assertThat(found)
        .containsExactly(
            new SpeechSpans(List.of(new SpeechSpan(1, 2))),
            new SpeechSpans(List.of(new SpeechSpan(0.6, 1.2))),
            new SpeechSpans(List.of(new SpeechSpan(0.5, 1.5))),
            SpeechSpans.NONE);
    assertThat(manifest.problems()).singleElement().asString().contains("\"vad\" has");
  }

  @Test
  void theStyleOfASynthesisersVoiceIsInItsName() {
    assertThat(VoiceKind.of("espeak-ng:en-us+Alicia")).contains(VoiceKind.FEMALE);
    assertThat(VoiceKind.of("espeak-ng:en-gb-x-rp+whisperf")).contains(VoiceKind.WHISPER);
    assertThat(VoiceKind.of("espeak-ng:en-us+klatt3")).contains(VoiceKind.ROBOT);
    assertThat(VoiceKind.of("flite:rms")).contains(VoiceKind.MALE);
    assertThat(VoiceKind.of("theo")).isEmpty();
  }

  private static void sound(float[] samples, double from, double to) {
    for (int i = (int) (from * HZ); i < to * HZ; i++) {
      samples[i] = (float) (0.4 * Math.sin(2 * Math.PI * 500 * i / HZ));
    }
  }
}
