package tori;

import tori.account.AccessTerms;
import tori.account.Accounts;
import tori.account.Argon2Passwords;
import tori.account.UserStore;
import tori.dispatch.LaneServices;
import tori.telemetry.PrometheusMeters;
import tori.time.NanoClock;

import java.time.InstantSource;

/** What all parts tell the time by, and count with. Thread-safe. */
record Clocks(NanoClock monotonic, InstantSource wall, PrometheusMeters meters) {

    Accounts accounts(UserStore users, AccessTerms terms) {
        return new Accounts(
                users,
                new Argon2Passwords(RandomSource.unguessable()),
                monotonic,
                wall,
                RandomSource.unguessable(),
                terms);
    }

    LaneServices lanes(EventFates fates) {
        return new LaneServices(monotonic, wall, RandomSource.fresh(), meters, fates);
    }
}
