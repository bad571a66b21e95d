/** Transcripts as text, JSON, subtitles and tables. */
package dev.hark.engine.format;
