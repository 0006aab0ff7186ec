package tori.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

class NoticeBookTest {

    private final NoticeBook book = new NoticeBook();

    @Test
    void shouldMeasureFromTheInstantANoticeWasDue() {
        book.due(0, 1_000);
        book.received(0, 4_000);
        book.accepted(0, 3_000);

        assertThat(book.untilAccepted().max()).isBetween(2_000L, 2_002L);
        assertThat(book.untilReceived().max()).isBetween(3_000L, 3_003L);
        assertThat(book.count()).isEqualTo(new NoticeBook.Count(1, 1, 0, 1, 0, 0, 0));
        assertThat(book.count().isAnswered()).isTrue();
    }

    @Test
    void shouldTellLossesDoublesAndRefusalsApart() {
        book.due(0, 0);
        book.due(1, 0);
        book.due(2, 0);
        assertThat(book.count().isAnswered()).isFalse();
        book.accepted(0, 1);
        book.accepted(1, 1);
        assertThat(book.firstRefusal()).isNull();
        book.refused("404 no such destination");
        book.received(1, 2);
        book.received(1, 3);
        book.received(77, 4);

        assertThat(book.firstRefusal()).isEqualTo("404 no such destination");
        assertThat(book.count()).isEqualTo(new NoticeBook.Count(3, 2, 1, 1, 1, 1, 1));
        assertThat(book.count().isAnswered()).isTrue();
    }

    @Test
    void shouldReceiveWhatANoticeSays() {
        book.due(12, 0);
        NoticeReceiver receiver = new NoticeReceiver(book);
        Request request = new Request("/notices", 5);
        request.body = "{\"data\":{\"text\":\"load 12\"}}".getBytes(StandardCharsets.UTF_8);

        assertThat(Objects.requireNonNull(receiver.answer(request)).status).startsWith("204");
        assertThat(receiver.answer(new Request("/other", 5))).isNull();
        assertThat(book.count().received()).isOne();
    }

    @Test
    void shouldSumAMetric() {
        String metrics =
                """
                # HELP tori_evicted_total dropped
                tori_evicted_total{destination="a"} 3
                tori_evicted_total{destination="b"} 4.0
                tori_evicted_total_more{destination="b"} 9
                tori_deliveries_total{destination="a",result="abandoned"} 2
                tori_deliveries_total{destination="a",result="delivered"} 50
                """;

        assertThat(DaemonPage.sum(metrics, "tori_evicted_total", "")).isEqualTo(7);
        assertThat(DaemonPage.sum(metrics, "tori_deliveries_total", "\"abandoned\"")).isEqualTo(2);
        assertThat(DaemonPage.sum(metrics, "tori_expired_total", "")).isZero();
    }

    @Test
    void shouldNotNamePlacesOfThisMachine() {
        assertThat(Surroundings.command("/somewhere/else/tori.jar load events --rate 5"))
                .isEqualTo("java -jar tori.jar load events --rate 5");
        assertThat(Surroundings.withoutPath("-XX:AOTCache=/somewhere/tori-1.aot"))
                .isEqualTo("-XX:AOTCache=tori-1.aot");
        assertThat(Surroundings.withoutPath("-Xms24m")).isEqualTo("-Xms24m");
    }
}
