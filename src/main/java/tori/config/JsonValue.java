package tori.config;

import java.math.BigDecimal;

/** A single value that an answer in JSON is expected to hold. */
public sealed interface JsonValue {

    /** Text, compared letter by letter. */
    record Text(String text) implements JsonValue {}

    /**
     * A number, compared by what it means: {@code 1.0} is {@code 1}.
     *
     * @param number without trailing zeros
     */
    record Amount(BigDecimal number) implements JsonValue {}

    /** True or false. */
    record Truth(boolean value) implements JsonValue {}
}
