import org.jspecify.annotations.NullMarked;

/** A small Qwen3-ASR model that comes in a jar: HarkMini. */
@NullMarked
module dev.hark.mini {
  requires static org.jspecify;
  requires transitive dev.hark.engine;

  exports dev.hark.mini;
}
