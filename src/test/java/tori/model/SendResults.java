package tori.model;

/** Helps tests to compare how attempts ended. */
public final class SendResults {

    private SendResults() {}

    /** The same without what the destination answered. */
    public static SendResult withoutAnswer(SendResult result) {
        return switch (result) {
            case SendResult.Sent sent ->
                    new SendResult.Sent(sent.pause(), Answer.NONE, sent.perhapsTwice());
            case SendResult.Throttled throttled ->
                    new SendResult.Throttled(throttled.retryAfter(), throttled.everywhere());
            case SendResult.Refused refused -> new SendResult.Refused(refused.reason());
            case SendResult.Gone gone -> new SendResult.Gone(gone.reason());
            case SendResult.Failed failed ->
                    new SendResult.Failed(
                            failed.reason(), failed.ambiguous(), failed.outage(), Answer.NONE);
        };
    }
}
