package tori.api;

import tori.delivery.DeliveryRow;

import java.util.List;

/**
 * Some of the deliveries that were asked for.
 *
 * @param rows newest first
 * @param total how many there are, those of other pages included
 */
public record DeliveryPage(List<DeliveryRow> rows, long total) {

    public DeliveryPage {
        rows = List.copyOf(rows);
    }
}
