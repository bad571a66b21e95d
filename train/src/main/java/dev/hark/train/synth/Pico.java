package dev.hark.train.synth;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The synthesiser SVOX Pico, a process an utterance. It does not tell when words are said. */
final class Pico implements Synthesizer {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String LETTER_A = "<phoneme alphabet=\"xsampa\" ph=\"eI\"/>";

  private final Path program;
  private final AudioReader reader = AudioReader.create();

  Pico(Path program) {
    this.program = program;
  }

  @Override
  public List<Speech> say(List<Utterance> utterances) {
    List<Speech> said = new ArrayList<>();
    for (Utterance utterance : utterances) {
      try (Scratch scratch = Scratch.create()) {
        Path wav = scratch.folder().resolve("speech.wav");
        List<String> command =
            List.of(
                program.toString(),
                "--lang=" + utterance.voice().name(),
                "--wave=" + wav,
                text(utterance));
        ChildProcess.run(command, scratch.folder(), LIMIT);
        said.add(new Speech(reader.readAll(AudioSource.of(wav)), List.of()));
      }
    }
    return said;
  }

  /** What is to be said, in Pico's markup: rate and pitch are per cent of the voice's own. */
  static String text(Utterance utterance) {
    String pause =
        utterance.gapMillis() == 0
            ? " "
            : " <break time=\"%dms\"/> ".formatted(utterance.gapMillis());
    return String.format(
        Locale.ROOT,
        "<speed level=\"%.0f\"><pitch level=\"%.0f\">%s</pitch></speed>",
        100 * utterance.rate(),
        70 + 60 * utterance.pitch(),
        String.join(pause, spoken(utterance.phrase())));
  }

  private static List<String> spoken(Phrase phrase) {
    for (String word : phrase.spoken()) {
      if (!word.matches("[\\p{L}' ]+")) {
        throw new IllegalArgumentException("pico2wave cannot be asked to say \"" + word + "\"");
      }
    }
    return phrase.spoken(LETTER_A);
  }
}
