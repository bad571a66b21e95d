/** Live transcription over WebSockets. */
package dev.hark.server.realtime;
