package dev.hark.train.distill;

import dev.hark.train.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How far a student's probabilities are from the teacher's: the Kullback-Leibler divergence at one
 * temperature, times its square, so that gradients keep their size as the temperature changes. The
 * tokens that the targets do not name count as one. Source: Hinton, Vinyals and Dean 2015, section
 * 2.
 */
final class SoftLoss {
  private static final float NEVER = Float.NEGATIVE_INFINITY;

  private SoftLoss() {}

  /**
   * Mean over all places.
   *
   * @param scores {@code [places, vocabulary]}
   * @param targets of the clips, one after the other
   */
  static Tensor of(Tensor scores, List<SoftTargets> targets, double temperature) {
    int top = targets.getFirst().top();
    int places = targets.stream().mapToInt(SoftTargets::places).sum();
    long[] ids = new long[places * top]; // [places, top]
    float[] named = new float[places * top]; // [places, top]
    float[] rest = new float[places]; // [places]
    int at = 0;
    for (SoftTargets target : targets) {
      for (int i = 0; i < target.ids().length; i++) {
        ids[at * top + i] = target.ids()[i];
      }
      System.arraycopy(
          target.logProbabilities(), 0, named, at * top, target.logProbabilities().length);
      System.arraycopy(target.logRest(), 0, rest, at, target.places());
      at += target.places();
    }
    Tensor students = torch.log_softmax(scores.div(new Scalar(temperature)), -1);
    Tensor places2d = Tensors.longs(ids, places, top);
    Tensor sum =
        divergence(
            Tensors.floats(named, places, top).to(students.scalar_type()),
            students.gather(1, places2d));
    if (top < scores.size(1)) {
      Tensor others = students.scatter(1, places2d, new Scalar(NEVER)).logsumexp(1);
      sum = sum.add(divergence(Tensors.floats(rest, places).to(students.scalar_type()), others));
    }
    return sum.mul(new Scalar(temperature * temperature / places));
  }

  /** Sum of {@code p log(p / q)}. */
  private static Tensor divergence(Tensor logP, Tensor logQ) {
    return logP.exp().mul(logP.sub(logQ)).sum();
  }
}
