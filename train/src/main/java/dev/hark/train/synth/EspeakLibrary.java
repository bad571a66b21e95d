package dev.hark.train.synth;

import dev.hark.train.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The C library of espeak-ng, which unlike the program tells when it says what. Each utterance has
 * the library loaded anew: it keeps state from one to the next, and only a fresh one says, sample
 * for sample, what the program says. Source: espeak-ng's {@code speak_lib.h}.
 */
@SuppressWarnings("restricted") // the calls below follow the declarations of speak_lib.h
final class EspeakLibrary {
  /** What the library did at a time. */
  enum Kind {
    WORD,
    PHONEME,
    END
  }

  /**
   * Something the library did.
   *
   * @param character index in the text of what it belongs to
   * @param millis from the start of the utterance
   * @param phoneme its name, beginning with {@code _} for a pause; empty for other kinds
   */
  record Event(Kind kind, int character, int millis, String phoneme) {}

  /**
   * An utterance.
   *
   * @param pcm 16-bit samples, little-endian
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Sound(byte[] pcm, int sampleRateHz, List<Event> events) {}

  private static final List<String> FILES = List.of("libespeak-ng.so.1", "libespeak-ng.1.dylib");
  private static final ReentrantLock LOADED = new ReentrantLock();
  private static final Linker LINKER = Linker.nativeLinker();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

  private static final int SYNCHRONOUS = 2;
  private static final int PHONEME_EVENTS = 1;
  private static final int RATE = 1;
  private static final int PITCH = 3;
  private static final int WORD_GAP = 7;
  private static final int CHARACTERS = 1;
  private static final int PHONEMES_AND_PAUSE_AT_END = 0x1100;

  private static final long EVENT_BYTES = 40;
  private static final long CHARACTER_AT = 8;
  private static final long MILLIS_AT = 16;
  private static final long NAME_AT = 32;
  private static final int NAME_BYTES = 8;

  private static final long VOICE_BYTES = 40;
  private static final long LANGUAGES_AT = 8;

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration LIMIT_OF_END = Duration.ofSeconds(5);

  private volatile String file;

  private EspeakLibrary(String file) {
    this.file = file;
  }

  /** The library, if this machine has it. */
  static Optional<EspeakLibrary> find() {
    for (String file : FILES) {
      try (Arena arena = Arena.ofConfined()) {
        if (SymbolLookup.libraryLookup(file, arena).find("espeak_Synth").isPresent()) {
          return Optional.of(new EspeakLibrary(file));
        }
      } catch (IllegalArgumentException e) {
        // not on this machine; perhaps by its next name
      }
    }
    return Optional.empty();
  }

  /**
   * Says a text; one thread at a time, others wait.
   *
   * @param wordsPerMinute as the program's {@code -s}
   * @param pitch 0 to 99
   * @param gapTicks pause between words in 10 ms
   */
  Sound say(String voice, int wordsPerMinute, int pitch, int gapTicks, String text) {
    CompletableFuture<Sound> said = new CompletableFuture<>();
    Runnable saying =
        () -> {
          try (Arena arena = Arena.ofConfined()) {
            Utterer utterer = new Utterer(SymbolLookup.libraryLookup(file, arena), arena);
            said.complete(utterer.say(voice, wordsPerMinute, pitch, gapTicks, text));
            utterer.end();
          } catch (Throwable e) {
            said.completeExceptionally(e);
          }
        };
    LOADED.lock();
    try {
      Thread thread = Thread.ofPlatform().daemon().name("espeak-ng").start(saying);
      Sound sound = said.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!thread.join(LIMIT_OF_END)) {
        file = copy();
      }
      return sound;
    } catch (ExecutionException | TimeoutException e) {
      throw new DataException("%s: \"%s\" with voice %s: %s".formatted(file, text, voice, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException(file + ": interrupted", e);
    } finally {
      LOADED.unlock();
    }
  }

  /**
   * The library under another name, which the system takes for another library. Seldom, the end of
   * the library waits for its own thread for ever; the one at hand can then not be loaded anew.
   */
  private static String copy() {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      Path loaded =
          maps.filter(line -> line.contains("libespeak-ng"))
              .map(line -> Path.of(line.substring(line.indexOf('/'))))
              .findFirst()
              .orElseThrow(() -> new DataException("espeak-ng's library has gone"));
      Path copy = Files.createTempFile("libespeak-ng", ".so");
      copy.toFile().deleteOnExit();
      return Files.copy(loaded, copy, StandardCopyOption.REPLACE_EXISTING).toString();
    } catch (IOException e) {
      throw new DataException("espeak-ng's library cannot be copied: " + e.getMessage(), e);
    }
  }

