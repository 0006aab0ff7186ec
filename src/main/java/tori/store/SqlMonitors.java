package tori.store;

import tori.poll.MonitorStore;
import tori.poll.StoredMonitor;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The added monitors of the store, for any thread: changes are handed to the writer, what reads
 * does so on the calling thread, behind the connection's lock.
 */
final class SqlMonitors implements MonitorStore {

    private final DeliveryCommands commands;
    private final MonitorTable table;
    private final SqlDeliveries.Reading reading;
    private final StoreCondition condition;

    SqlMonitors(
            DeliveryCommands commands,
            MonitorTable table,
            SqlDeliveries.Reading reading,
            StoreCondition condition) {
        this.commands = commands;
        this.table = table;
        this.reading = reading;
        this.condition = condition;
    }

    @Override
    public List<StoredMonitor> monitors() throws IOException, InterruptedException {
        return reading.read(table::all);
    }

    @Override
    public CompletableFuture<Boolean> add(StoredMonitor monitor) {
        return submit(_ -> table.add(monitor));
    }

    @Override
    public CompletableFuture<Boolean> change(StoredMonitor monitor) {
        return submit(_ -> table.change(monitor));
    }

    @Override
    public CompletableFuture<Boolean> remove(UUID id, boolean forget, Instant now) {
        return submit(_ -> table.remove(id, forget, now));
    }

    private CompletableFuture<Boolean> submit(DeliveryCommand.Work<Boolean> work) {
        return commands.submit(new DeliveryCommand<>(1, work), condition);
    }
}
