package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** States are equal when all they hold is, also what is added to them one day. */
class EqualStatesTest {

    private static final VariantState VARIANT =
            new VariantState(1, "S", "a", "b", "c", "1.00", true, 5);

    @Test
    void shouldTellVariantsApartByEachOfTheirFields() throws Exception {
        shouldTellApartByEachField(VARIANT);
    }

    @Test
    void shouldTellProductsApartByEachOfTheirFields() throws Exception {
        shouldTellApartByEachField(
                new ProductState(
                        1,
                        "Tee",
                        "tee",
                        "v",
                        "t",
                        "i",
                        List.of("Size"),
                        List.of(VARIANT),
                        3,
                        true));
    }

    private static void shouldTellApartByEachField(Record state) throws Exception {
        RecordComponent[] fields = state.getClass().getRecordComponents();
        Constructor<?> constructor =
                state.getClass()
                        .getDeclaredConstructor(
                                Arrays.stream(fields)
                                        .map(RecordComponent::getType)
                                        .toArray(Class<?>[]::new));
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = fields[i].getAccessor().invoke(state);
        }
        Object same = constructor.newInstance(values);
        assertThat(same).isEqualTo(state).hasSameHashCodeAs(state);
        for (int i = 0; i < fields.length; i++) {
            Object[] others = values.clone();
            others[i] = other(values[i]);
            assertThat(constructor.newInstance(others)).as(fields[i].getName()).isNotEqualTo(state);
            if (!fields[i].getType().isPrimitive()) {
                others[i] = null;
                assertThat(constructor.newInstance(others))
                        .as("no " + fields[i].getName())
                        .isNotEqualTo(state);
            }
        }
    }

    private static Object other(Object value) {
        return switch (value) {
            case Long number -> number + 1;
            case Boolean flag -> !flag;
            case String text -> text + "x";
            case List<?> _ -> List.of();
            default -> throw new AssertionError("say how another " + value.getClass() + " looks");
        };
    }
}
