package tori.recording;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;

import java.util.List;

/** Where samples were taken: the method itself, and the method of tori that led there. */
final class Methods {

    private static final String OWN = "tori.";
    private static final String NOWHERE = "(no method known)";

    final Tally top = new Tally();
    final Tally own = new Tally();

    void add(RecordedEvent event, long weight) {
        RecordedStackTrace stack = event.getStackTrace();
        List<RecordedFrame> frames = stack == null ? List.of() : stack.getFrames();
        top.add(frames.isEmpty() ? NOWHERE : name(frames.getFirst().getMethod()), weight);
        own.add(
                frames.stream()
                        .map(RecordedFrame::getMethod)
                        .map(Methods::name)
                        .filter(name -> name.startsWith(OWN))
                        .findFirst()
                        .orElse("(outside tori)"),
                weight);
    }

    private static String name(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }
}
