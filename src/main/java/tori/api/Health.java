package tori.api;

import java.util.List;

/** Says what is wrong with the process. Thread-safe. */
public interface Health {

    /** Why the process should be restarted, each a sentence; empty while its loops run. */
    List<String> livenessProblems();

    /** Why the process does not do its work yet, each a sentence; empty once it does. */
    List<String> readinessProblems();
}
