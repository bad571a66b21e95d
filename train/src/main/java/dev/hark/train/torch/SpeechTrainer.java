package dev.hark.train.torch;

import dev.hark.model.AsrConfig;
import dev.hark.model.text.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Loss, gradients and greedy answers of a recogniser. Native memory of a call is free when it
 * returns. One thread at a time.
 */
public final class SpeechTrainer {
  private static final long MEAN = 1;
  private static final long IGNORED = -100;

  private final AsrConfig config;
  private final ParameterSource parameters;
  private final SpeechNetwork network;
  private final CtcHead ctc;
  private final LossSettings settings;
  private final ScalarType compute;
  private final Optional<Objective> objective;

  /**
   * A trainer of parameters that {@link #shapes} names.
   *
   * @param brain whether products run in bfloat16, with parameters and sums in 32-bit floats
   */
  public SpeechTrainer(
      AsrConfig config, ParameterSource parameters, LossSettings settings, boolean brain) {
    this(config, parameters, settings, brain, Optional.empty());
  }

  /** A trainer with an objective besides the labels. */
  public SpeechTrainer(
      AsrConfig config,
      ParameterSource parameters,
      LossSettings settings,
      boolean brain,
      Optional<Objective> objective) {
    this.objective = objective;
    this.config = config;
    this.parameters = parameters;
    this.network = new SpeechNetwork(config);
    this.ctc = new CtcHead(config);
    this.settings = settings;
    this.compute = brain ? ScalarType.BFloat16 : ScalarType.Float;
  }

  /** Names and shapes of the parameters: those of the model, and those of heads for training. */
  public static Map<String, long[]> shapes(AsrConfig config, LossSettings settings) {
    Map<String, long[]> shapes = new LinkedHashMap<>(config.tensorShapes());
    if (settings.ctcWeight() > 0) {
      shapes.putAll(new CtcHead(config).shapes());
    }
    return shapes;
  }

  /**
   * Adds a batch's gradients to those of the parameters.
   *
   * @param scale what the losses are multiplied with before the gradients are taken
   */
  public Losses accumulate(SpeechBatch batch, double scale) {
    try (PointerScope _ = new PointerScope()) {
      TorchOps ops = new TorchOps(parameters, compute);
      objective.ifPresent(asked -> ops.watch(asked.watched()));
      Tensor audio = network.encode(ops, batch.audio());
      Tensor scores = network.scores(ops, audio, batch.tokens());
      Tensor answer = answerLoss(scores, batch.tokens());
      Tensor total = answer;
      Map<String, Double> others = Map.of();
      if (objective.isPresent()) {
        ForwardPass pass = new ForwardPass(ops, batch, scores);
        Objective.Term term = objective.get().loss(batch, pass, answer);
        total = term.total();
        others = term.parts();
      }
      double ctcLoss = 0;
      if (settings.ctcWeight() > 0) {
        Tensor spelled = ctc.loss(ops, audio, batch.ctc());
        total = total.add(spelled, new Scalar(settings.ctcWeight()));
        ctcLoss = spelled.item_double();
      }
      total.mul(new Scalar(scale)).backward();
      return new Losses(total.item_double(), answer.item_double(), ctcLoss, others);
    }
  }

  /**
   * Reads what the network computes of a batch, without gradients.
   *
   * @param watched norms whose inputs are to be kept
   * @param reader must not keep tensors
   */
  public <R> R read(SpeechBatch batch, Set<String> watched, Function<ForwardPass, R> reader) {
    try (NoGradGuard _ = new NoGradGuard();
        PointerScope _ = new PointerScope()) {
      TorchOps ops = new TorchOps(parameters, compute);
      ops.watch(watched);
      Tensor audio = network.encode(ops, batch.audio());
      return reader.apply(new ForwardPass(ops, batch, network.scores(ops, audio, batch.tokens())));
    }
  }

  private Tensor answerLoss(Tensor scores, TokenBatch tokens) {
    return torch.cross_entropy_loss(
        scores.to(ScalarType.Float),
        Tensors.longs(tokens.targets(), tokens.targets().length),
        new TensorOptional(),
        MEAN,
        IGNORED,
        settings.labelSmoothing());
  }

  /**
   * The most probable token each time, for all examples at once.
   *
   * @param stops tokens that end an answer; they are part of it
   * @param limit most tokens of an answer
   */
  public List<int[]> greedy(List<SpeechExample> examples, Set<Integer> stops, int limit) {
    List<Prompt> prompts = examples.stream().map(SpeechExample::prompt).toList();
    List<int[]> written = new ArrayList<>();
    prompts.forEach(_ -> written.add(new int[0]));
    try (NoGradGuard _ = new NoGradGuard();
        PointerScope _ = new PointerScope()) {
      TorchOps ops = new TorchOps(parameters, compute);
      AudioBatch batch =
          AudioBatch.of(examples.stream().map(SpeechExample::mel).toList(), config.audio());
      Tensor audio = network.encode(ops, batch);
      boolean open = true;
      for (int step = 0; step < limit && open; step++) {
        long[] best = best(audio, TokenBatch.asking(prompts, written));
        open = false;
        for (int b = 0; b < written.size(); b++) {
          int[] before = written.get(b);
          if (before.length == 0 || !stops.contains(before[before.length - 1])) {
            int[] longer = Arrays.copyOf(before, before.length + 1);
            longer[before.length] = Math.toIntExact(best[b]);
            written.set(b, longer);
            open |= !stops.contains(longer[before.length]);
          }
        }
      }
    }
    return written;
  }

  private long[] best(Tensor audio, TokenBatch tokens) {
    try (PointerScope _ = new PointerScope()) {
      TorchOps ops = new TorchOps(parameters, compute);
      Tensor scores = network.scores(ops, audio, tokens);
      return Tensors.toLongs(scores.argmax(new org.bytedeco.pytorch.LongOptional(-1), false));
    }
  }
}
