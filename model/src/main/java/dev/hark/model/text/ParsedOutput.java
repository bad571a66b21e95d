package dev.hark.model.text;

/**
 * What a recogniser said.
 *
 * @param language English name of the language; empty if the model named none or heard no speech
 * @param text the words; empty if there were none
 */
public record ParsedOutput(String language, String text) {}
