/** A small Qwen3-ASR model that comes in a jar. */
package dev.hark.mini;
