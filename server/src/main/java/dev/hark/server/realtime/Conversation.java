package dev.hark.server.realtime;

import dev.hark.engine.Segment;
import dev.hark.engine.Transcription;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The items of a session: tells its client how each comes to be and gets its text. Several threads
 * may do so for several items.
 */
final class Conversation {
  private static final int MOST_REMEMBERED = 256;

  private final Outbox outbox;
  private final Map<String, Optional<String>> items =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };
  private Optional<String> last = Optional.empty();
  private boolean beta;

  Conversation(Outbox outbox) {
    this.outbox = outbox;
  }

  /** From now on in the events of the beta. */
  synchronized void speakBeta() {
    beta = true;
  }

  /** Says that the audio of an item is complete. */
  synchronized Optional<String> commit(String id) {
    Optional<String> previous = last;
    last = Optional.of(id);
    items.put(id, Optional.empty());
    outbox.send(ServerEvents.committed(id, previous));
    String added = beta ? "conversation.item.created" : "conversation.item.added";
    outbox.send(ServerEvents.item(added, id, previous, Optional.empty()));
    return previous;
  }

  /** Says what was said in an item; nothing follows. */
  void complete(String id, Optional<String> previous, Said said) {
    remember(id, said.text());
    outbox.send(ServerEvents.completed(id, said));
    outbox.send(
        ServerEvents.item("conversation.item.done", id, previous, Optional.of(said.text())));
  }

  private synchronized void remember(String id, String text) {
    items.computeIfPresent(id, (_, _) -> Optional.of(text));
  }

  /** Tells an item again; {@code false} if there is none. */
  synchronized boolean retrieve(String id) {
    if (!items.containsKey(id)) {
      return false;
    }
    outbox.send(ServerEvents.retrieved(id, items.getOrDefault(id, Optional.empty())));
    return true;
  }

  /** Forgets an item; {@code false} if there is none. */
  synchronized boolean delete(String id) {
    if (!items.containsKey(id)) {
      return false;
    }
    items.remove(id);
    outbox.send(ServerEvents.event("conversation.item.deleted").put("item_id", id));
    return true;
  }

  /** Texts joined as the engine joins segments. */
  static String join(String left, String right) {
    return Transcription.of(Duration.ZERO, List.of(unplaced(left), unplaced(right)), List.of())
        .text();
  }

  private static Segment unplaced(String text) {
    return new Segment(Duration.ZERO, Duration.ZERO, text, "", List.of());
  }
}
