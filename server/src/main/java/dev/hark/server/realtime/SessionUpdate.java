package dev.hark.server.realtime;

import dev.hark.audio.RawAudio;
import dev.hark.server.http.ApiException;
import dev.hark.server.models.ModelEntry;
import dev.hark.server.models.ModelPool;
import dev.hark.server.realtime.SessionSettings.Delay;
import dev.hark.server.realtime.SessionSettings.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads {@code session.update} of the OpenAI API and {@code transcription_session.update} of its
 * beta. What is not mentioned stays as it was; what is not known is tolerated.
 */
final class SessionUpdate {
  private static final Set<Integer> RATES = Set.of(8000, 16_000, 24_000, 48_000);

  /** What sessions may include. */
  static final String STASH = "hark.text";

  static final String PROBABILITIES = "item.input_audio_transcription.logprobs";

  private static final int LONGEST_TEXT = 20_000;
  private static final int MOST_VALUES = 1000;

  private final ModelPool models;
  private final SessionSettings before;
  private final Dialect dialect;

  private SessionUpdate(ModelPool models, SessionSettings before, Dialect dialect) {
    this.models = models;
    this.before = before;
    this.dialect = dialect;
  }

  /**
   * The settings after an update.
   *
   * @throws ApiException 400 or 404 that names what is wrong
   */
  static SessionSettings read(
      JsonNode session, SessionSettings before, ModelPool models, Dialect dialect) {
    SessionSettings after = new SessionUpdate(models, before, dialect).read(session);
    var _ = after.recordingOptions(); // refuses unknown languages
    return after;
  }

  private SessionSettings read(JsonNode session) {
    if (!session.isObject()) {
      throw wrong("session", "no object", "an object");
    }
    if (session.has("type") && !text(session, "type").equals("transcription")) {
      throw wrong("session.type", text(session, "type"), "transcription");
    }
    JsonNode input = session.path("audio").path("input");
    boolean flat = input.isMissingNode();
    JsonNode transcription =
        flat ? session.path("input_audio_transcription") : input.path("transcription");
    JsonNode turns = flat ? session.path("turn_detection") : input.path("turn_detection");
    JsonNode format = flat ? session.path("input_audio_format") : input.path("format");
    return new SessionSettings(
        switch (dialect) {
          case OPENAI -> format.isMissingNode() ? before.format() : format(format);
          case DASHSCOPE -> pcm(format, session.path("sample_rate"));
        },
        field(transcription, "model").map(this::model).orElse(before.model()),
        transcription.has("language") ? field(transcription, "language") : before.language(),
        list(transcription, "languages", before.languages()),
        list(transcription, "keywords", before.keywords()),
        prompt(transcription),
        transcription.has("delay")
            ? field(transcription, "delay").map(SessionUpdate::delay)
            : before.delay(),
        turns.isMissingNode() ? before.turns() : turns(turns),
        includes(session, STASH, before.stash()),
        includes(session, PROBABILITIES, before.probabilities()));
  }

  private static Format format(JsonNode format) {
    if (format.isString()) {
      return switch (format.stringValue()) {
        case "pcm16" -> Format.PCM_24;
        case "g711_ulaw" -> mulaw();
        case "g711_alaw" -> alaw();
        default ->
            throw wrong(
                "session.input_audio_format",
                format.stringValue(),
                "pcm16, g711_ulaw or g711_alaw");
      };
    }
    String type = text(format, "type");
    return switch (type) {
      case "audio/pcm" -> {
        JsonNode rate = format.path("rate");
        int hertz = rate.isMissingNode() || rate.isNull() ? 24_000 : rate.asInt(0);
        if (!RATES.contains(hertz)) {
          throw wrong(
              "session.audio.input.format.rate", rate.toString(), "24000, 8000, 16000 or 48000");
        }
        yield new Format(type, RawAudio.Coding.PCM16, hertz);
      }
      case "audio/pcmu" -> mulaw();
      case "audio/pcma" -> alaw();
      default ->
          throw wrong(
              "session.audio.input.format.type", type, "audio/pcm, audio/pcmu or audio/pcma");
    };
  }

