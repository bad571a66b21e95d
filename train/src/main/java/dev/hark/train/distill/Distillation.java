package dev.hark.train.distill;

import dev.hark.model.AsrConfig;
import dev.hark.train.torch.ForwardPass;
import dev.hark.train.torch.Objective;
import dev.hark.train.torch.SpeechBatch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Learning from a teacher: the cross-entropy of the labels is mixed with the divergence from the
 * teacher's probabilities, and the distance of the states from the teacher's is added.
 *
 * <p>The teacher hears every utterance as it was before it was changed for training, and the
 * student learns to say the same of the changed one. So a recording has one answer for all rounds,
 * which is kept in a folder; joined recordings never come again, and the teacher is asked each
 * time.
 */
public final class Distillation implements Objective, AutoCloseable {
  private final DistillationSettings settings;
  private final LiveTeacher live;
  private final CachedTeacher teacher;
  private final StateMatch match;
  private final String identity;

  private Distillation(
      DistillationSettings settings, LiveTeacher live, CachedTeacher teacher, StateMatch match) {
    this.settings = settings;
    this.live = live;
    this.teacher = teacher;
    this.match = match;
    this.identity = "distilled with %s from %s".formatted(settings, live.contentKey());
  }

  /**
   * Opens a teacher for a student.
   *
   * @param teacher a model folder with weights
   * @param student a model folder, with weights or without
   * @param cache where the teacher's answers are kept; runs may share it
   * @param brain whether the teacher's products run in bfloat16
   * @throws dev.hark.model.ModelException if either is not a recogniser, or their tokens differ
   */
  public static Distillation open(
      Path teacher, Path student, DistillationSettings settings, Path cache, boolean brain) {
    DistillationSettings counting = settings.withoutIdlePairs();
    LiveTeacher live = LiveTeacher.open(teacher, counting, brain);
    try {
      AsrConfig studentConfig = SameTokens.require(student, live, teacher);
      CachedTeacher cached =
          new CachedTeacher(live, TeacherFiles.in(cache, live.contentKey(), counting, brain));
      return new Distillation(
          counting, live, cached, new StateMatch(counting, studentConfig, live.config()));
    } catch (RuntimeException e) {
      live.close();
      throw e;
    }
  }

  @Override
  public Map<String, long[]> shapes() {
    return match.shapes();
  }

  @Override
  public Set<String> watched() {
    return match.watched();
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public Term loss(SpeechBatch batch, ForwardPass pass, Tensor answer) {
    List<TeacherAnswer> answers = batch.examples().stream().map(teacher::answer).toList();
    Map<String, Double> parts = new LinkedHashMap<>();
    Tensor soft =
        SoftLoss.of(
            pass.scores().to(ScalarType.Float),
            answers.stream().map(TeacherAnswer::soft).toList(),
            settings.temperature());
    parts.put("soft", soft.item_double());
    Tensor total =
        answer
            .mul(new Scalar(1 - settings.softWeight()))
            .add(soft, new Scalar(settings.softWeight()));
    if (!match.isEmpty()) {
      Tensor states = match.loss(batch, pass, answers);
      parts.put("states", states.item_double());
      total = total.add(states, new Scalar(settings.hiddenWeight()));
    }
    return new Term(total, parts);
  }

  /** How often the teacher itself was asked. */
  public long asked() {
    return teacher.asked();
  }

  @Override
  public void close() {
    live.close();
  }
}
