import org.jspecify.annotations.NullMarked;

/** Small Qwen3-ASR models that come in a jar: HarkMini and HarkMiniAligner. */
@NullMarked
module dev.hark.mini {
  requires static org.jspecify;
  requires transitive dev.hark.engine;

  exports dev.hark.mini;
}
