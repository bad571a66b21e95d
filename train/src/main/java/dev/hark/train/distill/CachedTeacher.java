package dev.hark.train.distill;

import dev.hark.train.torch.CleanSpeech;
import dev.hark.train.torch.SpeechExample;
import java.util.Optional;

/** A teacher that is asked once for each recording; its answers are kept in files. */
final class CachedTeacher implements Teacher {
  private final Teacher live;
  private final TeacherFiles files;
  private long asked;

  CachedTeacher(Teacher live, TeacherFiles files) {
    this.live = live;
    this.files = files;
  }

  @Override
  public TeacherAnswer answer(SpeechExample example) {
    CleanSpeech clean = example.clean().orElseThrow();
    if (!clean.recurring()) {
      return ask(example);
    }
    String key = TeacherFiles.key(clean, example.answer());
    Optional<TeacherAnswer> kept = files.read(key, example.answer().length);
    if (kept.isPresent()) {
      return kept.get();
    }
    TeacherAnswer answer = ask(example);
    files.write(key, answer);
    return answer;
  }

  private TeacherAnswer ask(SpeechExample example) {
    asked++;
    return live.answer(example);
  }

  /** How often the teacher itself was asked. */
  long asked() {
    return asked;
  }
}
