package dev.hark.train.synth;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The synthesiser flite, a process an utterance. */
final class Flite implements Synthesizer {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Map<String, Integer> USUAL_HZ = Map.of("slt", 180, "kal", 105, "kal16", 105);
  private static final int USUAL_HZ_OF_OTHERS = 115;

  private final Path program;
  private final AudioReader reader = AudioReader.create();

  Flite(Path program) {
    this.program = program;
  }

  @Override
  public List<Speech> say(List<Utterance> utterances) {
    List<Speech> said = new ArrayList<>();
    for (Utterance utterance : utterances) {
      said.add(new Speech(samples(utterance), List.of()));
    }
    return said;
  }

  private float[] samples(Utterance utterance) {
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
              String.join(" ", utterance.phrase().spoken()),
              "-o",
              wav.toString());
      byte[] none = ChildProcess.run(command, scratch.folder(), LIMIT);
      assert none.length == 0;
      return reader.readAll(AudioSource.of(wav));
    }
  }
}
