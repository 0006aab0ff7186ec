package tori.check;

import tori.incident.Check;
import tori.incident.CheckResult;

/** A check that tells how it found what it found. One thread at a time. */
public interface InspectedCheck extends Check {

    /** Looks once. */
    CheckReport look() throws InterruptedException;

    @Override
    default CheckResult check() throws InterruptedException {
        return look().result();
    }
}
