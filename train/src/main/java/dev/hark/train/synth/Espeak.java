package dev.hark.train.synth;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The synthesiser espeak-ng: its library, which tells when each word is said, or without it the
 * program, a process an utterance. Both say the same.
 */
final class Espeak implements Synthesizer {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final double USUAL_WORDS_PER_MINUTE = 165;

  /** The letter as a phoneme. */
  private static final String LETTER_A = "[['eI]]";

  private static final int HEADER_BYTES = 44;

  private final Path program;
  private final Optional<EspeakLibrary> library = EspeakLibrary.find();
  private final AudioReader reader = AudioReader.create();

  Espeak(Path program) {
    this.program = program;
  }

  @Override
  public List<Speech> say(List<Utterance> utterances) {
    List<Speech> said = new ArrayList<>();
    for (Utterance utterance : utterances) {
      said.add(library.isPresent() ? timed(library.get(), utterance) : untimed(utterance));
    }
    return said;
  }

  /** What the library says, which tells when. */
  Speech timed(EspeakLibrary library, Utterance utterance) {
    Phrase phrase = utterance.phrase();
    EspeakLibrary.Sound sound =
        library.say(
            utterance.voice().name(),
            wordsPerMinute(utterance),
            pitch(utterance),
            gapTicks(utterance),
            String.join(" ", phrase.spoken(LETTER_A)));
    byte[] wav = wav(sound);
    return new Speech(
        reader.readAll(AudioSource.of(wav, utterance.voice().label())),
        EspeakTimes.of(phrase.words(), phrase.spoken(LETTER_A), sound.events()));
  }

  /** What the program says. */
  Speech untimed(Utterance utterance) {
    List<String> command =
        List.of(
            program.toString(),
            "-v",
            utterance.voice().name(),
            "-s",
            Integer.toString(wordsPerMinute(utterance)),
            "-p",
            Integer.toString(pitch(utterance)),
            "-g",
            Integer.toString(gapTicks(utterance)),
            "--stdout",
            String.join(" ", utterance.phrase().spoken(LETTER_A)));
    try (Scratch scratch = Scratch.create()) {
      byte[] wav = ChildProcess.run(command, scratch.folder(), LIMIT);
      return new Speech(reader.readAll(AudioSource.of(wav, utterance.voice().label())), List.of());
    }
  }

  private static int wordsPerMinute(Utterance utterance) {
    return Math.toIntExact(Math.round(utterance.rate() * USUAL_WORDS_PER_MINUTE));
  }

  private static int pitch(Utterance utterance) {
    return Math.toIntExact(Math.round(utterance.pitch() * 99));
  }

  private static int gapTicks(Utterance utterance) {
    return utterance.gapMillis() / 10;
  }

  private static byte[] wav(EspeakLibrary.Sound sound) {
    int length = sound.pcm().length;
    return ByteBuffer.allocate(HEADER_BYTES + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(HEADER_BYTES - 8 + length)
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) 1)
        .putInt(sound.sampleRateHz())
        .putInt(sound.sampleRateHz() * Short.BYTES)
        .putShort((short) Short.BYTES)
        .putShort((short) Short.SIZE)
        .put("data".getBytes(StandardCharsets.US_ASCII))
        .putInt(length)
        .put(sound.pcm())
        .array();
  }
}
