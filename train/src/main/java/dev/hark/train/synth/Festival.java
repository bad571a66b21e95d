package dev.hark.train.synth;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.train.data.DataException;
import dev.hark.train.data.TimedWord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The synthesiser festival, a process for many utterances: it takes long to start. */
final class Festival implements Synthesizer {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final double[] SLOWER = {0.98, 0.95, 0.9, 0.8, 0.7, 0.6};
  private static final String SAY =
      """
      (define (say text file)
        (let ((u (utt.synth (eval (list 'Utterance 'Text text)))))
          (utt.save.wave u file)
          (mapcar
            (lambda (w)
              (format t "%s %f %f\\n" (item.name w)
                (item.feat w "word_start") (item.feat w "word_end")))
            (utt.relation.items u 'Word))
          (format t ".\\n")))
      """;

  private final Path program;
  private final AudioReader reader = AudioReader.create();

  Festival(Path program) {
    this.program = program;
  }

  @Override
  public List<Speech> say(List<Utterance> utterances) {
    return say(utterances, StandardCharsets.US_ASCII);
  }

  /**
   * Says text in a charset that its voice reads. Festival crashes on a few short texts at some
   * rates; such a text is said a little slower, and all others as asked.
   */
  List<Speech> say(List<Utterance> utterances, Charset charset) {
    try {
      return sayAtOnce(utterances, charset);
    } catch (DataException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      if (utterances.size() == 1) {
        return List.of(saySlower(utterances.getFirst(), charset, e));
      }
      List<Speech> said = new ArrayList<>();
      int half = utterances.size() / 2;
      said.addAll(say(utterances.subList(0, half), charset));
      said.addAll(say(utterances.subList(half, utterances.size()), charset));
      return said;
    }
  }

  /**
   * Says a text slower, until it is said.
   *
   * @throws DataException what went wrong at the rate that was asked for, if none works
   */
  private Speech saySlower(Utterance utterance, Charset charset, DataException asAsked) {
    for (double rate : SLOWER) {
      Utterance slower =
          new Utterance(
              utterance.phrase(),
              utterance.voice(),
              utterance.rate() * rate,
              utterance.pitch(),
              utterance.gapMillis());
      try {
        return sayAtOnce(List.of(slower), charset).getFirst();
      } catch (DataException again) {
        asAsked.addSuppressed(again);
      }
    }
    throw asAsked;
  }

  private List<Speech> sayAtOnce(List<Utterance> utterances, Charset charset) {
    try (Scratch scratch = Scratch.create()) {
      Path script = scratch.folder().resolve("say.scm");
      Files.writeString(script, script(utterances, scratch.folder(), charset), charset);
      byte[] out =
          ChildProcess.run(
              List.of(program.toString(), "-b", script.toString()), scratch.folder(), LIMIT);
      String[] times = new String(out, StandardCharsets.UTF_8).split("(?m)^\\.\n", -1);
      if (times.length != utterances.size() + 1) {
        throw new DataException(
            "festival said %d of %d utterances".formatted(times.length - 1, utterances.size()));
      }
      List<Speech> said = new ArrayList<>();
      for (int i = 0; i < utterances.size(); i++) {
        float[] samples = reader.readAll(AudioSource.of(scratch.folder().resolve(i + ".wav")));
        said.add(new Speech(samples, words(utterances.get(i).phrase(), times[i])));
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String script(List<Utterance> utterances, Path folder, Charset charset) {
    StringBuilder script = new StringBuilder(SAY);
    script.append("(voice_%s)\n".formatted(utterances.getFirst().voice().name()));
    for (int i = 0; i < utterances.size(); i++) {
      Utterance utterance = utterances.get(i);
      String text = String.join(" ", utterance.phrase().spoken("eigh"));
      if (!text.matches("[\\p{L}' ]+") || !charset.newEncoder().canEncode(text)) {
        throw new IllegalArgumentException("festival cannot be asked to say \"" + text + "\"");
      }
      script.append(
          String.format(
              Locale.ROOT, "(Parameter.set 'Duration_Stretch %.3f)\n", 1 / utterance.rate()));
      script.append("(say \"%s\" \"%s\")\n".formatted(text, folder.resolve(i + ".wav")));
    }
    return script.toString();
  }

  /** The times, if festival counts the words as the transcript does. */
  private static List<TimedWord> words(Phrase phrase, String times) {
    List<String> lines = times.lines().toList();
    if (lines.size() != phrase.words().size()) {
      return List.of();
    }
    List<TimedWord> words = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String[] fields = lines.get(i).split(" ", -1);
      double start = Double.parseDouble(fields[fields.length - 2]);
      double end = Double.parseDouble(fields[fields.length - 1]);
      words.add(new TimedWord(phrase.words().get(i), start, Math.max(start, end)));
    }
    return words;
  }
}
