/** Text to token ids and back: the byte-level BPE of Qwen2 and Qwen3. */
package dev.hark.model.tokenizer;
