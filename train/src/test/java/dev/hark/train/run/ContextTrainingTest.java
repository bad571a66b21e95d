package dev.hark.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.audio.Wav;
import dev.hark.train.data.DataMixture;
import dev.hark.train.data.Example;
import dev.hark.train.data.MixtureSettings;
import dev.hark.train.data.WeightedManifest;
import dev.hark.train.distill.TinyRecognisers;
import dev.hark.train.torch.SpeechTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lists of words in the prompt teach: which of two spellings of one sound is meant. */
class ContextTrainingTest {
  /** Words that sound the same, two and two. */
  private static final List<List<String>> HOMOPHONES =
      List.of(List.of("fair", "fare"), List.of("sea", "see"));

  /** Words that lists have besides. */
  private static final List<String> OTHERS =
      List.of(
          "oak", "elm", "ash", "fir", "yew", "bay", "fig", "ivy", "fern", "moss", "reed", "rush");

  @TempDir private Path folder;

  @Test
  void aModelLearnsToWriteTheSpellingThatIsListed() throws Exception {
    List<String> words = new ArrayList<>(OTHERS);
    HOMOPHONES.forEach(words::addAll);
    Path start = TinyRecognisers.folder(folder.resolve("start"), 32, 2, words);
    DataMixture clips =
        DataMixture.open(
            List.of(
                new WeightedManifest(manifest("alike.jsonl", alike()), 15),
                new WeightedManifest(manifest("others.jsonl", OTHERS), 1)),
            MixtureSettings.STANDARD.withAugmentShare(0).withJoinProbability(0).withBiasShare(0.8),
            _ -> {});
    TrainingSettings settings =
        new TrainingSettings(
            Integer.getInteger("steps", 300),
            16,
            1,
            4e-3,
            20,
            0.01,
            1,
            0,
            0,
            false,
            1,
            5,
            1,
            1000,
            1000);
    try (SpeechModel model = SpeechModel.open(start, settings, _ -> true)) {
      new TrainingRun(model, settings, clips, List.of(), folder.resolve("run"))
          .train(false, new SilentListener());

      assertThat(errors(model, settings, true)).isLessThanOrEqualTo(0.1);
      assertThat(errors(model, settings, false)).isGreaterThanOrEqualTo(0.5);
    }
  }

  /** Errors per word, the right spelling in a list with three others or no list. */
  private double errors(SpeechModel model, TrainingSettings settings, boolean listed) {
    ExampleEncoder encoder = new ExampleEncoder(model.tokenizer(), model.config());
    List<Example> examples = new ArrayList<>();
    for (String word : alike()) {
      for (int i = 0; i < OTHERS.size(); i++) {
        List<String> list = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
          list.add(OTHERS.get((i + 5 * k) % OTHERS.size()));
        }
        list.add(i % 4, word);
        float[] samples = AudioReader.create().readAll(AudioSource.of(recording(word)));
        examples.add(
            new Example(
                word + i,
                samples,
                "language English<asr_text>" + word,
                listed ? String.join(", ", list) : ""));
      }
    }
    DevSet dev =
        new DevSet(
            examples.stream().map(encoder::encode).toList(),
            model.tokenizer(),
            Set.of(model.tokenizer().id("<|im_end|>").orElseThrow()));
    return dev.wordErrorRate(
        new SpeechTrainer(model.config(), model.parameters(), settings.losses(), false));
  }

  private static List<String> alike() {
    return HOMOPHONES.stream().flatMap(List::stream).toList();
  }

  private Path manifest(String name, List<String> words) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String word : words) {
      Wav.write(recording(word), tone(word));
      lines
          .append("{\"audio\": \"%s.wav\", ".formatted(word))
          .append("\"text\": \"language English<asr_text>%s\"}\n".formatted(word));
    }
    return Files.writeString(folder.resolve(name), lines);
  }

  private Path recording(String word) {
    return folder.resolve(word + ".wav");
  }

  /** Four tenths of a second of a pitch of its own, which homophones share. */
  private static float[] tone(String word) {
    int pitch = HOMOPHONES.size() + OTHERS.indexOf(word);
    for (int i = 0; i < HOMOPHONES.size(); i++) {
      pitch = HOMOPHONES.get(i).contains(word) ? i : pitch;
    }
    float[] samples = new float[6400];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * 300 * Math.pow(1.2, pitch) * i / 16_000));
    }
    return samples;
  }
}
