package tori.account;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.account.AccountChange.Reason;
import tori.time.NanoClock;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Registers users, lets them in and knows them again. Thread-safe; called on requests' threads,
 * which wait for the disk and for the hash of a password.
 *
 * <p>All throw {@link IOException} with a sentence for the user where the disk does not do it, or
 * too many ask at once.
 */
public final class Accounts implements AccountDesk {

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    /** In characters as people count them. */
    private static final int MIN_PASSWORD = 8;

    private static final int MAX_PASSWORD = 200;

    /** Those that register by themselves fill the disk no further; the operator adds more. */
    static final int MAX_REGISTERED = 10_000;

    private final UserStore store;
    private final Passwords passwords;
    private final LoginLimits limits;
    private final Sessions sessions;
    private final InstantSource wall;
    private volatile AccessTerms terms;

    /**
     * @param clock tells how long ago somebody tried
     * @param random gives the secret and tokens' ids; safe for many threads, and nobody may guess
     *     what it gives
     */
    public Accounts(
            UserStore store,
            Passwords passwords,
            NanoClock clock,
            InstantSource wall,
            RandomGenerator random,
            AccessTerms terms) {
        this.store = store;
        this.passwords = passwords;
        this.limits = new LoginLimits(clock);
        this.sessions = new Sessions(store, wall, random);
        this.wall = wall;
        this.terms = terms;
        sessions.configure(terms.secret());
    }

    /** Goes on by other terms. */
    public void configure(AccessTerms changed) {
        terms = changed;
        sessions.configure(changed.secret());
    }

    /** Whether nobody needs to log in who only looks. */
    public boolean isReadByAnyone() {
        return terms.readByAnyone();
    }

    /**
     * Adds whoever asks for it, where anybody may; the first user of all may be added by somebody
     * on this machine in any case, and is an administrator then.
     *
     * @param address where the request comes from; null if that is no internet address
     * @param local whether it comes from somebody on this machine
     */
    public Registration register(
            String name, String password, @Nullable InetAddress address, boolean local)
            throws IOException, InterruptedException {
        boolean open = terms.registrationOpen();
        boolean first = local && store.count() == 0;
        if (!open && !first) {
            return new Registration.Closed();
        }
        if (store.count() >= MAX_REGISTERED) {
            LOG.warn("There are {} users: nobody can register any more", MAX_REGISTERED);
            return new Registration.Closed();
        }
        Duration wait = limits.register(address);
        if (!wait.isZero()) {
            return new Registration.TooMany(wait);
        }
        AccountChange.Refused problem = problem(name, password);
        if (problem != null) {
            return new Registration.Refused(problem);
        }
        String hash = passwords.hash(password);
        UserAddition addition = store.add(new NewUser(name, hash, first, wall.instant()), first);
        if (addition instanceof UserAddition.NotFirst && open) {
            addition = store.add(new NewUser(name, hash, false, wall.instant()), false);
        }
        return switch (addition) {
            case UserAddition.Added added -> new Registration.Registered(added(added));
            case UserAddition.NameTaken _ -> new Registration.Refused(taken());
            case UserAddition.NotFirst _ -> new Registration.Closed();
        };
    }

    /** Lets somebody in who knows the password. */
    public Login login(String name, String password, @Nullable InetAddress address)
            throws IOException, InterruptedException {
        Duration wait = limits.login(name, address);
        if (!wait.isZero()) {
            return new Login.TooMany(wait);
        }
        // Nothing here may tell, by what is answered or when, whether there is such a user.
        User user = AccountName.problem(name) == null ? store.find(name) : null;
        boolean right =
                passwords.matches(tried(password), user == null ? null : user.passwordHash());
        if (user == null || !right) {
            warnOfFailure(name, address);
            return new Login.Wrong();
        }
        if (isSuspended(user)) {
            return new Login.Suspended();
        }
        limits.loggedIn(name, address);
        renew(user, password);
        return new Login.Accepted(user.account(), sessions.begin(user));
    }

    /** One that is too long to be anybody's is as wrong as none, and no work is made of it. */
    private static String tried(String password) {
        return password.codePointCount(0, password.length()) > MAX_PASSWORD ? "" : password;
    }

    /** What a hash costs is raised now and then; the password is known at this moment only. */
    private void renew(User user, String password) throws IOException, InterruptedException {
        if (passwords.isOutdated(user.passwordHash())) {
            store.changePassword(
                    user.account().id(), user.passwordHash(), passwords.hash(password), false);
        }
    }

