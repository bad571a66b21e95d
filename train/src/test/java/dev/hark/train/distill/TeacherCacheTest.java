package dev.hark.train.distill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AsrPrompts;
import dev.hark.train.data.Example;
import dev.hark.train.torch.CleanSpeech;
import dev.hark.train.torch.LibTorch;
import dev.hark.train.torch.SpeechExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeacherCacheTest {
  private static final DistillationSettings SETTINGS =
      new DistillationSettings(
          2, 0.5, 5, 1, LayerPair.evenlySpread(1, 2), LayerPair.evenlySpread(2, 2));

  @TempDir private static Path models;
  private static LiveTeacher live;

  @TempDir private Path cache;

  @BeforeAll
  static void open() {
    LibTorch.prepare(1);
    live = LiveTeacher.open(TinyRecognisers.teacher(models.resolve("t")), SETTINGS, false);
  }

  @AfterAll
  static void free() {
    live.close();
  }

  @Test
  void keptAnswersAreTheLiveOnesToTheLastBit() {
    CachedTeacher first = new CachedTeacher(live, files(SETTINGS));
    CachedTeacher later = new CachedTeacher(live, files(SETTINGS));
    for (int i = 0; i < 6; i++) {
      byte[] answer = AnswerBytes.encode(live.answer(example(i, true)));
      assertThat(AnswerBytes.encode(first.answer(example(i, true)))).isEqualTo(answer);
      assertThat(AnswerBytes.encode(later.answer(example(i, true)))).isEqualTo(answer);
    }
    assertThat(first.asked()).isEqualTo(6);
    assertThat(later.asked()).isZero();
  }

  @Test
  void anAnswerHasEveryPlaceAndEveryLayer() {
    SpeechExample example = example(1, true);
    TeacherAnswer answer = live.answer(example);
    assertThat(answer.soft().places()).isEqualTo(example.answer().length);
    assertThat(answer.encoder()).hasSize(1);
    assertThat(answer.encoder().getFirst().places())
        .isEqualTo(example.clean().orElseThrow().prompt().audioTokens());
    assertThat(answer.decoder()).hasSize(2);
    assertThat(answer.decoder())
        .allSatisfy(states -> assertThat(states.places()).isEqualTo(example.answer().length));
  }

  @Test
  void whatNeverComesAgainIsNotKept() throws IOException {
    CachedTeacher teacher = new CachedTeacher(live, files(SETTINGS));
    teacher.answer(example(1, false));
    teacher.answer(example(1, false));
    assertThat(teacher.asked()).isEqualTo(2);
    assertThat(answers()).isEmpty();
  }

  @Test
  void damagedAnswersAreMadeAgain() throws IOException {
    CachedTeacher teacher = new CachedTeacher(live, files(SETTINGS));
    byte[] whole = AnswerBytes.encode(teacher.answer(example(2, true)));
    Path file = answers().getFirst();
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 1; round <= 20; round++) {
      byte[] damaged = whole.clone();
      if (round % 2 == 0) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      } else {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      Files.write(file, damaged);
      assertThat(AnswerBytes.encode(teacher.answer(example(2, true)))).isEqualTo(whole);
      assertThat(teacher.asked()).isEqualTo(1 + round);
      assertThat(file).hasBinaryContent(whole);
    }
  }

  @Test
  void anotherTemperatureOrAnotherTextIsAnotherQuestion() throws IOException {
    CachedTeacher teacher = new CachedTeacher(live, files(SETTINGS));
    teacher.answer(example(2, true));
    teacher.answer(example(3, true));
    assertThat(answers()).hasSize(2);
    DistillationSettings warmer =
        new DistillationSettings(3, 0.5, 5, 1, SETTINGS.encoder(), SETTINGS.decoder());
    new CachedTeacher(live, files(warmer)).answer(example(2, true));
    assertThat(answers()).hasSize(3);
  }

  private TeacherFiles files(DistillationSettings settings) {
    return TeacherFiles.in(cache, live.contentKey(), settings, false);
  }

  private List<Path> answers() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static SpeechExample example(int index, boolean recurring) {
    Example tone = TinyRecognisers.tone(index, new SplittableRandom(index));
    MelSpectrogram mel = LogMel.create().compute(tone.clean());
    AsrPrompts prompts = new AsrPrompts(live.tokenizer(), live.config());
    var prompt = prompts.prompt("", Optional.empty(), AudioEncoder.tokens(mel.frames()));
    return new SpeechExample(
        tone.id(),
        mel,
        prompt,
        live.tokenizer().encode(tone.text()),
        new int[0],
        tone.text(),
        Optional.of(new CleanSpeech(mel, prompt, recurring)));
  }
}
