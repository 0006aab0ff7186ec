package tori.cli;

import tori.account.Account;
import tori.account.AccountChange;
import tori.account.AccountDesk;
import tori.api.AccountJson;

import java.io.IOException;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Does at a desk what {@code tori user} was asked to do. Runs on the main thread. */
public final class UserRun {

    private static final TextTable TABLE = new TextTable(120, List.of(9, 60, 5), 1);

    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param out takes results
     * @param err takes everything else
     */
    public UserRun(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Does it and returns the exit status.
     *
     * @param password what the order needs; empty if it needs none
     * @throws IOException with a sentence for the user
     */
    public int at(AccountDesk desk, UserOrder order, String password)
            throws IOException, InterruptedException {
        return switch (order) {
            case UserOrder.Listing(boolean json) -> list(desk, json);
            case UserOrder.Adding(String name, boolean admin) ->
                    tell(
                            desk.add(name, password, admin),
                            admin ? " was added, an administrator" : " was added");
            case UserOrder.ChangingPassword(String name) ->
                    tell(
                            desk.setPassword(name, password),
                            " has another password and is logged out everywhere");
        };
    }

    private int tell(AccountChange change, String done) {
        return switch (change) {
            case AccountChange.Done(Account account) -> {
                out.println(TerminalText.escape(account.name()) + done);
                yield ExitStatus.OK;
            }
            case AccountChange.Refused refused -> {
                err.println("tori: " + TerminalText.escape(refused.why()));
                yield ExitStatus.FAILED;
            }
        };
    }

    private int list(AccountDesk desk, boolean json) throws IOException, InterruptedException {
        List<Account> accounts = new ArrayList<>();
        AccountDesk.Page page;
        do {
            page = desk.list(AccountDesk.MAX_PAGE, accounts.size());
            accounts.addAll(page.rows());
        } while (!page.rows().isEmpty() && accounts.size() < page.total());
        if (json) {
            accounts.forEach(one -> out.println(TerminalText.escape(AccountJson.text(one))));
            return ExitStatus.OK;
        }
        if (accounts.isEmpty()) {
            err.println("there are no users");
            return ExitStatus.OK;
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("ID", "NAME", "ADMIN", "ADDED"));
        accounts.forEach(one -> cells.add(cells(one)));
        TABLE.lines(cells).forEach(out::println);
        return ExitStatus.OK;
    }

    private static List<String> cells(Account account) {
        return List.of(
                Long.toString(account.id()),
                account.name(),
                account.admin() ? "yes" : "no",
                account.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