  /** Samples as DashScope names them: pcm with a rate, or pcm16, pcm24 for both in one. */
  private Format pcm(JsonNode format, JsonNode rate) {
    String name = format.asString("pcm");
    int hertz =
        switch (name) {
          case "pcm" -> rate.asInt(before.format().rateHz());
          case "pcm16" -> rate.asInt(16_000);
          case "pcm24" -> rate.asInt(24_000);
          default -> throw wrong("session.input_audio_format", name, "pcm");
        };
    if (!RATES.contains(hertz)) {
      throw wrong("session.sample_rate", rate.toString(), "16000, 8000, 24000 or 48000");
    }
    return new Format("audio/pcm", RawAudio.Coding.PCM16, hertz);
  }

  private Optional<String> prompt(JsonNode transcription) {
    if (dialect == Dialect.DASHSCOPE && transcription.has("corpus")) {
      return field(transcription.path("corpus"), "text");
    }
    return transcription.has("prompt") ? field(transcription, "prompt") : before.prompt();
  }

  private static Format mulaw() {
    return new Format("audio/pcmu", RawAudio.Coding.MU_LAW, 8000);
  }

  private static Format alaw() {
    return new Format("audio/pcma", RawAudio.Coding.A_LAW, 8000);
  }

  private String model(String name) {
    ModelEntry entry = models.model(name).entry();
    if (entry.kind() != ModelEntry.Kind.TRANSCRIPTION) {
      throw ApiException.invalid("model", "%s does not transcribe".formatted(entry.id()));
    }
    return entry.id();
  }

  private static Delay delay(String name) {
    for (Delay delay : Delay.values()) {
      if (delay.name().toLowerCase(Locale.ROOT).equals(name)) {
        return delay;
      }
    }
    throw wrong("delay", name, "minimal, low, medium, high or xhigh");
  }

  private Optional<ServerVad> turns(JsonNode turns) {
    if (turns.isNull()) {
      return Optional.empty();
    }
    String type = text(turns, "type");
    if (!type.equals("server_vad")) {
      throw wrong("turn_detection.type", type, "server_vad, or null for turn_detection");
    }
    ServerVad standard = ServerVad.STANDARD;
    Optional<Double> idle = number(turns, "idle_timeout_ms", 5000, 30_000);
    return Optional.of(
        new ServerVad(
            number(turns, "threshold", dialect == Dialect.DASHSCOPE ? -1 : 0, 1)
                .orElse(standard.threshold()),
            number(turns, "prefix_padding_ms", 0, 5000)
                .map(SessionUpdate::millis)
                .orElse(standard.prefixPadding()),
            number(turns, "silence_duration_ms", 0, 10_000)
                .map(SessionUpdate::millis)
                .orElse(standard.silence()),
            idle.map(SessionUpdate::millis)));
  }

  private static Duration millis(double count) {
    return Duration.ofMillis((long) count);
  }

  private static Optional<Double> number(JsonNode node, String name, double least, double most) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw wrong(
          "turn_detection." + name,
          value.toString(),
          "a number from %.0f to %.0f".formatted(least, most));
    }
    return Optional.of(value.doubleValue());
  }

  private static boolean includes(JsonNode session, String name, boolean before) {
    Predicate<JsonNode> wanted = node -> node.asString("").equals(name);
    return session.has("include") ? session.path("include").valueStream().anyMatch(wanted) : before;
  }

  private static List<String> list(JsonNode node, String name, List<String> before) {
    JsonNode values = node.path(name);
    if (values instanceof MissingNode) {
      return before;
    }
    List<String> list = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.isString() || value.stringValue().length() > LONGEST_TEXT) {
        throw wrong(name, value.getNodeType().toString(), "texts of no more than 20000 characters");
      }
      list.add(value.stringValue());
    }
    if (list.size() > MOST_VALUES) {
      throw wrong(name, list.size() + " values", "at most " + MOST_VALUES);
    }
    return List.copyOf(list);
  }

  private static Optional<String> field(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString() || value.stringValue().length() > LONGEST_TEXT) {
      throw wrong(name, value.getNodeType().toString(), "a text of up to 20000 characters");
    }
    return Optional.of(value.stringValue()).filter(text -> !text.isBlank());
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static ApiException wrong(String name, String got, String wanted) {
    String shown = got.length() > 100 ? got.substring(0, 100) + "…" : got;
    return ApiException.invalid(name, "%s is \"%s\", wanted %s".formatted(name, shown, wanted));
  }
}
