package tori.model;

import tori.api.HelidonLogging;

/** Breaks the order of the tiers, so that a test can see that it is kept. */
public record KnowsAnAdapter(HelidonLogging adapter) {}
