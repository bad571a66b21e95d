package dev.hark.train.torch;

import dev.hark.model.HeadConfig;
import dev.hark.model.HeadsConfig;
import dev.hark.model.network.EncoderHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Scores and losses of heads on audio embeddings. */
final class HeadLosses {
  private static final long MEAN = 1;
  private static final long IGNORED = -100;

  private final Map<HeadConfig, EncoderHead> heads = new LinkedHashMap<>();

  HeadLosses(HeadsConfig config) {
    config.heads().forEach(head -> heads.put(head, new EncoderHead(head, config.inputs())));
  }

  /**
   * Scores of a head.
   *
   * @param audio embeddings of the clips, one clip after the other: {@code [tokens, inputs]}
   * @param tokens of each clip
   */
  Tensor scores(HeadConfig head, TorchOps ops, Tensor audio, int[] tokens) {
    EncoderHead network = Objects.requireNonNull(heads.get(head));
    return network.scores(ops, audio.to(ScalarType.Float), pooling(tokens)).to(ScalarType.Float);
  }

  /**
   * Loss of a head; empty if no example of the batch has a label for it.
   *
   * @param audio embeddings of the batch's clips
   */
  Optional<Tensor> loss(HeadConfig head, TorchOps ops, Tensor audio, SpeechBatch batch) {
    int[] tokens = batch.audio().tokens();
    Tensor scores = scores(head, ops, audio, tokens);
    return switch (head.kind()) {
      case CLIP -> clipLoss(head, scores, batch.examples());
      case TOKEN -> tokenLoss(scores, tokens, batch.examples());
    };
  }

  /** Which label of a head an example has; -1 for none of them. */
  static int label(HeadConfig head, SpeechExample example) {
    return head.labels().indexOf(field(head).apply(example.labels()));
  }

  private static Function<HeadLabels, String> field(HeadConfig head) {
    return switch (head.name()) {
      case HeadConfig.LANGUAGE -> HeadLabels::language;
      case HeadConfig.STYLE -> HeadLabels::style;
      default ->
          throw new IllegalArgumentException(
              "no examples are labelled for head %s, wanted lid, vad or style"
                  .formatted(head.name()));
    };
  }

  private static Optional<Tensor> clipLoss(
      HeadConfig head, Tensor scores, List<SpeechExample> examples) {
    long[] labels = examples.stream().mapToLong(example -> label(head, example)).toArray();
    boolean any = false;
    for (int i = 0; i < labels.length; i++) {
      any |= labels[i] >= 0;
      labels[i] = labels[i] >= 0 ? labels[i] : IGNORED;
    }
    return any
        ? Optional.of(
            torch.cross_entropy_loss(
                scores,
                Tensors.longs(labels, labels.length),
                new TensorOptional(),
                MEAN,
                IGNORED,
                0))
        : Optional.empty();
  }

  private static Optional<Tensor> tokenLoss(
      Tensor scores, int[] tokens, List<SpeechExample> examples) {
    int known = 0;
    for (int i = 0; i < tokens.length; i++) {
      known += examples.get(i).labels().speech().length == tokens[i] ? tokens[i] : 0;
    }
    if (known == 0) {
      return Optional.empty();
    }
    long[] rows = new long[known];
    float[] targets = new float[known];
    int row = 0;
    int n = 0;
    for (int i = 0; i < tokens.length; i++) {
      float[] speech = examples.get(i).labels().speech();
      for (int t = 0; t < tokens[i]; t++, row++) {
        if (speech.length == tokens[i]) {
          rows[n] = row;
          targets[n++] = speech[t];
        }
      }
    }
    Tensor wanted = scores.select(1, 0).index_select(0, Tensors.longs(rows, known));
    return Optional.of(
        torch.binary_cross_entropy_with_logits(
            wanted,
            Tensors.floats(targets, known),
            new TensorOptional(),
            new TensorOptional(),
            MEAN));
  }

  /** The mean over each clip's tokens as a matrix: {@code [clips, tokens]}. */
  private static Tensor pooling(int[] tokens) {
    int total = 0;
    for (int count : tokens) {
      total += count;
    }
    float[] pooling = new float[tokens.length * total]; // [clips, tokens]
    int at = 0;
    for (int clip = 0; clip < tokens.length; clip++) {
      for (int t = 0; t < tokens[clip]; t++) {
        pooling[clip * total + at++] = 1f / tokens[clip];
      }
    }
    return Tensors.floats(pooling, tokens.length, total);
  }
}
