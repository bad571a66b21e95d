package dev.hark.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hark.audio.AudioException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read is refused in one clear line, soon, and leaves nothing behind. */
@Timeout(60)
class BadInputTest {
  @TempDir private Path folder;

  @AfterEach
  void nothingRemains() throws IOException {
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.filter(f -> f.toString().endsWith(".audio"))).isEmpty();
    }
  }

  @Test
  void missingFile() {
    refused(AudioSource.of(folder.resolve("absent.mp3")), Kind.MISSING, "no such file");
  }

  @Test
  void directory() {
    refused(AudioSource.of(folder), Kind.UNREADABLE, "is a directory");
  }

  @Test
  void unreadableFile() throws IOException {
    Path file = write("a.wav", Wav.encode(new float[100], 16000));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    if (Files.isReadable(file)) { // The super-user reads everything.
      assertThat(AudioReader.create().readAll(AudioSource.of(file))).hasSize(100);
    } else {
      refused(AudioSource.of(file), Kind.UNREADABLE, "permission denied");
    }
  }

  @Test
  void emptyInput() throws IOException {
    refused(AudioSource.of(write("a.wav", new byte[0])), Kind.EMPTY, "empty");
    refused(AudioSource.of(new byte[0], "bytes"), Kind.EMPTY, "empty");
    refused(AudioSource.of(InputStream.nullInputStream(), "-"), Kind.EMPTY, "empty");
  }

  @Test
  void wavWithoutSamples() {
    refused(bytes(Wav.encode(new float[0], 16000)), Kind.EMPTY, "has no sample");
    refused(bytes(Wav.encode(new float[0], 48000)), Kind.EMPTY, "has no sample");
    byte[] tagged = WavBytes.pcm(16).after("LIST\4\0\0\0abcd".getBytes(UTF_8)).bytes();
    refused(bytes(tagged), Kind.EMPTY, "has no sample");
  }

  @Test
  void impossibleHeaders() {
    refused(wav(WavBytes.pcm(16).channels(0)), Kind.DAMAGED, "0 channels, wanted 1 to 64");
    refused(wav(WavBytes.pcm(16).channels(65535)), Kind.DAMAGED, "65535 channels");
    refused(wav(WavBytes.pcm(16).rateHz(0)), Kind.DAMAGED, "0 Hz, wanted 1000 to 768000");
    refused(wav(WavBytes.pcm(16).rateHz(-1)), Kind.DAMAGED, "4294967295 Hz");
    refused(wav(WavBytes.pcm(64)), Kind.DAMAGED, "8-byte PCM samples");
    refused(wav(WavBytes.floats(16)), Kind.DAMAGED, "2-byte float samples");
    refused(wav(WavBytes.pcm(24).containerBytes(2)), Kind.DAMAGED, "do not fit together");
    byte[] whole = Wav.encode(new float[10], 16000);
    for (int cut = 12; cut < 44; cut++) {
      refused(bytes(Arrays.copyOf(whole, cut)), Kind.DAMAGED, "ends within its header");
    }
    byte[] noFormat = whole.clone();
    noFormat[12] = 'x';
    refused(bytes(noFormat), Kind.DAMAGED, "no \"fmt \" chunk");
  }

  @Test
  void notANumber() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] samples = new float[20_000];
      samples[12_345] = bad;
      byte[] wav = WavBytes.floats(32).channels(2).samples(samples).bytes();
      refused(bytes(wav), Kind.DAMAGED, "sample 6172 of channel 1 is " + bad);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "just text, no audio at all\n",
        "<html><body>404</body></html>",
        "%PDF-1.7\n",
        "\u0000\u0001\u0002\u0003",
        "ID3\u0004\u0000\u0000\u0000\u0000\u0000\u0010",
        "RIFF\u0010\u0000\u0000\u0000WAVX",
        "fLaC",
        "OggS\u0000\u0002",
        "1\n00:00:01,000 --> 00:00:02,000\nHello\n"
      })
  void whatIsNoAudioWhateverItsName(String content) throws IOException {
    Path file = write("speech.mp3", content.getBytes(UTF_8));
    AudioException refusal = refusal(AudioSource.of(file), AudioLimits.DEFAULT);
    assertThat(refusal.kind()).as(refusal.getMessage()).isIn(Kind.UNSUPPORTED, Kind.DAMAGED);
  }

  @Test
  void playlistsAndScriptsAreRefusedAndNothingIsFetched() throws IOException {
    Path sound = write("sound.wav", Wav.encode(Signals.tone(440, 16000, 16000), 16000));
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/a.mp3";
      List<String> scripts = new ArrayList<>();
      for (String target : List.of(url, sound.toString(), "file://" + sound)) {
        scripts.add("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + target + "\n");
        scripts.add("ffconcat version 1.0\nfile '" + target + "'\n");
        scripts.add("[playlist]\nFile1=" + target + "\n");
        scripts.add("<?xml version=\"1.0\"?><MPD><BaseURL>" + target + "</BaseURL></MPD>");
        scripts.add("v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n");
      }
      for (String script : scripts) {
        for (String name : List.of("a.mp3", "a.wav", "a.m3u8", "a.ffconcat", "a.mpd", "a.sdp")) {
          AudioSource source = AudioSource.of(write(name, script.getBytes(UTF_8)));
          assertThat(refusal(source, AudioLimits.DEFAULT).kind())
              .as(name + ": " + script)
              .isEqualTo(Kind.UNSUPPORTED);
        }
      }
      assertThat(catchThrowableOfType(SocketTimeoutException.class, server::accept)).isNotNull();
    }
  }

  @Test
  void pictureWithoutSound() {
    Path file =
        Encoder.encode(
            List.of("-f", "lavfi", "-i", "testsrc=d=1:s=64x64:r=5", "-c:v", "mpeg4"),
            folder.resolve("silent.mp4"));
    refused(AudioSource.of(file), Kind.UNSUPPORTED, "has no audio track");
  }

  @Test
  void cutOffMp3YieldsWhatIsThere() throws IOException {
    byte[] mp3 = Files.readAllBytes(Encoder.encodeSpeech("-b:a 64k", folder.resolve("a.mp3")));
    float[] half = AudioReader.create().readAll(bytes(Arrays.copyOf(mp3, mp3.length / 2)));
    assertThat(half.length).isBetween(5 * 16000, 6 * 16000);
    AudioException refusal = refusal(bytes(Arrays.copyOf(mp3, 300)), AudioLimits.DEFAULT);
    assertThat(refusal.kind())
        .as(refusal.getMessage())
        .isIn(Kind.UNSUPPORTED, Kind.DAMAGED, Kind.EMPTY);
  }

  @Test
  void cutOffMp4SaysWhatIsMissing() throws IOException {
    byte[] mp4 = Files.readAllBytes(Encoder.encodeSpeech("-c:a aac", folder.resolve("a.m4a")));
    refused(bytes(Arrays.copyOf(mp4, mp4.length / 2)), Kind.DAMAGED, "index (moov)");
  }

  @Test
  void recordingThatSaysItIsTooLongIsRefusedAtOnce() {
    byte[] wav = WavBytes.pcm(16).dataSize(0xffffffffL).samples(new float[16_001]).bytes();
    AudioLimits second = AudioLimits.DEFAULT.withMaxDuration(Duration.ofSeconds(1));
    refused(bytes(wav), second, Kind.TOO_LONG, "says it lasts 0:00:01.000, at most 0:00:01.000");
    assertThat(AudioReader.create(second).readAll(bytes(Wav.encode(new float[16_000], 16000))))
        .hasSize(16_000);
  }

  @Test
  void bombIsRefusedWhetherOrNotItSaysSo() throws IOException {
    AudioLimits hour = AudioLimits.DEFAULT.withMaxDuration(Duration.ofHours(1));
    String silence = "-f lavfi -i anullsrc=r=8000:cl=mono -t 8000 -frame_size 65535";
    Path honest = Encoder.encode(List.of(silence.split(" ")), folder.resolve("honest.flac"));
    byte[] liar = Files.readAllBytes(honest);
    assertThat(liar.length).isLessThan(50_000);
    refused(AudioSource.of(honest), hour, Kind.TOO_LONG, "says it lasts 2:13:20.000");

    // STREAMINFO: the 36 bits of the number of samples set to unknown.
    liar[21] &= (byte) 0xf0;
    Arrays.fill(liar, 22, 26, (byte) 0);
    AudioSource once = AudioSource.of(new ByteArrayInputStream(liar), "-");
    refused(once, hour, Kind.TOO_LONG, "goes on after 1:00:00.000");
    AudioLimits megabyte = AudioLimits.DEFAULT.withMaxDecodedBytes(1 << 20);
    refused(bytes(liar), megabyte, Kind.TOO_LONG, "at most 1048576 are read");
    AudioSource again = AudioSource.of(new ByteArrayInputStream(liar), "-");
    refused(again, megabyte, Kind.TOO_LONG, "more than 1048576 bytes");
  }

  @Test
  void brokenStreamIsReportedInEveryFormat() throws IOException {
    byte[] wav = Wav.encode(Signals.tone(440, 16000, 160_000), 16000);
    byte[] mp3 = Files.readAllBytes(Encoder.encodeSpeech("-b:a 64k", folder.resolve("a.mp3")));
    for (byte[] recording : List.of(wav, mp3)) {
      InputStream half = new ByteArrayInputStream(recording, 0, recording.length / 2);
      InputStream breaking = new SequenceInputStream(half, new Breaking());
      refused(AudioSource.of(breaking, "-"), Kind.UNREADABLE, "line went dead");
    }
  }

  @Test
  void namesAreNeverTakenForAnythingElse() throws IOException {
    byte[] mp3 = Files.readAllBytes(Encoder.encodeSpeech("-b:a 64k", folder.resolve("a.mp3")));
    List<String> names = new ArrayList<>();
    names.addAll(
        List.of("-i", "-version.mp3", "a b.mp3", "a'b\"c.mp3", "a\nb\rc.mp3", "$(id).mp3"));
    names.addAll(
        List.of("concat:a.mp3|b.mp3", "http:x", "%d.mp3", "a;b&c|d.mp3", "\\.mp3", "*.mp3"));
    if (Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode("🎙")) {
      names.add("🎙 会议.mp3");
    }
    for (String name : names) {
      assertThat(AudioReader.create().readAll(AudioSource.of(write(name, mp3)))).isNotEmpty();
      Path broken = write(name, "nothing".getBytes(UTF_8));
      refused(AudioSource.of(broken), Kind.UNSUPPORTED, "not audio of a known format");
    }
  }

  @Test
  void constantIsAudio() {
    float[] constant = new float[16000];
    Arrays.fill(constant, 0.5f);
    assertThat(AudioReader.create().readAll(bytes(Wav.encode(constant, 16000)))).containsOnly(0.5f);
  }

  private static void refused(AudioSource source, Kind kind, String reason) {
    refused(source, AudioLimits.DEFAULT, kind, reason);
  }

  private static void refused(AudioSource source, AudioLimits limits, Kind kind, String reason) {
    AudioException refusal = refusal(source, limits);
    assertThat(refusal).hasMessageContaining(reason);
    assertThat(refusal.kind()).isEqualTo(kind);
  }

  private static AudioException refusal(AudioSource source, AudioLimits limits) {
    AudioException refusal =
        catchThrowableOfType(
            AudioException.class,
            () -> {
              try (PcmStream pcm = AudioReader.create(limits).open(source)) {
                float[] buffer = new float[16000];
                while (pcm.read(buffer, 0, buffer.length) >= 0) {}
              }
            });
    assertThat(refusal).as(source.name()).isNotNull();
    assertThat(refusal.getMessage()).startsWith(source.name() + ": ").doesNotContain("\n", "\r");
    return refusal;
  }

  private static AudioSource wav(WavBytes wav) {
    return bytes(wav.samples(new float[64]).bytes());
  }

  private static AudioSource bytes(byte[] bytes) {
    return AudioSource.of(bytes, "bytes");
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  /** A connection that fails. */
  private static final class Breaking extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the line went dead");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return read();
    }
  }
}
