package dev.hark.train.synth;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The synthesiser flite, a process an utterance. */
final class Flite implements Synthesizer {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Map<String, Integer> USUAL_HZ = Map.of("slt", 180, "kal", 105, "kal16", 105);
  private static final int USUAL_HZ_OF_OTHERS = 115;

  private final Path program;
  private final Map<String, List<String>> sounds = new ConcurrentHashMap<>();
  private final AudioReader reader = AudioReader.create();

  Flite(Path program) {
    this.program = program;
  }

  @Override
  public List<Speech> say(List<Utterance> utterances) {
    List<Speech> said = new ArrayList<>();
    for (Utterance utterance : utterances) {
      said.add(speech(utterance));
    }
    return said;
  }

  private Speech speech(Utterance utterance) {
    List<String> spoken = utterance.phrase().spoken("eigh");
    try (Scratch scratch = Scratch.create()) {
      Path wav = scratch.folder().resolve("speech.wav");
      String voice = utterance.voice().name();
      double hertz =
          USUAL_HZ.getOrDefault(voice, USUAL_HZ_OF_OTHERS) * (0.7 + 0.6 * utterance.pitch());
      List<String> command =
          List.of(
              program.toString(),
              "-voice",
              voice,
              "--setf",
              String.format(Locale.ROOT, "duration_stretch=%.3f", 1 / utterance.rate()),
              "--setf",
              String.format(Locale.ROOT, "int_f0_target_mean=%.1f", hertz),
              "-t",
              String.join(" ", spoken),
              "-psdur",
              "-o",
              wav.toString());
      String times = text(ChildProcess.run(command, scratch.folder(), LIMIT));
      List<List<String>> alone = spoken.stream().map(this::soundsOf).toList();
      return new Speech(
          reader.readAll(AudioSource.of(wav)),
          FliteTimes.of(utterance.phrase().words(), alone, times));
    }
  }

  /** The sounds of a word, which all voices say by one dictionary. */
  private List<String> soundsOf(String word) {
    return sounds.computeIfAbsent(
        word,
        _ -> {
          try (Scratch scratch = Scratch.create()) {
            List<String> command =
                List.of(program.toString(), "-voice", "kal", "-t", word + " ", "-ps", "-o", "none");
            return FliteTimes.sounds(text(ChildProcess.run(command, scratch.folder(), LIMIT)));
          }
        });
  }

  private static String text(byte[] written) {
    return new String(written, StandardCharsets.US_ASCII);
  }
}
