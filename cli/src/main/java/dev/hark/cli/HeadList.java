package dev.hark.cli;

import dev.hark.model.AsrConfig;
import dev.hark.model.EncoderHeads;
import dev.hark.model.HeadConfig;
import dev.hark.model.HeadsConfig;
import dev.hark.model.ModelConfig;
import dev.hark.model.ModelException;
import dev.hark.train.data.DataMixture;
import dev.hark.train.torch.HeadTasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Heads to train, as an option names them: {@code lid:0.1,vad:0.2,style:0.1}. */
final class HeadList {
  private static final Pattern PART =
      Pattern.compile("(lid|vad|style)(?::([0-9]+(?:\\.[0-9]+)?(?:[eE]-?[0-9]+)?))?");
  private static final int WIDTH = 64;

  private HeadList() {}

  /**
   * The heads and the weights of their losses.
   *
   * @param list what the option says; a head without a weight has weight 1
   * @param model folder of the recogniser; heads that it has keep their labels
   * @param data whose languages and styles are the labels of new heads
   * @param bound of the gradient of each head, in that of the answer
   */
  static HeadTasks parse(String list, Path model, DataMixture data, double bound) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String part : list.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "--heads has \"%s\", wanted some of lid, vad, style, each with a weight such as lid:0.1"
                .formatted(part));
      }
      String weight = Optional.ofNullable(matcher.group(2)).orElse("1");
      if (weights.put(matcher.group(1), Double.valueOf(weight)) != null) {
        throw new IllegalArgumentException("--heads has " + matcher.group(1) + " twice");
      }
    }
    if (!(ModelConfig.open(model) instanceof AsrConfig config)) {
      throw new ModelException(model + " is not a recogniser, wanted a Qwen3-ASR model");
    }
    int inputs = config.audio().outputSize();
    Optional<HeadsConfig> old = before(model, inputs);
    List<HeadConfig> heads = new ArrayList<>();
    for (String name : weights.keySet()) {
      heads.add(head(name, data, old.flatMap(before -> before.find(name))));
    }
    return new HeadTasks(new HeadsConfig(inputs, heads), weights, bound);
  }

  private static Optional<HeadsConfig> before(Path model, int inputs) {
    Optional<EncoderHeads> found = EncoderHeads.find(model, inputs);
    found.ifPresent(EncoderHeads::close);
    return found.map(EncoderHeads::config);
  }

  private static HeadConfig head(String name, DataMixture data, Optional<HeadConfig> old) {
    List<String> labels =
        switch (name) {
          case HeadConfig.LANGUAGE -> data.languages();
          case HeadConfig.STYLE -> data.styles();
          default -> List.of("speech");
        };
    if (old.isPresent()) {
      labels.stream()
          .filter(label -> !old.get().labels().contains(label))
          .findFirst()
          .ifPresent(label -> {
            throw new IllegalArgumentException(
                "the data has \"%s\", which head %s of the model does not know, only %s; leave it out of the data, or delete the model's heads.json and heads.safetensors to begin anew"
                    .formatted(label, name, old.get().labels()));
          });
      return old.get();
    }
    boolean vad = name.equals(HeadConfig.VOICE_ACTIVITY);
    if (!vad && labels.size() < 2) {
      throw new IllegalArgumentException(
          "the data has %s for head %s, wanted at least two labels".formatted(labels, name));
    }
    HeadConfig.Kind kind = vad ? HeadConfig.Kind.TOKEN : HeadConfig.Kind.CLIP;
    return new HeadConfig(name, kind, labels, WIDTH);
  }
}
