package dev.hark.train.distill;

import dev.hark.train.run.TrainingException;
import dev.hark.train.torch.CleanSpeech;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A teacher's answers in a folder, a file each. The folder's name is a digest of the teacher and of
 * what is asked of it, the file's of the utterance: features, prompt and answer. Files appear whole
 * or not at all, and one that is damaged counts as missing. Several runs may share them.
 */
final class TeacherFiles {
  private final Path folder;

  private TeacherFiles(Path folder) {
    this.folder = folder;
  }

  static TeacherFiles in(
      Path cache, String contentKey, DistillationSettings settings, boolean brain) {
    String asked =
        "%s temperature %s top %d encoder %s decoder %s %s %d"
            .formatted(
                contentKey,
                settings.temperature(),
                settings.topTokens(),
                settings.encoder().stream().map(LayerPair::teacher).toList(),
                settings.decoder().stream().map(LayerPair::teacher).toList(),
                brain ? "bf16" : "f32",
                AnswerBytes.VERSION);
    byte[] digest = sha256().digest(asked.getBytes(StandardCharsets.UTF_8));
    return new TeacherFiles(cache.resolve(HexFormat.of().formatHex(digest, 0, 16)));
  }

  /** The name of an utterance's answer. */
  static String key(CleanSpeech clean, int[] answer) {
    MessageDigest digest = sha256();
    float[] mel = clean.mel().values();
    int[] prompt = clean.prompt().ids();
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * (3 + mel.length + prompt.length + answer.length))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(mel.length)
            .putInt(prompt.length)
            .putInt(answer.length);
    for (float value : mel) {
      bytes.putFloat(value);
    }
    for (int id : prompt) {
      bytes.putInt(id);
    }
    for (int id : answer) {
      bytes.putInt(id);
    }
    digest.update(bytes.flip());
    return HexFormat.of().formatHex(digest.digest(), 0, 20);
  }

  /** The answer of a key; empty if there is none, or none that is whole. */
  Optional<TeacherAnswer> read(String key, int places) {
    Path file = file(key);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new TrainingException(
          "%s cannot be read (%s); delete it, or give another --teacher-cache".formatted(file, e),
          e);
    }
    try {
      return AnswerBytes.decode(bytes).filter(answer -> answer.soft().places() == places);
    } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException e) {
      return Optional.empty();
    }
  }

  void write(String key, TeacherAnswer answer) {
    Path file = file(key);
    try {
      Path aside = Files.createTempFile(Files.createDirectories(folder(key)), "unfinished", ".tmp");
      try {
        Files.write(aside, AnswerBytes.encode(answer));
        Files.move(
            aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw new TrainingException(
          "%s cannot be written (%s); make room and go on with --resume, or give another --teacher-cache"
              .formatted(file, e),
          e);
    }
  }

  private Path file(String key) {
    return folder(key).resolve(key.substring(2) + ".answer");
  }

  /** Not all files in one folder, which may be slow. */
  private Path folder(String key) {
    return folder.resolve(key.substring(0, 2));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
