package dev.hark.server.realtime;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import java.time.Duration;

/**
 * Bounds of sessions.
 *
 * @param sessions most at once
 * @param sessionsPerCaller most of one API key
 * @param maxMessageBytes largest message
 * @param maxAudio most audio of a session
 * @param backlog audio that may wait to be heard
 * @param slowestStep most audio between two texts of a session when others speak, too
 * @param idle longest silence of a client
 * @param drain longest wait for sessions when the server is to stop
 */
record RealtimeLimits(
    int sessions,
    int sessionsPerCaller,
    long maxMessageBytes,
    Duration maxAudio,
    Duration backlog,
    Duration slowestStep,
    Duration idle,
    Duration drain) {
  static RealtimeLimits of(ServerConfig config) {
    return new RealtimeLimits(
        config.number(Setting.REALTIME_SESSIONS),
        Math.max(1, config.number(Setting.CONCURRENCY_PER_KEY)),
        config.bytes(Setting.REALTIME_MAX_MESSAGE),
        config.duration(Setting.REALTIME_MAX_AUDIO),
        config.duration(Setting.REALTIME_BACKLOG),
        config.duration(Setting.REALTIME_SLOWEST_STEP),
        config.duration(Setting.REALTIME_IDLE),
        config.duration(Setting.DRAIN));
  }
}
