package dev.hark.model;

import dev.hark.model.network.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A digest that tells audio encoders apart, for the heads that were trained on one: SHA-256 over
 * the first values of every tensor, rounded to brain floats, so that writing the same weights in
 * another number format leaves it as it is. Training moves all values of a tensor and so the key.
 */
final class EncoderKey {
  private static final int VALUES = 1024;
  private static final int BYTES = 8;

  private EncoderKey() {}

  /** The key, 16 hexadecimal digits. */
  static String of(AsrConfig config, Weights weights) {
    MessageDigest digest = sha256();
    for (Map.Entry<String, long[]> tensor : config.tensorShapes().entrySet()) {
      String name = tensor.getKey();
      if (name.startsWith(TensorNames.AUDIO_TOWER) || name.startsWith(TensorNames.PROJECTOR)) {
        long size = LongStream.of(tensor.getValue()).reduce(1, Math::multiplyExact);
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update(brains(weights.read(name, Math.toIntExact(Math.min(size, VALUES)))));
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static byte[] brains(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(SafetensorsWriter.brain(value));
    }
    return bytes.array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
