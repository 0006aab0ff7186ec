package tori.check;

/**
 * The answer to a check over HTTP, as far as it was read.
 *
 * @param host who gave it
 * @param status its status
 * @param text its body; empty where nobody looks at it
 * @param complete whether that is all of it
 */
record Answer(String host, int status, String text, boolean complete) {}
