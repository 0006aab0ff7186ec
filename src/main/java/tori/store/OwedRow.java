package tori.store;

import tori.model.Owed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something owed, with the row of the event log it refers to.
 *
 * @param owed what is owed
 * @param event its event as the log has it
 */
record OwedRow(Owed owed, StoredEvent event) {

    private record Order(String destination, String entity) {}

    /**
     * In which order to write them: the given one, except that events of one entity, which are
     * delivered one after the other, take each other's places so as to follow their sequence.
     *
     * @return positions in the list
     */
    static List<Integer> order(List<OwedRow> rows) {
        Map<Order, List<Integer>> places = new HashMap<>();
        for (int place = 0; place < rows.size(); place++) {
            Owed owed = rows.get(place).owed();
            places.computeIfAbsent(
                            new Order(owed.destination(), owed.event().entity()),
                            key -> new ArrayList<>())
                    .add(place);
        }
        Integer[] order = new Integer[rows.size()];
        for (List<Integer> ofEntity : places.values()) {
            List<Integer> sorted = new ArrayList<>(ofEntity);
            sorted.sort(
                    Comparator.comparingLong(place -> rows.get(place).owed().event().sequence()));
            for (int i = 0; i < sorted.size(); i++) {
                order[ofEntity.get(i)] = sorted.get(i);
            }
        }
        return List.of(order);
    }
}
