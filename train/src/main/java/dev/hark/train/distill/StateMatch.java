package dev.hark.train.distill;

import dev.hark.model.AsrConfig;
import dev.hark.model.network.Linear;
import dev.hark.train.torch.ForwardPass;
import dev.hark.train.torch.SpeechBatch;
import dev.hark.train.torch.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How well the teacher's states can be told from the student's by a learned projection: the mean
 * squared error, which is 1 for a projection that says nothing. Source: Jiao et al. 2020
 * (TinyBERT), section 3.1, with the teacher's states normalised.
 */
final class StateMatch {
  private record Match(String norm, Linear projection) {}

  private final List<Match> encoder = new ArrayList<>();
  private final List<Match> decoder = new ArrayList<>();

  StateMatch(DistillationSettings settings, AsrConfig student, AsrConfig teacher) {
    for (LayerPair pair : settings.encoder()) {
      encoder.add(
          new Match(
              LayerNames.behindEncoderLayer(pair.student(), student.audio().layers()),
              projection("encoder", pair, student.audio().width(), teacher.audio().width())));
    }
    for (LayerPair pair : settings.decoder()) {
      decoder.add(
          new Match(
              LayerNames.behindDecoderLayer(pair.student(), student.text().layers()),
              projection(
                  "decoder", pair, student.text().hiddenSize(), teacher.text().hiddenSize())));
    }
  }

  private static Linear projection(String part, LayerPair pair, int inputs, int outputs) {
    String name = "distillation.%s.%d_%d".formatted(part, pair.student(), pair.teacher());
    return new Linear(name, inputs, outputs, true, Linear.Role.HEAD);
  }

  /** Whether there is nothing to compare. */
  boolean isEmpty() {
    return encoder.isEmpty() && decoder.isEmpty();
  }

  /** Names and shapes of the projections. */
  Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    all()
        .map(Match::projection)
        .forEach(layer -> {
          shapes.put(layer.weight(), new long[] {layer.outputs(), layer.inputs()});
          shapes.put(layer.biasName(), new long[] {layer.outputs()});
        });
    return shapes;
  }

  /** Norms of the student before which the states are. */
  Set<String> watched() {
    return all().map(Match::norm).collect(Collectors.toSet());
  }

  private Stream<Match> all() {
    return Stream.concat(encoder.stream(), decoder.stream());
  }

  /** Mean over the pairs of layers, of which there are some. */
  Tensor loss(SpeechBatch batch, ForwardPass pass, List<TeacherAnswer> answers) {
    List<Integer> heard =
        batch.examples().stream().map(example -> example.prompt().audioTokens()).toList();
    List<Integer> written =
        batch.examples().stream().map(example -> example.answer().length).toList();
    List<Tensor> errors = new ArrayList<>();
    for (int i = 0; i < encoder.size(); i++) {
      int layer = i;
      Tensor states = pass.encoderStates(encoder.get(i).norm());
      float[] targets = targets(answers, heard, answer -> answer.encoder().get(layer));
      errors.add(error(pass, states, encoder.get(i).projection(), targets));
    }
    for (int i = 0; i < decoder.size(); i++) {
      int layer = i;
      Tensor states = pass.decoderStates(decoder.get(i).norm());
      float[] targets = targets(answers, written, answer -> answer.decoder().get(layer));
      errors.add(error(pass, states, decoder.get(i).projection(), targets));
    }
    Tensor sum = errors.stream().reduce(Tensor::add).orElseThrow();
    return sum.div(new Scalar((double) errors.size()));
  }

  private static Tensor error(ForwardPass pass, Tensor states, Linear projection, float[] targets) {
    int width = projection.outputs();
    Tensor projected = pass.linear(states, projection).to(ScalarType.Float);
    return torch.mse_loss(projected, Tensors.floats(targets, targets.length / width, width));
  }

  /** States of all clips, one after the other, at as many places as the student has. */
  private static float[] targets(
      List<TeacherAnswer> answers,
      List<Integer> places,
      Function<TeacherAnswer, TeacherStates> layer) {
    int width = layer.apply(answers.getFirst()).width();
    float[] targets = new float[places.stream().mapToInt(Integer::intValue).sum() * width];
    int at = 0;
    for (int i = 0; i < answers.size(); i++) {
      layer.apply(answers.get(i)).stretch(places.get(i), targets, at);
      at += places.get(i) * width;
    }
    return targets;
  }
}
