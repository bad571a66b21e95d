package dev.hark.server.models;

import java.util.List;

/** Names of hosted models that clients have built in; here they mean the first recogniser. */
final class ModelAliases {
  static final List<String> TRANSCRIPTION =
      List.of(
          "whisper-1",
          "gpt-transcribe",
          "gpt-4o-transcribe",
          "gpt-4o-mini-transcribe",
          "gpt-4o-mini-transcribe-2025-12-15",
          "gpt-4o-transcribe-diarize",
          "qwen3-asr-flash",
          "qwen3-asr-flash-realtime");

  private ModelAliases() {}
}
