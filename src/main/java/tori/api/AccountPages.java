package tori.api;

import com.fasterxml.jackson.databind.JsonNode;

import tori.account.Account;
import tori.account.AccountChange;
import tori.account.AccountDesk;
import tori.account.Accounts;
import tori.account.Login;
import tori.account.Registration;
import tori.account.Session;
import tori.account.Token;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Lets people register and log in, and the operator look after accounts. Called on requests'
 * threads, which wait for the disk and for the hash of a password.
 */
final class AccountPages {

    static final String ROOT = "/api/v1/users";

    private static final String NAME = "name";
    private static final String PASSWORD = "password";
    private static final String NEW_PASSWORD = "new_password";
    private static final String ADMIN = "admin";

    private static final int DEFAULT_PAGE = 50;

    private static final int CREATED = 201;

    private final Accounts accounts;

    AccountPages(Accounts accounts) {
        this.accounts = accounts;
    }

    void addTo(Router router) {
        router.post(Audience.ANYONE, ROOT + "/register", DeliveryPages.asking(this::register))
                .post(Audience.ANYONE, ROOT + "/login", DeliveryPages.asking(this::login))
                .post(Audience.USERS, ROOT + "/logout", DeliveryPages.asking(this::logout))
                .get(Audience.USERS, ROOT + "/profile", DeliveryPages.asking(this::profile))
                .post(Audience.USERS, ROOT + "/password", DeliveryPages.asking(this::password))
                .get(Audience.OPERATOR, ROOT, DeliveryPages.asking(this::list))
                .post(Audience.OPERATOR, ROOT, DeliveryPages.asking(this::add))
                .post(
                        Audience.OPERATOR,
                        ROOT + "/{name}/password",
                        DeliveryPages.asking(this::setPassword));
    }

    private void register(Exchange exchange) throws Exception {
        JsonNode body = DeliveryRequests.object(exchange, Set.of(NAME, PASSWORD));
        boolean local = LocalOnly.refusal(exchange) == null;
        switch (accounts.register(text(body, NAME), text(body, PASSWORD), exchange.peer(), local)) {
            case Registration.Registered(Account account) ->
                    exchange.succeed(CREATED, "registered", AccountJson.data(account));
            case Registration.Refused(AccountChange.Refused refusal) -> refuse(exchange, refusal);
            case Registration.Closed _ ->
                    exchange.fail(
                            403,
                            ErrorKind.UNAUTHORISED,
                            "nobody may register here; ask the operator for an account");
            case Registration.TooMany(Duration wait) -> tooMany(exchange, wait);
        }
    }

    private void login(Exchange exchange) throws Exception {
        JsonNode body = DeliveryRequests.object(exchange, Set.of(NAME, PASSWORD));
        answer(
                exchange,
                accounts.login(text(body, NAME), text(body, PASSWORD), exchange.peer()),
                "the name or the password is wrong");
    }

    private void password(Exchange exchange) throws Exception {
        JsonNode body = DeliveryRequests.object(exchange, Set.of(PASSWORD, NEW_PASSWORD));
        Session session = exchange.session();
        if (session == null) {
            throw new BadRequestException(
                    "you need no password on this machine; change a user's with: tori user passwd");
        }
        answer(
                exchange,
                accounts.changePassword(
                        session, text(body, PASSWORD), text(body, NEW_PASSWORD), exchange.peer()),
                "the password is wrong");
    }

    private static void answer(Exchange exchange, Login login, String wrong) {
        switch (login) {
            case Login.Accepted(Account account, Token token) -> {
                exchange.replaceHeader(
                        "Set-Cookie", cookie(exchange, token.text(), Token.LIFETIME));
                Map<String, Object> data = new LinkedHashMap<>();
                data.put("token", token.text());
                data.put("expires_at", token.expires().toString());
                data.put("user", AccountJson.data(account));
                exchange.succeed("welcome", data);
            }
            case Login.Wrong _ -> exchange.fail(401, ErrorKind.UNAUTHORISED, wrong);
            case Login.Invalid(String why) -> exchange.fail(400, ErrorKind.INVALID_INPUT, why);
            case Login.Suspended _ ->
                    exchange.fail(
                            403,
                            ErrorKind.UNAUTHORISED,
                            "a site in config.yaml has come to have your name; ask the operator to"
                                    + " call one of you something else");
            case Login.TooMany(Duration wait) -> tooMany(exchange, wait);
        }
    }

