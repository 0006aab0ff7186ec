@NullMarked
package tori.telemetry;

import org.jspecify.annotations.NullMarked;
