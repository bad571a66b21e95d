/** Small vocabularies for small models, in the files of the Qwen tokenizers. */
package dev.hark.train.vocabulary;
