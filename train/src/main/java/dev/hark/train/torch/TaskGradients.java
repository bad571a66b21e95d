package dev.hark.train.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Gradients of several tasks on one encoder: of each task as far as the encoder's output, where
 * they are measured and attenuated, and from there of all together. It costs what one backward pass
 * of the sum would.
 */
final class TaskGradients {
  private final Tensor audio;
  private final boolean shared;
  private final double[] norms; // [tasks]
  private final Tensor[] gradients; // [tasks]
  private final List<Done> done = new ArrayList<>();
  private Tensor input;
  private double total;

  private record Done(String task, int place) {}

  /**
   * Gradients of a batch.
   *
   * @param audio the encoder's output
   * @param tasks how many there may be
   */
  TaskGradients(Tensor audio, int tasks) {
    this.audio = audio;
    this.shared = audio.requires_grad();
    this.norms = new double[tasks];
    this.gradients = new Tensor[tasks];
    this.input = audio;
  }

  /** The encoder's output for the next task, whose gradient stops there. */
  Tensor next() {
    input = audio.detach().requires_grad_(shared);
    return input;
  }

  /**
   * Adds a task.
   *
   * @param place among all tasks that there may be; the main task's is 0
   * @param loss computed from what {@link #next} gave last
   * @param weight what the loss is multiplied with
   */
  void add(String task, int place, Tensor loss, double weight) {
    if (loss.requires_grad()) {
      loss.mul(new Scalar(weight)).backward();
    }
    if (shared) {
      gradients[place] = input.grad().to(ScalarType.Float);
      norms[place] = gradients[place].norm().item_double();
    }
    done.add(new Done(task, place));
    total += weight * loss.item_double();
  }

  /** Sum of the weighted losses. */
  double total() {
    return total;
  }

  /**
   * Takes the gradients on through the encoder.
   *
   * @param scale by which all weights were multiplied, and the norms are divided
   * @param balance what each gradient is to be multiplied with, by the norms of all
   * @return {@code norm_} and {@code factor_} of each task
   */
  Map<String, Double> finish(double scale, UnaryOperator<double[]> balance) {
    for (int i = 0; i < norms.length; i++) {
      norms[i] /= scale;
    }
    double[] factors = balance.apply(norms);
    Tensor sum = torch.zeros_like(audio).to(ScalarType.Float);
    Map<String, Double> series = new LinkedHashMap<>();
    for (Done task : done) {
      int place = task.place();
      if (shared) {
        sum = sum.add(gradients[place], new Scalar(factors[place]));
      }
      series.put("norm_" + task.task(), norms[place]);
      series.put("factor_" + task.task(), factors[place]);
    }
    if (shared) {
      audio.to(ScalarType.Float).mul(sum).sum().backward(); // the gradient of this is the sum
    }
    return series;
  }
}
