package dev.hark.train.torch;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AsrConfig;
import dev.hark.model.HeadConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Heads on an encoder that stays as it is. It runs without gradients, and the decoder not at all,
 * so a step costs a fraction of one that trains the model. One thread at a time.
 */
public final class HeadTrainer {
  private final AsrConfig config;
  private final SpeechNetwork network;
  private final Parameters encoder;
  private final Parameters heads;
  private final HeadTasks tasks;
  private final HeadLosses losses;

  /**
   * A trainer.
   *
   * @param encoder parameters that {@link #encoderShapes} names
   * @param heads parameters of the heads
   */
  public HeadTrainer(AsrConfig config, Parameters encoder, Parameters heads, HeadTasks tasks) {
    this.config = config;
    this.network = new SpeechNetwork(config);
    this.encoder = encoder;
    this.heads = heads;
    this.tasks = tasks;
    this.losses = new HeadLosses(tasks.config());
  }

  /** Names and shapes of the parameters of a model's audio encoder. */
  public static Map<String, long[]> encoderShapes(AsrConfig config) {
    Map<String, long[]> shapes = new LinkedHashMap<>(config.tensorShapes());
    shapes
        .keySet()
        .removeIf(name ->
            !name.startsWith("model.audio_tower.")
                && !name.startsWith("model.multi_modal_projector."));
    return shapes;
  }

  /**
   * Adds a batch's gradients to those of the heads.
   *
   * @param scale what the losses are multiplied with before the gradients are taken
   */
  public Losses accumulate(SpeechBatch batch, double scale) {
    try (PointerScope _ = new PointerScope()) {
      Tensor audio = encode(batch.audio());
      TorchOps ops = new TorchOps(heads, ScalarType.Float);
      double total = 0;
      Map<String, Double> series = new LinkedHashMap<>();
      for (HeadConfig head : tasks.config().heads()) {
        Tensor loss = losses.loss(head, ops, audio, batch).orElse(null);
        if (loss != null) {
          double weight = tasks.weight(head);
          loss.mul(new Scalar(weight * scale)).backward();
          total += weight * loss.item_double();
          series.put("loss_" + head.name(), loss.item_double());
        }
      }
      return new Losses(total, 0, 0, series);
    }
  }

  /**
   * Scores of a head for clips, before softmax or the logistic function.
   *
   * @return {@code [clips, labels]}, or of a head for tokens {@code [tokens of all clips, labels]}
   */
  public float[] scores(HeadConfig head, List<MelSpectrogram> clips) {
    try (NoGradGuard _ = new NoGradGuard();
        PointerScope _ = new PointerScope()) {
      AudioBatch batch = AudioBatch.of(clips, config.audio());
      TorchOps ops = new TorchOps(heads, ScalarType.Float);
      return Tensors.toFloats(losses.scores(head, ops, encode(batch), batch.tokens()));
    }
  }

  private Tensor encode(AudioBatch batch) {
    try (NoGradGuard _ = new NoGradGuard()) {
      return network.encode(new TorchOps(encoder, ScalarType.Float), batch);
    }
  }
}