    private static void warnOfFailure(String name, @Nullable InetAddress address) {
        LOG.warn(
                "Login of \"{}\" from {} failed",
                AccountName.shown(name),
                address == null ? "an unknown address" : address.getHostAddress());
    }

    /** What is the site's is the operator's: a user of the same name came to own it by accident. */
    private boolean isSuspended(User user) {
        return !user.account().admin() && terms.isReserved(user.account().name());
    }

    /** Who shows this token; null if it is not accepted. */
    public @Nullable Session session(String token) throws IOException, InterruptedException {
        Session session = sessions.of(token);
        return session == null || isSuspended(session.user()) ? null : session;
    }

    /** The token is accepted no more. */
    public void logout(Session session) throws IOException, InterruptedException {
        sessions.end(session);
    }

    /** Changes a user's own password. All tokens end, but for the one that is given here. */
    public Login changePassword(
            Session session, String current, String next, @Nullable InetAddress address)
            throws IOException, InterruptedException {
        User user = session.user();
        String name = user.account().name();
        Duration wait = limits.login(name, address);
        if (!wait.isZero()) {
            return new Login.TooMany(wait);
        }
        if (!passwords.matches(tried(current), user.passwordHash())) {
            warnOfFailure(name, address);
            return new Login.Wrong();
        }
        limits.loggedIn(name, address);
        String problem = passwordProblem(name, next);
        if (problem != null) {
            return new Login.Invalid(problem);
        }
        User changed =
                store.changePassword(
                        user.account().id(), user.passwordHash(), passwords.hash(next), true);
        if (changed == null) {
            // Somebody else changed it meanwhile, so what was shown is right no more.
            return new Login.Wrong();
        }
        LOG.info("{} has changed their password", AccountName.shown(name));
        return new Login.Accepted(changed.account(), sessions.begin(changed));
    }

    @Override
    public AccountChange add(String name, String password, boolean admin)
            throws IOException, InterruptedException {
        AccountChange.Refused problem = problem(name, password);
        if (problem != null) {
            return problem;
        }
        UserAddition addition =
                store.add(
                        new NewUser(name, passwords.hash(password), admin, wall.instant()), false);
        return switch (addition) {
            case UserAddition.Added added -> new AccountChange.Done(added(added));
            case UserAddition.NameTaken _, UserAddition.NotFirst _ -> taken();
        };
    }

    private static Account added(UserAddition.Added added) {
        Account account = added.user().account();
        LOG.info(
                "{} {} was added",
                account.admin() ? "Administrator" : "User",
                AccountName.shown(account.name()));
        return account;
    }

    @Override
    public Page list(int limit, int offset) throws IOException, InterruptedException {
        List<Account> rows = store.users(limit, offset).stream().map(User::account).toList();
        return new Page(rows, store.count());
    }

    @Override
    public AccountChange setPassword(String name, String password)
            throws IOException, InterruptedException {
        User user = store.find(name);
        if (user == null) {
            return new AccountChange.Refused(Reason.UNKNOWN, "there is no user of this name");
        }
        String problem = passwordProblem(user.account().name(), password);
        if (problem != null) {
            return new AccountChange.Refused(Reason.INVALID, problem);
        }
        User changed =
                store.changePassword(user.account().id(), null, passwords.hash(password), true);
        if (changed == null) {
            return new AccountChange.Refused(Reason.UNKNOWN, "there is no user of this name");
        }
        LOG.info("The password of {} was changed", AccountName.shown(user.account().name()));
        return new AccountChange.Done(changed.account());
    }

    private AccountChange.@Nullable Refused problem(String name, String password) {
        String problem = AccountName.problem(name);
        problem = problem == null ? passwordProblem(name, password) : problem;
        if (problem != null) {
            return new AccountChange.Refused(Reason.INVALID, problem);
        }
        return terms.isReserved(name)
                ? new AccountChange.Refused(Reason.TAKEN, "a site has this name; choose another")
                : null;
    }

    private static AccountChange.Refused taken() {
        return new AccountChange.Refused(Reason.TAKEN, "this name is taken; choose another");
    }

    private static @Nullable String passwordProblem(String name, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_PASSWORD || length > MAX_PASSWORD) {
            return "a password has " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters";
        }
        return AccountName.folded(name).equals(AccountName.folded(password))
                ? "the password is the name; choose another"
                : null;
    }
}
