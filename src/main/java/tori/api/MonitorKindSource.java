package tori.api;

import tori.model.MonitorId;

import java.util.Map;

/** Says of what kind monitors are. Thread-safe; does not block. */
@FunctionalInterface
public interface MonitorKindSource {

    /** The words that config.yaml has for them, such as {@code http}, as far as they are known. */
    Map<MonitorId, String> kinds();
}
