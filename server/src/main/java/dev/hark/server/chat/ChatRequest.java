package dev.hark.server.chat;

import dev.hark.server.http.Fields;
import tools.jackson.databind.JsonNode;

/**
 * A request for a completion.
 *
 * @param fields its checked values
 * @param body all of it
 */
record ChatRequest(String model, Fields fields, JsonNode body, ChatContent content) {}