    private static void tooMany(Exchange exchange, Duration wait) {
        long seconds = wait.plusNanos(999_999_999).toSeconds();
        exchange.replaceHeader("Retry-After", Long.toString(seconds));
        exchange.fail(
                429,
                ErrorKind.UNAUTHORISED,
                "tried too often; try again in "
                        + seconds
                        + (seconds == 1 ? " second" : " seconds"));
    }

    private void logout(Exchange exchange) throws Exception {
        exchange.requireNoForm();
        Session session = exchange.session();
        if (session != null) {
            accounts.logout(session);
        }
        exchange.replaceHeader("Set-Cookie", cookie(exchange, "", Duration.ZERO));
        exchange.succeed("goodbye", Map.of());
    }

    /**
     * The token as a cookie that no script reads and no other site's page sends. Kept to https
     * where the browser has come by it: a proxy in front says so, and so does the page's origin.
     * Both may be made up – by the one whose own cookie it is.
     */
    private static String cookie(Exchange exchange, String token, Duration age) {
        String scheme = exchange.header("X-Forwarded-Proto");
        String origin = exchange.header("Origin");
        boolean secure =
                (scheme != null && scheme.strip().equalsIgnoreCase("https"))
                        || (origin != null && origin.startsWith("https://"));
        return Identification.COOKIE
                + "="
                + token
                + "; Path=/; Max-Age="
                + age.toSeconds()
                + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    private void profile(Exchange exchange) throws Exception {
        Session session = exchange.session();
        if (session == null) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("id", 0);
            data.put("name", "");
            data.put("admin", true);
            data.put("created_at", null);
            exchange.succeed("somebody on this machine", data);
        } else {
            Account account = session.user().account();
            exchange.succeed(account.name(), AccountJson.data(account));
        }
    }

    private void list(Exchange exchange) throws Exception {
        int limit =
                DeliveryRequests.number(exchange, "limit", DEFAULT_PAGE, 1, AccountDesk.MAX_PAGE);
        int offset = DeliveryRequests.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
        AccountDesk.Page page = accounts.list(limit, offset);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("users", page.rows().stream().map(AccountJson::data).toList());
        data.put("total", page.total());
        data.put("limit", limit);
        data.put("offset", offset);
        exchange.succeed(page.total() + (page.total() == 1 ? " user" : " users"), data);
    }

    private void add(Exchange exchange) throws Exception {
        JsonNode body = DeliveryRequests.object(exchange, Set.of(NAME, PASSWORD, ADMIN));
        if (body.has(ADMIN) && !body.get(ADMIN).isBoolean()) {
            throw new BadRequestException("admin is true, false or left out");
        }
        AccountChange change =
                accounts.add(text(body, NAME), text(body, PASSWORD), body.path(ADMIN).asBoolean());
        switch (change) {
            case AccountChange.Done(Account account) ->
                    exchange.succeed(CREATED, "added", AccountJson.data(account));
            case AccountChange.Refused refused -> refuse(exchange, refused);
        }
    }

    private void setPassword(Exchange exchange) throws Exception {
        JsonNode body = DeliveryRequests.object(exchange, Set.of(PASSWORD));
        switch (accounts.setPassword(exchange.pathPart(NAME), text(body, PASSWORD))) {
            case AccountChange.Done(Account account) ->
                    exchange.succeed(
                            "changed; all tokens of the user have ended",
                            AccountJson.data(account));
            case AccountChange.Refused refused -> refuse(exchange, refused);
        }
    }

    private static void refuse(Exchange exchange, AccountChange.Refused refused) {
        switch (refused.reason()) {
            case INVALID -> exchange.fail(400, ErrorKind.INVALID_INPUT, refused.why());
            case TAKEN -> exchange.fail(409, ErrorKind.CONFLICT, refused.why());
            case UNKNOWN -> exchange.fail(404, ErrorKind.NOT_FOUND, refused.why());
        }
    }

    private static String text(JsonNode body, String key) throws BadRequestException {
        JsonNode value = body.path(key);
        if (!value.isTextual()) {
            throw new BadRequestException(key + " is needed, a text");
        }
        return value.asText();
    }
}
