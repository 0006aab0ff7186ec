package tori;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** Sums up several runs of one measurement. Any thread. */
final class Spread {

    private Spread() {}

    /** The median and the extremes of each number that the runs name. */
    static ObjectNode of(List<ObjectNode> runs) {
        ObjectNode spread = new ObjectMapper().createObjectNode();
        runs.getFirst()
                .properties()
                .forEach(field -> {
                    if (field.getValue().isNumber()) {
                        double[] values =
                                runs.stream()
                                        .mapToDouble(run -> run.path(field.getKey()).asDouble())
                                        .sorted()
                                        .toArray();
                        spread.putObject(field.getKey())
                                .put("median", values[values.length / 2])
                                .put("min", values[0])
                                .put("max", values[values.length - 1]);
                    }
                });
        return spread;
    }
}
