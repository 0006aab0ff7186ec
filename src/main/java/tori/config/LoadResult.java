package tori.config;

import java.util.List;

/** What came of reading a configuration file. */
public sealed interface LoadResult {

    /** What makes it invalid, in the file's order; nothing if it is valid. */
    List<Problem> problems();

    /**
     * It is valid.
     *
     * @param config with all inheritance applied
     * @param warnings in the file's order
     * @param added reads monitors that are added to those of the file
     */
    record Loaded(Config config, List<Warning> warnings, AddedMonitorLoader added)
            implements LoadResult {
        public Loaded {
            warnings = List.copyOf(warnings);
        }

        @Override
        public List<Problem> problems() {
            return List.of();
        }
    }

    /**
     * It is not valid.
     *
     * @param problems all of them, in the file's order; at least one
     */
    record Invalid(List<Problem> problems) implements LoadResult {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
