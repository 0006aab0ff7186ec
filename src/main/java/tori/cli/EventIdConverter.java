package tori.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.UUID;

/** Reads the ids of events. */
final class EventIdConverter implements ITypeConverter<UUID> {

    /** Of what is no id so much is repeated. */
    private static final int MAX_SHOWN = 60;

    @Override
    public UUID convert(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
            throw new TypeConversionException(
                    "\""
                            + shown
                            + "\" is no event's id; it looks like"
                            + " 0197c3a2-8f4e-7c11-9d2b-5e6f7a8b9c0d");
        }
    }
}
