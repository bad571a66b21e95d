package dev.hark.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be configured, in the order of the documentation. A setting {@code
 * max-upload} is a key of the configuration file, {@code HARK_MAX_UPLOAD} in the environment and
 * {@code --max-upload} on the command line; the later of the three wins.
 */
public enum Setting {
  HOST(Kind.TEXT, "127.0.0.1", "Address to listen on; others than loopback need an API key"),
  PORT(Kind.NUMBER, "8000", "Port to listen on; 0 takes a free one"),
  MODEL(
      Kind.TEXT,
      "",
      "Recogniser: name or folder; if empty, hark serve takes the built-in hark-mini"),
  ALIGNER(
      Kind.TEXT,
      "",
      "Aligner for the times of words: name or folder; if empty, none, but with the built-in model its"),
  TEXT_MODEL(Kind.TEXT, "", "Text model that chats: name or folder; empty for none"),
  ALIASES(
      Kind.SWITCH,
      "true",
      "Whether names such as whisper-1 and gpt-4o-transcribe stand for the recogniser"),
  MODEL_IDLE(
      Kind.DURATION, "0s", "Idle time after which a model is unloaded; 0s keeps it for ever"),
  PRELOAD(
      Kind.SWITCH,
      "true",
      "Whether the models are loaded, and have run once, before the server is ready"),
  PRECISION(Kind.TEXT, "q8", "Weights: f32, q8 or q4"),
  THREADS(Kind.NUMBER, "0", "Threads of a model; 0 for all processors"),
  BATCH(Kind.NUMBER, "4", "Pieces that a model decodes at once"),
  CACHE_DIR(Kind.TEXT, "", "Where compiled models are kept; empty for HARK_CACHE or ~/.cache/hark"),
  API_KEYS_FILE(Kind.TEXT, "", "File of hashed API keys, as hark serve --new-key writes it"),
  ALLOWED_HOSTS(
      Kind.TEXT, "", "Host names by which the server may be called beside localhost, with commas"),
  ALLOWED_ORIGINS(
      Kind.TEXT, "", "Origins of other web sites that may call the server, with commas"),
  CONCURRENCY(Kind.NUMBER, "4", "Requests that are worked on at once"),
  QUEUE(Kind.NUMBER, "64", "Requests that may wait; more are refused with 503"),
  CONCURRENCY_PER_KEY(
      Kind.NUMBER, "8", "Requests that one API key may have open; more are refused with 429"),
  MAX_UPLOAD(Kind.BYTES, "1GiB", "Largest request body"),
  MAX_JSON(Kind.BYTES, "32MiB", "Largest JSON body, recordings in base64 included"),
  MAX_AUDIO(Kind.DURATION, "4h", "Longest recording"),
  MAX_DECODED(Kind.BYTES, "16GiB", "Most bytes of decoded samples of one recording"),
  AUDIO_URLS(
      Kind.SWITCH,
      "false",
      "Whether messages may name recordings by http and https addresses, which the server fetches"),
  MAX_DOWNLOAD(Kind.BYTES, "64MiB", "Largest recording that is fetched"),
  DOWNLOAD_TIMEOUT(Kind.DURATION, "30s", "Longest time that is spent on fetching a recording"),
  REQUEST_TIMEOUT(Kind.DURATION, "10m", "Longest time that is worked on one request"),
  MIN_UPLOAD_RATE(
      Kind.BYTES,
      "1KiB",
      "Fewest bytes a second of a request body, on average over upload-patience; 0 for no bound"),
  UPLOAD_PATIENCE(
      Kind.DURATION, "20s", "How long a request body may come more slowly than min-upload-rate"),
  HEADER_TIMEOUT(Kind.DURATION, "10s", "Longest time that a client may take to send its headers"),
  IDLE_TIMEOUT(Kind.DURATION, "30s", "Longest silence of a client that is to send or to read"),
  HEARTBEAT(Kind.DURATION, "10s", "Time between comments that keep an event stream alive"),
  DRAIN(Kind.DURATION, "30s", "Longest wait for open requests when the server is to stop"),
  TEMP_DIR(Kind.TEXT, "", "Where uploads are kept while they are worked on"),
  JOBS_DIR(
      Kind.TEXT, "", "Where jobs are kept; empty for hark/jobs in XDG_DATA_HOME or ~/.local/share"),
  JOBS_AT_ONCE(Kind.NUMBER, "1", "Jobs that are worked on at once; 0 keeps them waiting"),
  JOBS_QUEUE(Kind.NUMBER, "1000", "Jobs that may wait or run; more are refused with 503"),
  JOBS_KEEP(
      Kind.DURATION, "168h", "Time after which finished jobs are deleted; 0s keeps them for ever"),
  JOBS_MAX_AUDIO(Kind.DURATION, "12h", "Longest recording of a job"),
  REALTIME_SESSIONS(Kind.NUMBER, "32", "Realtime sessions at once; more are closed with 1013"),
  REALTIME_MAX_MESSAGE(Kind.BYTES, "1MiB", "Largest message of a realtime client"),
  REALTIME_MAX_AUDIO(Kind.DURATION, "2h", "Most audio of a realtime session"),
  REALTIME_BACKLOG(
      Kind.DURATION,
      "30s",
      "Audio of a realtime session that may wait to be heard; then its client has to wait"),
  REALTIME_SLOWEST_STEP(
      Kind.DURATION,
      "4s",
      "Most audio between two texts of a realtime session when others speak, too; 0s for the"
          + " pace that its client asked for whatever others do"),
  REALTIME_IDLE(
      Kind.DURATION, "60s", "Silence of a realtime client after which its session is closed");

  /** What a value looks like. */
  public enum Kind {
    /** Any text. */
    TEXT("text"),
    /** A whole number, 0 or more. */
    NUMBER("number"),
    /** {@code true} or {@code false}. */
    SWITCH("true|false"),
    /** A number with {@code ms}, {@code s}, {@code m} or {@code h}. */
    DURATION("duration"),
    /** A number, with {@code KiB}, {@code MiB} or {@code GiB} if wanted. */
    BYTES("bytes");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The kind in help texts. */
    public String label() {
      return label;
    }
  }

  private final Kind kind;
  private final String standard;
  private final String meaning;

  Setting(Kind kind, String standard, String meaning) {
    this.kind = kind;
    this.standard = standard;
    this.meaning = meaning;
  }

  /** What its values look like. */
  public Kind kind() {
    return kind;
  }

  /** The value if nothing is configured; may be empty. */
  public String standard() {
    return standard;
  }

  /** What it does, in one line without a full stop. */
  public String meaning() {
    return meaning;
  }

  /** The name in a file, such as {@code max-upload}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name in the environment, such as {@code HARK_MAX_UPLOAD}. */
  public String variable() {
    return "HARK_" + name();
  }

  /** The name on the command line, such as {@code --max-upload}. */
  public String flag() {
    return "--" + key();
  }

  /** The setting of this key. */
  public static Optional<Setting> find(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
  }
}
