package dev.hark.server.models;

/** A model and whether it is loaded. */
public record ModelState(ModelEntry entry, boolean loaded) {}
