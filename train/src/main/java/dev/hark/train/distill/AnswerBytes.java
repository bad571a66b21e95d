package dev.hark.train.distill;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A teacher's answer as bytes, little-endian: counts, then for each place the top tokens, their
 * log-probabilities and that of the rest, 4 bytes each; then the states, 2 bytes a number; then a
 * checksum.
 */
final class AnswerBytes {
  static final int VERSION = 1;

  private static final int MAGIC = 0x53574E41; // "ANWS"

  private AnswerBytes() {}

  static byte[] encode(TeacherAnswer answer) {
    SoftTargets soft = answer.soft();
    int size = 4 * (5 + 2 * soft.ids().length + soft.places()) + Long.BYTES;
    size += size(answer.encoder()) + size(answer.decoder());
    ByteBuffer bytes =
        ByteBuffer.allocate(size)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(MAGIC)
            .putInt(soft.places())
            .putInt(soft.top())
            .putInt(answer.encoder().size())
            .putInt(answer.decoder().size());
    for (int id : soft.ids()) {
      bytes.putInt(id);
    }
    for (float value : soft.logProbabilities()) {
      bytes.putFloat(value);
    }
    for (float value : soft.logRest()) {
      bytes.putFloat(value);
    }
    answer.encoder().forEach(states -> put(states, bytes));
    answer.decoder().forEach(states -> put(states, bytes));
    bytes.putLong(sum(bytes.array()));
    return bytes.array();
  }

  private static int size(List<TeacherStates> layers) {
    return layers.stream().mapToInt(states -> 8 + 2 * states.halves().length).sum();
  }

  private static void put(TeacherStates states, ByteBuffer bytes) {
    bytes.putInt(states.places()).putInt(states.width());
    for (short half : states.halves()) {
      bytes.putShort(half);
    }
  }

  /** Empty if the bytes are not what {@link #encode} made. */
  static Optional<TeacherAnswer> decode(byte[] array) {
    ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    if (array.length < 7 * Integer.BYTES
        || bytes.getLong(array.length - Long.BYTES) != sum(array)
        || bytes.getInt() != MAGIC) {
      return Optional.empty();
    }
    int places = bytes.getInt();
    int top = bytes.getInt();
    int encoderLayers = bytes.getInt();
    int decoderLayers = bytes.getInt();
    int[] ids = new int[places * top];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes.getInt();
    }
    SoftTargets soft =
        new SoftTargets(top, ids, floats(places * top, bytes), floats(places, bytes));
    return Optional.of(
        new TeacherAnswer(soft, layers(encoderLayers, bytes), layers(decoderLayers, bytes)));
  }

  private static float[] floats(int count, ByteBuffer bytes) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes.getFloat();
    }
    return values;
  }

  private static List<TeacherStates> layers(int count, ByteBuffer bytes) {
    List<TeacherStates> layers = new ArrayList<>();
    for (int layer = 0; layer < count; layer++) {
      int places = bytes.getInt();
      int width = bytes.getInt();
      short[] halves = new short[places * width];
      for (int i = 0; i < halves.length; i++) {
        halves[i] = bytes.getShort();
      }
      layers.add(new TeacherStates(width, halves));
    }
    return List.copyOf(layers);
  }

  /** Of all but the last eight bytes. */
  private static long sum(byte[] array) {
    CRC32C sum = new CRC32C();
    sum.update(array, 0, array.length - Long.BYTES);
    return sum.getValue();
  }
}
