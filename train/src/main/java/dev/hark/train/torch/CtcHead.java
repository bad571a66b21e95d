package dev.hark.train.torch;

import dev.hark.model.AsrConfig;
import dev.hark.model.network.Linear;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A head on the audio embeddings that spells the text without the decoder, a help for training that
 * leads the encoder to the right places early. Source: Graves et al. 2006; Watanabe et al. 2017.
 */
final class CtcHead {
  /** What the head's parameters are called; no exported model has them. */
  static final String NAME = "ctc_head";

  private final Linear layer;
  private final int blank;

  CtcHead(AsrConfig config) {
    this.blank = config.text().vocabularySize();
    this.layer = new Linear(NAME, config.text().hiddenSize(), blank + 1, true, Linear.Role.HEAD);
  }

  /** Names and shapes of the head's parameters. */
  Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(layer.weight(), new long[] {layer.outputs(), layer.inputs()});
    shapes.put(layer.biasName(), new long[] {layer.outputs()});
    return shapes;
  }

  /** Negative log-likelihood of the texts, divided by their lengths, mean over the clips. */
  Tensor loss(TorchOps ops, Tensor audio, CtcTargets targets) {
    int clips = targets.lengths().length;
    Tensor scores = ops.linear(audio, layer).to(ScalarType.Float); // [tokens, classes]
    Tensor frames = Tensors.longs(targets.frames(), targets.frames().length);
    Tensor logits =
        torch
            .log_softmax(scores, -1)
            .index_select(0, frames)
            .reshape(targets.time(), clips, layer.outputs());
    return torch.ctc_loss(
        logits,
        Tensors.longs(targets.targets(), targets.targets().length),
        targets.lengths(),
        targets.targetLengths(),
        blank,
        MEAN,
        true);
  }

  private static final long MEAN = 1;
}
