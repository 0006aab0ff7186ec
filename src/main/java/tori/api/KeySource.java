package tori.api;

import org.jspecify.annotations.Nullable;

import tori.signing.KeyDirectory;

/** Knows the key that polls are signed with. Thread-safe. */
@FunctionalInterface
public interface KeySource {

    /** Shows the key; null if polls are not signed. */
    @Nullable KeyDirectory keys();
}
