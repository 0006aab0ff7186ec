package tori.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import tori.delivery.DeliveryState;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads a delivery's state as people write it: {@code retry_wait}. */
final class StateConverter implements ITypeConverter<DeliveryState> {

    @Override
    public DeliveryState convert(String value) {
        DeliveryState state = DeliveryState.ofWireName(value);
        if (state == null) {
            String known =
                    Arrays.stream(DeliveryState.values())
                            .map(DeliveryState::wireName)
                            .collect(Collectors.joining(", "));
            throw new TypeConversionException("'" + value + "' is no state; allowed: " + known);
        }
        return state;
    }
}
