package dev.hark.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class WavTest {
  private static final float[] SAMPLES = noise(1000);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"8, 0.004", "12, 0.0003", "16, 0.00002", "20, 0.000001", "24, 1e-7", "32, 1e-9"})
  void integerFlavoursAreRead(int bits, float tolerance) {
    assertClose(read(WavBytes.pcm(bits).samples(SAMPLES)), SAMPLES, tolerance);
    assertClose(read(WavBytes.pcm(bits).extensible().samples(SAMPLES)), SAMPLES, tolerance);
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64})
  void floatFlavoursAreReadExactly(int bits) {
    assertThat(read(WavBytes.floats(bits).samples(SAMPLES))).isEqualTo(SAMPLES);
    assertThat(read(WavBytes.floats(bits).extensible().samples(SAMPLES))).isEqualTo(SAMPLES);
  }

  @Test
  void sampleMaySitInAWiderContainer() {
    assertClose(read(WavBytes.pcm(24).containerBytes(4).samples(SAMPLES)), SAMPLES, 1e-7f);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void telephoneCodesDecodeAsTheDecoderDoes(int tag, @TempDir Path other) {
    byte[] codes = new byte[256];
    for (int i = 0; i < 256; i++) {
      codes[i] = (byte) i;
    }
    Path wav = other.resolve("g711.wav");
    write(wav, WavBytes.pcm(8).tag(tag).data(codes).bytes());
    Path pcm =
        Encoder.encode(
            java.util.List.of("-i", "file:" + wav, "-c:a", "pcm_s16le"), other.resolve("pcm.wav"));
    assertThat(read(AudioSource.of(wav))).isEqualTo(read(AudioSource.of(pcm))).hasSize(256);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6, 64})
  void channelsAreAveraged(int channels) {
    float[] interleaved = new float[100 * channels];
    float[] mean = new float[100];
    for (int i = 0; i < interleaved.length; i++) {
      interleaved[i] = SAMPLES[(i * 7) % 1000];
      mean[i / channels] += interleaved[i] / channels;
    }
    assertClose(read(WavBytes.floats(32).channels(channels).samples(interleaved)), mean, 1e-6f);
  }

  @Test
  void averageAndPeakRuleAreThoseOfTheReference() {
    JsonNode golden = Golden.json("text/audio_normalize.json");
    for (JsonNode node : golden.get("range")) {
      assertThat(FullScale.normalize(floats(node.get("input"))))
          .isEqualTo(floats(node.get("range_normalized")));
    }
    JsonNode planar = golden.get("to_mono").get(0); // [2 channels, 4 frames]
    float[] rows = floats(planar.get("input_row_major"));
    float[] interleaved = new float[8];
    for (int i = 0; i < 8; i++) {
      interleaved[i] = rows[i % 2 * 4 + i / 2];
    }
    assertThat(read(WavBytes.floats(32).channels(2).samples(interleaved)))
        .isEqualTo(floats(planar.get("mono")));
  }

  @Test
  void foreignChunksOfOddSizeAreSkipped() {
    for (boolean padded : new boolean[] {true, false}) {
      WavBytes wav =
          WavBytes.pcm(16)
              .chunkBeforeFormat("JUNK", new byte[27], padded)
              .chunkBeforeData("LIST", new byte[1], padded)
              .chunkBeforeData("bext", new byte[0], padded)
              .samples(SAMPLES)
              .after("LIST\4\0\0\0abcd".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertClose(read(wav), SAMPLES, 2e-5f);
    }
  }

  @Test
  void whatIsThereIsReadWhenTheSizeLies() {
    for (long size : new long[] {0, 0xffffffffL, 0x7fffffffL, 2001, 1_000_000}) {
      assertClose(read(WavBytes.pcm(16).dataSize(size).samples(SAMPLES)), SAMPLES, 2e-5f);
    }
    assertThat(read(WavBytes.pcm(16).dataSize(500).samples(SAMPLES))).hasSize(250);
    assertThat(read(WavBytes.pcm(16).channels(2).dataSize(2001).samples(SAMPLES))).hasSize(500);
  }

  @Test
  void bigFilesKeepTheirSizeInAnExtraChunk() {
    for (String form : new String[] {"RF64", "BW64"}) {
      WavBytes wav = WavBytes.pcm(16).form(form).dataSize(0xffffffffL).samples(SAMPLES);
      assertThat(read(wav.bigDataSize(600))).hasSize(300);
      assertThat(read(wav.bigDataSize(0))).hasSize(1000);
    }
  }

  @Test
  void writtenFilesAreReadBackBitForBit() throws IOException {
    float[] exact = new float[65536];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = (i - 32768) / 32768f;
    }
    Path file = folder.resolve("all.wav");
    Wav.write(file, exact);
    assertThat(read(AudioSource.of(file))).isEqualTo(exact);
    assertThat(read(AudioSource.of(Wav.encode(new float[] {2, -2, 0.5f}, 16000), "loud")))
        .containsExactly(32767 / 32768f, -1, 0.5f);
  }

  @Test
  void everySourceGivesTheSame() throws IOException {
    Path file = folder.resolve("a.wav");
    byte[] wav = Wav.encode(SAMPLES, 44100);
    write(file, wav);
    float[] wanted = read(AudioSource.of(file));
    assertThat(wanted).hasSize(363);
    assertThat(read(AudioSource.of(wav, "bytes"))).isEqualTo(wanted);
    assertThat(read(AudioSource.of(new ByteArrayInputStream(wav), "stdin"))).isEqualTo(wanted);
    try (PcmStream pcm = AudioReader.create().open(AudioSource.of(file))) {
      assertThat(pcm.knownDuration()).contains(Duration.ofNanos(1000 * 1_000_000_000L / 44100));
      assertThat(Signals.drain(pcm, 17)).isEqualTo(wanted);
      assertThat(pcm.read(new float[8], 0, 8)).isEqualTo(-1);
    }
  }

  @Test
  void floatsBeyondFullScaleAreDividedByThePeakInStreamsToo() {
    float[] loud = new float[20000];
    for (int i = 0; i < loud.length; i++) {
      loud[i] = SAMPLES[i % 1000] * 5;
    }
    for (int rateHz : new int[] {16000, 48000}) {
      byte[] wav = WavBytes.floats(32).rateHz(rateHz).samples(loud).bytes();
      float[] all = read(AudioSource.of(wav, "loud"));
      assertThat(FullScale.peak(all, 0, all.length)).isCloseTo(1, within(1e-6f));
      try (PcmStream pcm = AudioReader.create().open(AudioSource.of(wav, "loud"))) {
        assertThat(Signals.drain(pcm, 1000)).isEqualTo(all);
      }
    }
  }

  @Test
  void streamThatCannotBeReadTwiceIsClipped() {
    byte[] wav = WavBytes.floats(32).samples(3, -0.5f, -7, 0.25f).bytes();
    AudioSource once = AudioSource.of(new ByteArrayInputStream(wav), "stdin");
    try (PcmStream pcm = AudioReader.create().open(once)) {
      assertThat(Signals.drain(pcm, 100)).containsExactly(1, -0.5f, -1, 0.25f);
    }
  }

  private static float[] read(WavBytes wav) {
    return read(AudioSource.of(wav.bytes(), "test"));
  }

  private static float[] read(AudioSource source) {
    return AudioReader.create().readAll(source);
  }

  private static void write(Path file, byte[] bytes) {
    try {
      java.nio.file.Files.write(file, bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertClose(float[] got, float[] wanted, float tolerance) {
    assertThat(LogMelTest.distance(got, wanted)).isLessThanOrEqualTo(tolerance);
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).floatValue();
    }
    return values;
  }

  private static float[] noise(int samples) {
    Random random = new Random(1);
    float[] noise = new float[samples];
    for (int i = 0; i < samples; i++) {
      noise[i] = random.nextFloat() * 1.9f - 0.95f;
    }
    return Arrays.copyOf(noise, samples);
  }
}
