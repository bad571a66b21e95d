package dev.hark.server.realtime;

import dev.hark.engine.ScoredToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was said in an item.
 *
 * @param language English names of the languages heard, joined by commas
 * @param audio length of its audio
 * @param tokens those of the text with their probabilities; empty if nobody asked for them
 */
record Said(String text, String language, Duration audio, Optional<List<ScoredToken>> tokens) {}
