package tori.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Where a delivery stands. Every legal way leads from one station to another by a method of the
 * station it begins at, and there are no others: a way that is not here cannot be written.
 *
 * <pre>
 *                 claimed            delivered
 *   PENDING ────────────────► IN_FLIGHT ────────► DELIVERED
 *      ▲ ▲      released          │ │
 *      │ └────────────────────────┤ │ failed, died
 *      │   failed, postponed      │ └───────────► FAILED
 *      │   ┌──────────────────────┘                 │
 *      │   ▼        claimed                         │ retried
 *      │ RETRY_WAIT ─────────► IN_FLIGHT            │
 *      └────────────────────────────────────────────┘
 * </pre>
 */
public sealed interface Station {

    /** The station's name. */
    DeliveryState state();

    /** How many attempts have been spent. */
    int failures();

    /**
     * Waits for its turn.
     *
     * @param batchLimit with how many others at most it may travel as one request, itself included;
     *     0 for any number
     */
    record Pending(int failures, int batchLimit) implements Station {
        /** As it is accepted. */
        public static final Pending NEW = new Pending(0, 0);

        @Override
        public DeliveryState state() {
            return DeliveryState.PENDING;
        }

        /** It is handed out to be sent. */
        public InFlight claimed() {
            return new InFlight(failures, batchLimit);
        }
    }

    /**
     * Waits for its next attempt.
     *
     * @param dueAt not before this
     */
    record RetryWait(int failures, int batchLimit, Instant dueAt) implements Station {
        @Override
        public DeliveryState state() {
            return DeliveryState.RETRY_WAIT;
        }

        /** It is due and handed out to be sent. */
        public InFlight claimed() {
            return new InFlight(failures, batchLimit);
        }
    }

    /** Handed out. */
    record InFlight(int failures, int batchLimit) implements Station {
        @Override
        public DeliveryState state() {
            return DeliveryState.IN_FLIGHT;
        }

        /** The destination has it. */
        public Delivered delivered() {
            return new Delivered(failures);
        }

        /** Not sent, or not for a reason of its own: it waits again and no attempt is spent. */
        public Pending released() {
            return new Pending(failures, batchLimit);
        }

        /** Refused together with others: it travels with fewer from now on. */
        public Pending released(int newBatchLimit) {
            return new Pending(failures, newBatchLimit);
        }

        /** An attempt is spent: the next is due later, or there is none. */
        public Station failed(RetryPolicy policy, Instant now, RandomGenerator random) {
            int spent = failures + 1;
            if (spent >= policy.maxAttempts()) {
                return new Failed(spent);
            }
            Duration wait = Duration.ofNanos(policy.backoff().waitNanos(spent, random));
            return new RetryWait(spent, batchLimit, now.plus(wait));
        }

        /**
         * Not sent for a reason that may be its own although nothing says so: others come first
         * meanwhile, and no attempt is spent.
         */
        public RetryWait postponed(Instant until) {
            return new RetryWait(failures, batchLimit, until);
        }

        /** It can never be delivered. */
        public Failed died() {
            return new Failed(failures + 1);
        }
    }

    /** Done. */
    record Delivered(int failures) implements Station {
        @Override
        public DeliveryState state() {
            return DeliveryState.DELIVERED;
        }
    }

    /** A dead letter. */
    record Failed(int failures) implements Station {
        @Override
        public DeliveryState state() {
            return DeliveryState.FAILED;
        }

        /** Somebody wants it tried again, with all attempts. */
        public Pending retried() {
            return Pending.NEW;
        }
    }
}
