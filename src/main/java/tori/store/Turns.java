package tori.store;

import tori.delivery.DeliveryState;

import java.sql.SQLException;

/**
 * Decides whose turn it is within an entity: of its open deliveries to a destination the oldest is
 * the head, except that one which is handed out stays head until it is settled. Belongs to the
 * writer.
 */
final class Turns {

    private final DeliveryTable table;

    Turns(DeliveryTable table) {
        this.table = table;
    }

    /** The head has been closed: it is the next one's turn. */
    void closed(Destination destination, String entity) throws SQLException {
        DeliveryTable.Open next = table.next(destination, entity);
        if (next != null) {
            table.turn(next.id(), DeliveryTable.HEAD);
            destination.headCame(next.state());
        }
    }

    /**
     * The head is no longer handed out but open: it goes on being head, unless an older one was
     * made pending again meanwhile.
     */
    void released(Destination destination, String entity, long id, DeliveryState state)
            throws SQLException {
        DeliveryTable.Open next = table.next(destination, entity);
        if (next == null || next.id() > id) {
            if (state == DeliveryState.PENDING) {
                destination.headCame(state);
            }
            return;
        }
        table.turn(id, DeliveryTable.BEHIND);
        table.turn(next.id(), DeliveryTable.HEAD);
        destination.headCame(next.state());
    }

    /** The turn that one has which is pending again; another may have to step back for it. */
    int returned(Destination destination, String entity, long id) throws SQLException {
        DeliveryTable.Open head = table.head(destination, entity);
        if (head != null) {
            if (head.id() < id || head.state() == DeliveryState.IN_FLIGHT) {
                return DeliveryTable.BEHIND;
            }
            table.turn(head.id(), DeliveryTable.BEHIND);
            destination.headWent(head.state());
        }
        destination.headCame(DeliveryState.PENDING);
        return DeliveryTable.HEAD;
    }
}
