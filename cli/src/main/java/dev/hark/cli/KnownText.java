package dev.hark.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The text that is said in a recording.
 *
 * @param file where it was found; empty if it was given itself
 */
record KnownText(String text, Optional<Path> file) {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /**
   * The text that is given, or that of the file that is given, or that of {@code talk.txt} or
   * {@code talk.mp3.txt} beside {@code talk.mp3}.
   *
   * @throws IllegalArgumentException if there is none, or if it is empty or not in UTF-8
   */
  static KnownText find(Optional<String> text, Optional<Path> file, Input input)
      throws IOException {
    if (text.isPresent() && file.isPresent()) {
      throw new IllegalArgumentException("text is given twice; give it or --text-file");
    }
    if (text.isPresent()) {
      return checked(new KnownText(text.get(), Optional.empty()), "text");
    }
    Path source = file.or(() -> beside(input)).orElseThrow(() -> missing(input));
    return checked(new KnownText(read(source), Optional.of(source)), source.toString());
  }

  private static Optional<Path> beside(Input input) {
    return Optional.ofNullable(input.file()).stream()
        .flatMap(audio ->
            Stream.of(input.stem(), input.fileName())
                .map(name -> audio.resolveSibling(name + ".txt")))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static IllegalArgumentException missing(Input input) {
    return new IllegalArgumentException(
        "no text for %s; give it, or --text-file, or put it into %s.txt beside the recording"
            .formatted(input.name(), OneLine.of(input.stem())));
  }

  private static String read(Path file) throws IOException {
    byte[] bytes =
        file.toString().equals(Inputs.STANDARD_INPUT)
            ? System.in.readAllBytes()
            : Files.readAllBytes(file);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": is no text in UTF-8; convert it", e);
    }
  }

  private static KnownText checked(KnownText known, String name) {
    if (known.text.isBlank()) {
      throw new IllegalArgumentException(name + ": is empty; wanted what is said");
    }
    return known;
  }

  /** Whether it was found in a file. */
  boolean isIn(Path other) {
    return file.map(path -> path.toAbsolutePath().normalize())
        .equals(Optional.of(other.toAbsolutePath().normalize()));
  }
}
