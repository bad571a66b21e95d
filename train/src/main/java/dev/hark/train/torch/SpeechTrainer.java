package dev.hark.train.torch;

import dev.hark.model.AsrConfig;
import dev.hark.model.HeadConfig;
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
  private final HeadTasks tasks;
  private final HeadLosses heads;
  private final GradientBalance balance;

  /**
   * A trainer of parameters that {@link #shapes} names.
   *
   * @param brain whether products run in bfloat16, with parameters and sums in 32-bit floats
   */
  public SpeechTrainer(
      AsrConfig config, ParameterSource parameters, LossSettings settings, boolean brain) {
    this(config, parameters, settings, HeadTasks.NONE, brain, Optional.empty());
  }

  /**
   * A trainer with heads, or with an objective besides the labels.
   *
   * @throws IllegalArgumentException if there are both
   */
  public SpeechTrainer(
      AsrConfig config,
      ParameterSource parameters,
      LossSettings settings,
      HeadTasks tasks,
      boolean brain,
      Optional<Objective> objective) {
    if (!tasks.isEmpty() && objective.isPresent()) {
      throw new IllegalArgumentException("heads and another objective, wanted one of them");
    }
    this.objective = objective;
    this.tasks = tasks;
    this.heads = new HeadLosses(tasks.config());
    this.balance = new GradientBalance(tasks.bound());
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

  /** Names and shapes of the parameters of a model, of heads for training, and of heads. */
  public static Map<String, long[]> shapes(
      AsrConfig config, LossSettings settings, HeadTasks tasks) {
    Map<String, long[]> shapes = new LinkedHashMap<>(shapes(config, settings));
    if (!tasks.isEmpty()) {
      shapes.putAll(tasks.config().tensorShapes());
      shapes.put(GradientBalance.NAME, new long[] {2 + tasks.config().heads().size()});
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
      if (!tasks.isEmpty()) {
        return balanced(batch, scale);
      }
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

  private Losses balanced(SpeechBatch batch, double scale) {
    TorchOps ops = new TorchOps(parameters, compute);
    TaskGradients gradients =
        new TaskGradients(network.encode(ops, batch.audio()), 2 + tasks.config().heads().size());
    Tensor audio = gradients.next();
    Tensor answer = answerLoss(network.scores(ops, audio, batch.tokens()), batch.tokens());
    gradients.add("answer", 0, answer, scale);
    double spelled = 0;
    if (settings.ctcWeight() > 0) {
      Tensor loss = ctc.loss(ops, gradients.next(), batch.ctc());
      gradients.add("ctc", 1, loss, settings.ctcWeight() * scale);
      spelled = loss.item_double();
    }
    Map<String, Double> series = new LinkedHashMap<>();
    for (int i = 0; i < tasks.config().heads().size(); i++) {
      HeadConfig head = tasks.config().heads().get(i);
      int place = 2 + i;
      heads
          .loss(head, ops, gradients.next(), batch)
          .ifPresent(loss -> {
            gradients.add(head.name(), place, loss, tasks.weight(head) * scale);
            series.put("loss_" + head.name(), loss.item_double());
          });
    }
    series.putAll(gradients.finish(scale, this::balance));
    return new Losses(gradients.total() / scale, answer.item_double(), spelled, series);
  }

  /** Moves the means that are saved with the parameters on by a step. */
  private double[] balance(double[] norms) {
    Tensor saved = parameters.parameter(GradientBalance.NAME);
    float[] means = Tensors.toFloats(saved);
    double[] factors = balance.factors(norms, means);
    try (NoGradGuard _ = new NoGradGuard()) {
      saved.copy_(Tensors.floats(means, means.length));
    }
    return factors;
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
