package tori.recording;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;

import java.util.List;

/**
 * Where samples were taken: the method itself, and the method of tori that led there. Used by one
 * thread.
 */
final class Methods {

    private static final String OWN = "tori.";
    private static final String NOWHERE = "(no method known)";

    /** Where a sample was taken. */
    record Place(String top, String own) {}

    final Tally top = new Tally();
    final Tally own = new Tally();

    void add(Place place, long weight) {
        top.add(place.top, weight);
        own.add(place.own, weight);
    }

    static Place place(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        List<RecordedFrame> frames = stack == null ? List.of() : stack.getFrames();
        return new Place(
                frames.isEmpty() ? NOWHERE : name(frames.getFirst().getMethod()),
                frames.stream()
                        .map(RecordedFrame::getMethod)
                        .map(Methods::name)
                        .filter(name -> name.startsWith(OWN))
                        .findFirst()
                        .orElse("(outside tori)"));
    }

    private static String name(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }
}
