package dev.hark.model.network;

/**
 * Shape of a decoder's attention. Query head {@code i} reads key/value head {@code i * kvHeads /
 * heads}.
 *
 * @param layer index of the decoder layer, which owns one part of the cache
 * @param ropeTheta base of the rotary frequencies {@code theta^(-2i/headDim)}, rotate-half layout
 */
public record CausalAttention(
    int layer, int heads, int kvHeads, int headDim, double ropeTheta, int maxPositions) {}
