package dev.hark.train.distill;

import dev.hark.model.AsrConfig;
import dev.hark.model.Checkpoint;
import dev.hark.model.ModelException;
import dev.hark.model.tokenizer.Tokenizer;
import dev.hark.train.torch.CleanSpeech;
import dev.hark.train.torch.InitialWeights;
import dev.hark.train.torch.LossSettings;
import dev.hark.train.torch.Parameters;
import dev.hark.train.torch.SpeechBatch;
import dev.hark.train.torch.SpeechExample;
import dev.hark.train.torch.SpeechTrainer;
import dev.hark.train.torch.Tensors;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A recogniser that answers each time it is asked. Utterances go through it one by one, so that an
 * answer does not depend on what else is in the batch, not even in the last bit. Its matrices stay
 * in the folder's mapped files.
 */
final class LiveTeacher implements Teacher, AutoCloseable {
  /** So small a probability counts as none, and its logarithm is still a number. */
  private static final double LEAST_LOG = -100;

  private final AsrConfig config;
  private final Tokenizer tokenizer;
  private final Checkpoint weights;
  private final Parameters parameters;
  private final SpeechTrainer network;
  private final DistillationSettings settings;
  private final List<String> encoderNorms;
  private final List<String> decoderNorms;

  private LiveTeacher(
      AsrConfig config,
      Tokenizer tokenizer,
      Checkpoint weights,
      Parameters parameters,
      DistillationSettings settings,
      boolean brain) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.weights = weights;
    this.parameters = parameters;
    this.network = new SpeechTrainer(config, parameters, new LossSettings(0, 0), brain);
    this.settings = settings;
    int encoderLayers = config.audio().layers();
    int decoderLayers = config.text().layers();
    this.encoderNorms =
        settings.encoder().stream()
            .map(pair -> LayerNames.behindEncoderLayer(pair.teacher(), encoderLayers))
            .toList();
    this.decoderNorms =
        settings.decoder().stream()
            .map(pair -> LayerNames.behindDecoderLayer(pair.teacher(), decoderLayers))
            .toList();
  }

  /**
   * Opens a model folder with weights.
   *
   * @param brain whether products run in bfloat16
   * @throws ModelException if it is not the folder of a recogniser
   */
  static LiveTeacher open(Path folder, DistillationSettings settings, boolean brain) {
    Checkpoint weights = Checkpoint.open(folder);
    try {
      weights.validate();
      if (!(weights.config() instanceof AsrConfig config)) {
        throw new ModelException(folder + " is not a recogniser, wanted a Qwen3-ASR model");
      }
      Tokenizer tokenizer = Tokenizer.open(folder);
      Parameters parameters =
          new Parameters(config.tensorShapes(), _ -> false, Optional.of(weights));
      InitialWeights.copy(weights, parameters);
      return new LiveTeacher(config, tokenizer, weights, parameters, settings, brain);
    } catch (RuntimeException | OutOfMemoryError e) {
      weights.close();
      throw e;
    }
  }

  AsrConfig config() {
    return config;
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Tells this teacher's weights from those of others. */
  String contentKey() {
    return weights.contentKey();
  }

  @Override
  public TeacherAnswer answer(SpeechExample example) {
    CleanSpeech clean = example.clean().orElseThrow();
    SpeechExample heard =
        new SpeechExample(
            example.id(),
            clean.mel(),
            clean.prompt(),
            example.answer(),
            example.spoken(),
            example.text());
    Set<String> watched = new HashSet<>(encoderNorms);
    watched.addAll(decoderNorms);
    return network.read(
        SpeechBatch.of(List.of(heard), config),
        watched,
        pass ->
            new TeacherAnswer(
                soft(pass.scores(), settings.temperature(), settings.topTokens()),
                encoderNorms.stream().map(norm -> states(pass.encoderStates(norm))).toList(),
                decoderNorms.stream().map(norm -> states(pass.decoderStates(norm))).toList()));
  }

  /** Targets from scores {@code [places, vocabulary]}. */
  static SoftTargets soft(Tensor scores, double temperature, int topTokens) {
    int top = Math.toIntExact(Math.min(topTokens, scores.size(1)));
    Tensor all =
        torch
            .log_softmax(scores.to(ScalarType.Float).div(new Scalar(temperature)), -1)
            .clamp_min(new Scalar(LEAST_LOG));
    var best = torch.topk(all, top);
    Tensor rest = all.scatter(1, best.get1(), new Scalar(Double.NEGATIVE_INFINITY)).logsumexp(1);
    long[] longIds = Tensors.toLongs(best.get1());
    int[] ids = new int[longIds.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Math.toIntExact(longIds[i]);
    }
    return new SoftTargets(top, ids, Tensors.toFloats(best.get0()), Tensors.toFloats(rest));
  }

  private static TeacherStates states(Tensor states) {
    long width = states.size(1);
    Tensor even =
        torch.layer_norm(
            states.to(ScalarType.Float),
            new long[] {width},
            new TensorOptional(),
            new TensorOptional(),
            1e-5,
            true);
    return TeacherStates.of(Tensors.toFloats(even), Math.toIntExact(width));
  }

  @Override
  public void close() {
    parameters.close();
    weights.close();
  }
}
