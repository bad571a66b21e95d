/** Small Qwen3-ASR models that come in a jar. */
package dev.hark.mini;
