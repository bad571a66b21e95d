package dev.hark.engine;

import dev.hark.audio.LogMel;
import dev.hark.engine.decode.ModelRuntime;
import dev.hark.engine.stream.NeuralVoiceActivity;
import dev.hark.model.HeadConfig;
import dev.hark.model.HeadsConfig;
import dev.hark.model.ModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The small classifiers that lie beside a model and read what its audio encoder made of a clip:
 * language, style, voice activity. Get them from {@link Transcriber#heads}; any number of threads
 * may use them until the transcriber is closed.
 */
public final class AudioHeads {
  private final ModelRuntime runtime;
  private final HeadsConfig config;

  AudioHeads(ModelRuntime runtime, HeadsConfig config) {
    this.runtime = runtime;
    this.config = config;
  }

  /** What the heads are, with their labels. */
  public HeadsConfig config() {
    return config;
  }

  /**
   * What all heads say about a clip.
   *
   * @param samples mono, 16 kHz, in [-1, 1]; as a whole, so of up to a minute or so
   */
  public ClipJudgement judge(float[] samples) {
    return judgeEmbeddings(runtime.encode(LogMel.create().compute(samples)));
  }

  ClipJudgement judgeEmbeddings(float[] embeddings) {
    Map<String, float[]> scores = runtime.headScores(embeddings);
    return new ClipJudgement(
        posteriors(scores, HeadConfig.LANGUAGE),
        posteriors(scores, HeadConfig.STYLE),
        speech(scores));
  }

  private List<LabelProbability> posteriors(Map<String, float[]> scores, String name) {
    return config
        .find(name)
        .map(head -> softmax(head.labels(), scores.getOrDefault(name, new float[0])))
        .orElse(List.of());
  }

  private static List<LabelProbability> softmax(List<String> labels, float[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - largest);
    }
    List<LabelProbability> posteriors = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      posteriors.add(new LabelProbability(labels.get(i), Math.exp(scores[i] - largest) / sum));
    }
    posteriors.sort(Comparator.comparingDouble(LabelProbability::probability).reversed());
    return posteriors;
  }

  private static List<Double> speech(Map<String, float[]> scores) {
    List<Double> speech = new ArrayList<>();
    for (float score : scores.getOrDefault(HeadConfig.VOICE_ACTIVITY, new float[0])) {
      speech.add(1 / (1 + Math.exp(-score)));
    }
    return speech;
  }

  /**
   * A detector for a live session, which runs the encoder over the last one to two seconds for
   * every 80 ms.
   *
   * @throws ModelException if there is no head for voice activity
   */
  public VoiceActivity voiceActivity() {
    checkVoiceActivity();
    return new NeuralVoiceActivity(samples -> judge(samples).speech());
  }

  void checkVoiceActivity() {
    if (config.find(HeadConfig.VOICE_ACTIVITY).isEmpty()) {
      throw withoutVoiceActivity("the model's heads are " + names());
    }
  }

  private List<String> names() {
    return config.heads().stream().map(HeadConfig::name).toList();
  }

  static ModelException withoutVoiceActivity(String found) {
    return new ModelException(
        found
            + ", wanted one named vad for neural voice activity; train it with hark train heads --heads vad and copy heads.json and heads.safetensors beside the model, or use the energy detector");
  }
}
