/** What a network learns from: utterances and where they come from. */
package dev.hark.train.data;
