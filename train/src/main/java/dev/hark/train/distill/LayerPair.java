package dev.hark.train.distill;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A layer of the student and the layer of the teacher whose result it is to predict.
 *
 * @param student counted from 1
 * @param teacher counted from 1
 */
public record LayerPair(int student, int teacher) {
  private static final Pattern PAIR = Pattern.compile("([1-9][0-9]{0,3}):([1-9][0-9]{0,3})");

  /**
   * Reads {@code 1:2,2:4}: student's layer, teacher's layer.
   *
   * @param what names the layers in messages, such as "encoder"
   * @throws IllegalArgumentException if it is not so written, or one of them has no such layer
   */
  public static List<LayerPair> parse(
      String pairs, String what, int studentLayers, int teacherLayers) {
    List<LayerPair> parsed = new ArrayList<>();
    for (String pair : pairs.split(",", -1)) {
      Matcher numbers = PAIR.matcher(pair);
      if (!numbers.matches()) {
        throw new IllegalArgumentException(
            "%s layers are \"%s\", wanted STUDENT:TEACHER,... such as 1:2,2:4"
                .formatted(what, pairs));
      }
      int student = Integer.parseInt(numbers.group(1));
      int teacher = Integer.parseInt(numbers.group(2));
      if (student > studentLayers || teacher > teacherLayers) {
        throw new IllegalArgumentException(
            "%s layers are %s, but the student has %d and the teacher %d"
                .formatted(what, pair, studentLayers, teacherLayers));
      }
      LayerPair read = new LayerPair(student, teacher);
      if (parsed.contains(read)) {
        throw new IllegalArgumentException("%s layers name %s twice".formatted(what, pair));
      }
      parsed.add(read);
    }
    return List.copyOf(parsed);
  }

  /** Every layer of the student with the one that lies as deep in the teacher. */
  public static List<LayerPair> evenlySpread(int studentLayers, int teacherLayers) {
    return IntStream.rangeClosed(1, studentLayers)
        .mapToObj(layer -> new LayerPair(layer, deep(layer, studentLayers, teacherLayers)))
        .toList();
  }

  private static int deep(int layer, int studentLayers, int teacherLayers) {
    return Math.max(1, Math.round((float) layer * teacherLayers / studentLayers));
  }

  @Override
  public String toString() {
    return student + ":" + teacher;
  }
}
