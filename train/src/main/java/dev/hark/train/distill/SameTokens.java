package dev.hark.train.distill;

import dev.hark.model.AsrConfig;
import dev.hark.model.ModelException;
import dev.hark.model.tokenizer.Tokenizer;
import dev.hark.train.run.SpeechModel;
import java.nio.file.Path;
import java.util.Arrays;

/** A student can only learn the probabilities of tokens that it has, under the same numbers. */
final class SameTokens {
  private SameTokens() {}

  /**
   * Configuration of a student with the tokens of a teacher.
   *
   * @throws ModelException if it is not a recogniser, or its tokens are others
   */
  static AsrConfig require(Path student, LiveTeacher teacher, Path teacherFolder) {
    AsrConfig config = SpeechModel.configuration(student);
    int wanted = teacher.config().text().vocabularySize();
    int got = config.text().vocabularySize();
    if (got != wanted) {
      throw new ModelException(
          "the student %s has a vocabulary of %d tokens and the teacher %s one of %d; a student needs its teacher's"
              .formatted(student, got, teacherFolder, wanted));
    }
    Tokenizer tokens = Tokenizer.open(student);
    for (int id = 0; id < Math.max(tokens.size(), teacher.tokenizer().size()); id++) {
      if (!Arrays.equals(tokens.bytes(id), teacher.tokenizer().bytes(id))) {
        throw new ModelException(
            "token %d of the student %s is \"%s\" and of the teacher %s \"%s\"; a student needs its teacher's vocabulary"
                .formatted(
                    id, student, shown(tokens, id), teacherFolder, shown(teacher.tokenizer(), id)));
      }
    }
    return config;
  }

  private static String shown(Tokenizer tokens, int id) {
    return tokens.decode(new int[] {id}, false).replaceAll("\\p{Cntrl}", "?");
  }
}
