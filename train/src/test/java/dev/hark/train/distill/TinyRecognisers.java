package dev.hark.train.distill;

import dev.hark.model.DataType;
import dev.hark.train.data.Example;
import dev.hark.train.run.SpeechModel;
import dev.hark.train.run.TrainingSettings;
import dev.hark.train.vocabulary.MiniModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Recognisers of a few words and some ten thousand parameters, and tones for them to name. */
public final class TinyRecognisers {
  static final List<String> WORDS = List.of("low", "middle", "high", "top");

  private TinyRecognisers() {}

  /** A folder without weights. */
  public static Path folder(Path folder, int width, int layers, List<String> words) {
    try {
      Files.createDirectories(folder);
      Path list = folder.resolveSibling(folder.getFileName() + "-words.txt");
      Files.write(list, words);
      MiniModelFolder.write(folder, list);
      String config = Files.readString(folder.resolve("config.json"));
      config = with(config, "d_model|output_dim|hidden_size", width);
      config = with(config, "encoder_ffn_dim|intermediate_size", 2 * width);
      config = with(config, "encoder_layers|num_hidden_layers", layers);
      config = with(config, "downsample_hidden_size|head_dim", 8);
      Files.writeString(folder.resolve("config.json"), config);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String with(String config, String names, int value) {
    return Pattern.compile("(\"(?:" + names + ")\" : )[0-9]+")
        .matcher(config)
        .replaceAll("$1" + value);
  }

  /** A folder with random weights. */
  static Path teacher(Path folder) {
    Path empty = folder(folder.resolveSibling("empty"), 32, 2, WORDS);
    try (SpeechModel model = SpeechModel.open(empty, settings(1, 3), _ -> true)) {
      model.export(folder, DataType.F32);
    }
    return folder;
  }

  static Path student(Path folder) {
    return folder(folder, 16, 1, WORDS);
  }

  static TrainingSettings settings(int steps, long seed) {
    return new TrainingSettings(steps, 4, 1, 3e-3, 1, 0.01, 1, 0, 0, false, 1, seed, 2, 3, 1000);
  }

  /** A tone of one of four pitches; of each pitch there are a few that come again. */
  static Example tone(long index, RandomGenerator random) {
    return tone((int) (index % WORDS.size()), (int) (index / WORDS.size() % 3), random);
  }

  private static Example tone(int pitch, int version, RandomGenerator random) {
    float[] clean = new float[6400 + 1600 * version];
    for (int i = 0; i < clean.length; i++) {
      clean[i] = (float) (0.3 * Math.sin(2 * Math.PI * 300 * (1 << pitch) * i / 16_000));
    }
    float[] changed = new float[clean.length + 800 * random.nextInt(-2, 3)];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = clean[i % clean.length] + (float) (0.01 * random.nextGaussian());
    }
    String id = "tone %d-%d".formatted(pitch, version);
    String text = "language English<asr_text>" + WORDS.get(pitch);
    return new Example(id, changed, clean, true, text, "");
  }
}
