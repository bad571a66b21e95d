package dev.hark.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings in every format that the bundled encoders can write agree with the original. */
class FormatsTest {
  private final AudioReader reader = AudioReader.create();
  private final float[] original = read(AudioSource.of(Golden.file("clips/jfk.wav")));

  @TempDir private Path folder;

  @AfterEach
  void noDecoderRemains() {
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a.flac, -c:a flac",
    "a.aiff, -c:a pcm_s16be",
    "a.au, -c:a pcm_s16be",
    "a.caf, -c:a pcm_s16be",
    "a.w64, -c:a pcm_s16le",
    "a.m4a, -c:a alac",
    "a.mkv, -c:a flac",
    "a.mov, -c:a pcm_s24le",
    "a.avi, -c:a pcm_s16le",
    "a.wv, -c:a wavpack",
    "a.tta, -c:a tta",
    "a.wav, -f wav -rf64 always -c:a pcm_s24le"
  })
  void losslessFormatsAreExact(String file, String arguments) {
    Path path = Encoder.encodeSpeech(arguments, folder.resolve(file));
    assertThat(read(AudioSource.of(path))).isEqualTo(original);
    assertThat(read(AudioSource.of(bytes(path), file))).isEqualTo(original);
  }

  @ParameterizedTest
  @CsvSource({
    "a.mp3, -c:a libmp3lame -b:a 128k, 0.99",
    "a.mp3, -ar 44100 -ac 2 -c:a libmp3lame -q:a 2, 0.99",
    "a.ogg, -ar 48000 -c:a libopus -b:a 64k, 0.95",
    "a.ogg, -ar 44100 -ac 2 -c:a vorbis -strict -2, 0.95",
    "a.ogg, -c:a libspeex, 0.9",
    "a.m4a, -ar 44100 -c:a aac -b:a 128k, 0.99",
    "a.mp4, -ar 48000 -ac 2 -c:a aac -b:a 128k -movflags +faststart, 0.99",
    "a.mp4, -f lavfi -i testsrc=size=64x64:rate=5 -shortest -c:v mpeg4 -c:a aac -b:a 128k, 0.99",
    "a.aac, -c:a aac -b:a 96k, 0.99",
    "a.webm, -ar 48000 -c:a libopus -b:a 64k, 0.95",
    "a.mkv, -f lavfi -i testsrc=size=64x64:rate=5 -shortest -c:v mpeg4 -c:a libmp3lame, 0.98",
    "a.ts, -ar 48000 -c:a mp2 -b:a 192k, 0.98",
    "a.flv, -ar 44100 -c:a libmp3lame, 0.98",
    "a.wma, -ar 44100 -c:a wmav2 -b:a 96k, 0.98",
    "a.amr, -ar 8000 -c:a libopencore_amrnb -b:a 12.2k, 0.85",
    "a.amr, -c:a libvo_amrwbenc -b:a 23.85k, 0.9",
    "a.3gp, -ar 8000 -c:a libopencore_amrnb -b:a 12.2k, 0.85",
    "a.ac3, -ar 48000 -c:a ac3 -b:a 192k, 0.98",
    "a.wav, -c:a adpcm_ms, 0.97",
    "a.wav, -c:a adpcm_ima_wav, 0.97",
    "a.wav, -c:a pcm_mulaw, 0.99",
    "a.wav, -c:a pcm_alaw, 0.99",
    "a.wav, -c:a libmp3lame, 0.98",
    "a.wav, -ar 48000 -ac 6 -c:a pcm_s16le, 0.95",
    "a.wav, -ar 192000 -ac 8 -c:a pcm_f64le, 0.95"
  })
  void lossyFormatsAgreeWithTheOriginal(String file, String arguments, double correlation) {
    Path path = Encoder.encodeSpeech(arguments, folder.resolve(file));
    float[] got = read(AudioSource.of(path));
    assertThat((double) got.length / original.length).isBetween(0.98, 1.03);
    assertThat(Signals.correlation(original, got, 1600)).isGreaterThan(correlation);

    float[] fromStream = read(AudioSource.of(new OneByOne(bytes(path)), "-"));
    assertThat(Signals.correlation(original, fromStream, 1600)).isGreaterThan(correlation);
  }

  @Test
  void nameDoesNotDecideTheFormat() {
    Path path = Encoder.encodeSpeech("-f flac -c:a flac", folder.resolve("really-flac.mp3"));
    assertThat(read(AudioSource.of(path))).isEqualTo(original);
  }

  @Test
  void durationIsKnownFromTheContainer() {
    for (String file : new String[] {"a.flac", "a.m4a", "a.mp3", "a.mkv"}) {
      Path path = Encoder.encodeSpeech("-ar 44100", folder.resolve(file));
      try (PcmStream pcm = reader.open(AudioSource.of(path))) {
        assertThat(pcm.knownDuration().orElseThrow())
            .as(file)
            .isBetween(Duration.ofMillis(10_900), Duration.ofMillis(11_100));
      }
    }
  }

  @Test
  void recordingsOneAfterTheOtherInAFileAreReadToTheEnd() throws IOException {
    Path one = Encoder.encodeSpeech("-ar 44100", folder.resolve("one.mp3"));
    ByteArrayOutputStream thrice = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      thrice.writeBytes(bytes(one)); // its header states the length of the first one alone
    }
    Path three = Files.write(folder.resolve("three.mp3"), thrice.toByteArray());
    int single = read(AudioSource.of(one)).length;
    assertThat(read(AudioSource.of(three)).length).isBetween(3 * single - 4000, 3 * single + 4000);
    AudioLimits tooShort = AudioLimits.DEFAULT.withMaxDuration(Duration.ofSeconds(30));
    assertThatThrownBy(() -> AudioReader.create(tooShort).readAll(AudioSource.of(three)))
        .isInstanceOf(AudioException.class)
        .hasMessageContaining("goes on after 0:00:30.000");
  }

  @Test
  void streamsGiveWhatReadAllGives() {
    Path path = Encoder.encodeSpeech("-ar 44100 -ac 2", folder.resolve("a.mp3"));
    float[] all = read(AudioSource.of(path));
    try (PcmStream pcm = reader.open(AudioSource.of(path))) {
      assertThat(Signals.drain(pcm, 777)).isEqualTo(all);
    }
  }

  @Test
  void streamThatIsClosedEarlyEndsItsDecoder() {
    Path path = Encoder.encodeSpeech("-c:a flac", folder.resolve("a.flac"));
    for (int i = 0; i < 20; i++) {
      try (PcmStream pcm = reader.open(AudioSource.of(path))) {
        assertThat(pcm.read(new float[100], 0, 100)).isPositive();
      }
      try (PcmStream pcm = reader.open(AudioSource.of(bytes(path), "bytes"))) {
        assertThat(pcm.read(new float[100], 0, 100)).isPositive();
      }
    }
  }

  @Test
  void callersStreamStaysOpen() throws IOException {
    Path path = Encoder.encodeSpeech("-c:a flac", folder.resolve("a.flac"));
    boolean[] closed = new boolean[1];
    try (InputStream in =
        new java.io.FilterInputStream(Files.newInputStream(path)) {
          @Override
          public void close() throws IOException {
            closed[0] = true;
            super.close();
          }
        }) {
      assertThat(read(AudioSource.of(in, "flac"))).isEqualTo(original);
      assertThat(closed[0]).isFalse();
    }
  }

  private float[] read(AudioSource source) {
    return reader.readAll(source);
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A stream that never gives more than a few bytes at once. */
  private static final class OneByOne extends java.io.ByteArrayInputStream {
    OneByOne(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) {
      return super.read(buffer, offset, Math.min(length, 1 + pos % 1013));
    }
  }
}
