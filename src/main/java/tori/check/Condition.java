package tori.check;

import tori.incident.CheckCause;

/**
 * One thing that was expected.
 *
 * @param cause of the failure if it does not hold
 * @param expected in words, such as {@code status is 2xx}
 * @param passed whether it holds
 * @param wrong what is wrong, as a sentence without a final stop; empty if it holds
 */
public record Condition(CheckCause cause, String expected, boolean passed, String wrong) {

    static Condition passed(CheckCause cause, String expected) {
        return new Condition(cause, expected, true, "");
    }

    static Condition failed(CheckCause cause, String expected, String wrong) {
        return new Condition(cause, expected, false, wrong);
    }
}
