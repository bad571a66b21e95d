package dev.hark.train.torch;

import dev.hark.model.AlignerConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Loss, gradients and times of a forced aligner. The time of a slot is named at the slot itself,
 * and the loss is the cross-entropy at the slots alone: all other positions are masked. Native
 * memory of a call is free when it returns. One thread at a time. Source: arXiv 2601.21337.
 */
public final class AlignerTrainer {
  private static final long MEAN = 1;
  private static final long IGNORED = -100;

  private final Parameters parameters;
  private final AlignerConfig config;
  private final SpeechNetwork network;
  private final double labelSmoothing;
  private final ScalarType compute;

  /**
   * A trainer of the parameters that {@link AlignerConfig#tensorShapes} names.
   *
   * @param labelSmoothing probability that is spread over all classes, 0 to below 1
   * @param brain whether products run in bfloat16, with parameters and sums in 32-bit floats
   */
  public AlignerTrainer(
      AlignerConfig config, Parameters parameters, double labelSmoothing, boolean brain) {
    this(config, parameters, labelSmoothing, brain ? ScalarType.BFloat16 : ScalarType.Float);
  }

  AlignerTrainer(
      AlignerConfig config, Parameters parameters, double labelSmoothing, ScalarType compute) {
    this.config = config;
    this.parameters = parameters;
    this.network = new SpeechNetwork(config);
    this.labelSmoothing = labelSmoothing;
    this.compute = compute;
  }

  /**
   * Adds a batch's gradients to those of the parameters.
   *
   * @param scale what the loss is multiplied with before the gradients are taken
   */
  public Losses accumulate(AlignerBatch batch, double scale) {
    try (PointerScope _ = new PointerScope()) {
      Tensor loss = loss(new TorchOps(parameters, compute), batch);
      loss.mul(new Scalar(scale)).backward();
      double value = loss.item_double();
      return new Losses(value, value, 0);
    }
  }

  /** Cross-entropy of a slot, mean over all slots of the batch. */
  Tensor loss(TorchOps ops, AlignerBatch batch) {
    long[] classes = batch.tokens().targets();
    Tensor audio = network.encode(ops, batch.audio());
    Tensor scores = network.scores(ops, audio, batch.tokens());
    return torch.cross_entropy_loss(
        compute == ScalarType.BFloat16 ? scores.to(ScalarType.Float) : scores,
        Tensors.longs(classes, classes.length),
        new TensorOptional(),
        MEAN,
        IGNORED,
        labelSmoothing);
  }

  /** The most probable class at each slot, for each example. */
  public List<int[]> classes(List<AlignerExample> examples) {
    long[] best;
    try (NoGradGuard _ = new NoGradGuard();
        PointerScope _ = new PointerScope()) {
      AlignerBatch batch = AlignerBatch.of(examples, config);
      TorchOps ops = new TorchOps(parameters, compute);
      Tensor audio = network.encode(ops, batch.audio());
      Tensor scores = network.scores(ops, audio, batch.tokens());
      best = Tensors.toLongs(scores.argmax(new LongOptional(-1), false));
    }
    List<int[]> classes = new ArrayList<>();
    int at = 0;
    for (AlignerExample example : examples) {
      int to = at + example.slots().length;
      classes.add(Arrays.stream(best, at, to).mapToInt(Math::toIntExact).toArray());
      at = to;
    }
    return classes;
  }
}