  /** One loaded library. */
  private static final class Utterer {
    private final SymbolLookup library;
    private final Arena arena;
    private final ByteArrayOutputStream pcm = new ByteArrayOutputStream();
    private final List<Event> events = new ArrayList<>();

    Utterer(SymbolLookup library, Arena arena) {
      this.library = library;
      this.arena = arena;
    }

    Sound say(String voice, int wordsPerMinute, int pitch, int gapTicks, String text)
        throws Throwable {
      // Voices with breath draw from rand(), which the program finds as a process begins with.
      LINKER
          .downcallHandle(
              LINKER.defaultLookup().findOrThrow("srand"), FunctionDescriptor.ofVoid(INT))
          .invoke(1);
      int hertz =
          (int)
              function("espeak_Initialize", INT, INT, POINTER, INT)
                  .invoke(SYNCHRONOUS, 0, MemorySegment.NULL, PHONEME_EVENTS);
      LINKER
          .downcallHandle(
              library.findOrThrow("espeak_SetSynthCallback"), FunctionDescriptor.ofVoid(POINTER))
          .invoke(callback());
      MemorySegment name = arena.allocateFrom(voice);
      if ((int) function("espeak_SetVoiceByName", POINTER).invoke(name) != 0) {
        MemorySegment wanted = arena.allocate(VOICE_BYTES);
        wanted.set(ValueLayout.ADDRESS, LANGUAGES_AT, name);
        if ((int) function("espeak_SetVoiceByProperties", POINTER).invoke(wanted) != 0) {
          throw new DataException("espeak-ng has no voice %s".formatted(voice));
        }
      }
      MethodHandle set = function("espeak_SetParameter", INT, INT, INT);
      var _ = (int) set.invoke(RATE, wordsPerMinute, 0);
      var _ = (int) set.invoke(PITCH, pitch, 0);
      var _ = (int) set.invoke(WORD_GAP, gapTicks, 0);
      MemorySegment chars = arena.allocateFrom(text);
      var _ =
          (int)
              function(
                      "espeak_Synth",
                      POINTER,
                      ValueLayout.JAVA_LONG,
                      INT,
                      INT,
                      INT,
                      INT,
                      POINTER,
                      POINTER)
                  .invoke(
                      chars,
                      chars.byteSize(),
                      0,
                      CHARACTERS,
                      0,
                      PHONEMES_AND_PAUSE_AT_END,
                      MemorySegment.NULL,
                      MemorySegment.NULL);
      var _ = (int) function("espeak_Synchronize").invoke();
      return new Sound(pcm.toByteArray(), hertz, List.copyOf(events));
    }

    void end() throws Throwable {
      var _ = (int) function("espeak_Terminate").invoke();
    }

    /** A function that answers with an int. */
    private MethodHandle function(String name, MemoryLayout... arguments) {
      return LINKER.downcallHandle(
          library.findOrThrow(name), FunctionDescriptor.of(INT, arguments));
    }

    private MemorySegment callback() throws ReflectiveOperationException {
      MethodHandle receive =
          MethodHandles.lookup()
              .bind(
                  this,
                  "receive",
                  MethodType.methodType(
                      int.class, MemorySegment.class, int.class, MemorySegment.class));
      return LINKER.upcallStub(receive, FunctionDescriptor.of(INT, POINTER, INT, POINTER), arena);
    }

    /** Called by the library with samples and what happened in them; 0 to go on. */
    @SuppressWarnings("UnusedMethod") // found by its name
    int receive(MemorySegment samples, int count, MemorySegment happened) {
      if (samples.address() != 0 && count > 0) {
        pcm.writeBytes(
            samples.reinterpret((long) count * Short.BYTES).toArray(ValueLayout.JAVA_BYTE));
      }
      MemorySegment list = happened.reinterpret(Long.MAX_VALUE);
      for (long at = 0; list.get(INT, at) != 0; at += EVENT_BYTES) {
        Kind kind =
            switch (list.get(INT, at)) {
              case 1 -> Kind.WORD;
              case 5 -> Kind.END;
              case 7 -> Kind.PHONEME;
              default -> null;
            };
        if (kind != null) {
          byte[] name = list.asSlice(at + NAME_AT, NAME_BYTES).toArray(ValueLayout.JAVA_BYTE);
          events.add(
              new Event(
                  kind,
                  list.get(INT, at + CHARACTER_AT) - 1,
                  list.get(INT, at + MILLIS_AT),
                  kind == Kind.PHONEME ? text(name) : ""));
        }
      }
      return 0;
    }

    private static String text(byte[] name) {
      int length = 0;
      while (length < name.length && name[length] != 0) {
        length++;
      }
      return new String(name, 0, length, StandardCharsets.UTF_8);
    }
  }
}
