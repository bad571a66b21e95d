package dev.hark.train.distill;

import dev.hark.model.ModelException;
import dev.hark.train.run.SpeechModel;
import dev.hark.train.run.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The model folder that a student begins as. */
public final class StudentFolder {
  private static final List<String> FROM_TEACHER =
      List.of(
          "generation_config.json",
          "preprocessor_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "vocab.json",
          "merges.txt",
          "chat_template.json",
          "chat_template.jinja");

  private StudentFolder() {}

  /**
   * The folder of a student: the one that is named, or for a configuration file a new one with the
   * teacher's tokenizer.
   *
   * @param student a model folder, or a file like {@code config.json}
   * @param into the new folder, if one is needed
   * @throws ModelException if there is no such file, it is not a recogniser's, or the engine could
   *     not run such a student
   */
  public static Path of(Path student, Path teacher, Path into) {
    if (Files.isDirectory(student)) {
      return runnable(student);
    }
    if (!Files.isRegularFile(student)) {
      throw new ModelException(
          student + ": no such file; wanted a model folder or a file like config.json");
    }
    try {
      Files.createDirectories(into);
      Files.copy(student, into.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
      for (String name : FROM_TEACHER) {
        Path file = teacher.resolve(name);
        if (Files.isRegularFile(file)) {
          Files.copy(file, into.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new TrainingException("%s cannot be written (%s)".formatted(into, e), e);
    }
    return runnable(into);
  }

  private static Path runnable(Path folder) {
    SpeechModel.configuration(folder).text().requireRunnable(folder);
    return folder;
  }
}
