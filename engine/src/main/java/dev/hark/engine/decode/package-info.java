/** Generation of tokens: prompts in, tokens out, many sequences at a time. */
package dev.hark.engine.decode;
