package dev.hark.train.synth;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The synthesiser espeak-ng, a process an utterance. */
final class Espeak implements Synthesizer {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final double USUAL_WORDS_PER_MINUTE = 165;

  private final Path program;
  private final AudioReader reader = AudioReader.create();

  Espeak(Path program) {
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
    List<String> command =
        List.of(
            program.toString(),
            "-v",
            utterance.voice().name(),
            "-s",
            Long.toString(Math.round(utterance.rate() * USUAL_WORDS_PER_MINUTE)),
            "-p",
            Long.toString(Math.round(utterance.pitch() * 99)),
            "-g",
            Integer.toString(utterance.gapMillis() / 10),
            "--stdout",
            text(utterance.phrase()));
    try (Scratch scratch = Scratch.create()) {
      byte[] wav = ChildProcess.run(command, scratch.folder(), LIMIT);
      return reader.readAll(AudioSource.of(wav, utterance.voice().label()));
    }
  }

  /** A lone "A" would be the article, so it is given as a phoneme; other capitals are spelled. */
  static String text(Phrase phrase) {
    return String.join(
        " ", phrase.spoken().stream().map(word -> word.equals("A") ? "[['eI]]" : word).toList());
  }
}
