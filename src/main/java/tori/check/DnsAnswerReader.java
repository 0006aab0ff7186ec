package tori.check;

import org.jspecify.annotations.Nullable;

import tori.config.DnsRecord;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads one message of a DNS server, RFC 1035, and believes nothing in it that is not sound: every
 * record must end where it says, and those that were asked for must be of the name that was asked
 * for, or of one that it is an alias of. One thread.
 */
final class DnsAnswerReader {

    private static final int RESPONSE = 0x8000;
    private static final int CUT_SHORT = 0x0200;
    private static final int CODE_MASK = 0xf;
    private static final int SERVER_FAILURE = 2;
    private static final int NO_SUCH_NAME = 3;
    private static final int POINTER = 0xc0;
    private static final int MAX_NAME = 255;

    /** As many aliases as resolvers follow. */
    private static final int MAX_ALIASES = 16;

    private static final int ALIAS = DnsQuestion.code(DnsRecord.CNAME);

    /** A record of the kind that was asked for, and whose it is. */
    private record Found(String owner, String value) {}

    private final DnsQuestion question;
    private final ByteBuffer message;

    private DnsAnswerReader(DnsQuestion question, ByteBuffer message) {
        this.question = question;
        this.message = message;
    }

    /** Whether a message is the answer to this question, by its number alone. */
    static boolean isMeant(DnsQuestion question, ByteBuffer message) {
        return message.remaining() >= Short.BYTES
                && (message.getShort(message.position()) & 0xffff) == question.id();
    }

    /**
     * What a message says.
     *
     * @throws DnsFormatException if it is no proper answer to the question
     */
    static DnsAnswer read(DnsQuestion question, ByteBuffer message) throws DnsFormatException {
        try {
            return new DnsAnswerReader(question, message.slice()).answer();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new DnsFormatException("sent an answer that ends too early");
        }
    }

    private DnsAnswer answer() throws DnsFormatException {
        message.getShort();
        int flags = message.getShort() & 0xffff;
        int questions = message.getShort() & 0xffff;
        int answers = message.getShort() & 0xffff;
        message.getInt();
        if ((flags & RESPONSE) == 0) {
            throw new DnsFormatException("sent a question instead of an answer");
        }
        int code = flags & CODE_MASK;
        if (code == SERVER_FAILURE) {
            return new DnsAnswer.Failing();
        }
        if (code != 0 && code != NO_SUCH_NAME) {
            return new DnsAnswer.Refused();
        }
        requireSameQuestion(questions);
        if (code == NO_SUCH_NAME) {
            return new DnsAnswer.NoSuchName();
        }
        return (flags & CUT_SHORT) == 0 ? records(answers) : new DnsAnswer.CutShort();
    }

    private void requireSameQuestion(int questions) throws DnsFormatException {
        boolean same = questions == 1;
        if (same) {
            String name = name();
            int kind = message.getShort() & 0xffff;
            int net = message.getShort() & 0xffff;
            same =
                    name.equals(question.name() + ".")
                            && kind == DnsQuestion.code(question.record())
                            && net == DnsQuestion.INTERNET;
        }
        if (!same) {
            throw new DnsFormatException("answered another question");
        }
    }

    private DnsAnswer records(int count) throws DnsFormatException {
        List<Found> found = new ArrayList<>();
        Map<String, String> aliases = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String owner = name();
            int kind = message.getShort() & 0xffff;
            int net = message.getShort() & 0xffff;
            message.getInt();
            int length = message.getShort() & 0xffff;
            int end = message.position() + length;
            if (end > message.limit()) {
                throw new DnsFormatException("sent an answer that ends too early");
            }
            boolean ofInternet = net == DnsQuestion.INTERNET;
            if (ofInternet && kind == DnsQuestion.code(question.record())) {
                String value = value(length);
                found.add(new Found(owner, value));
                if (kind == ALIAS) {
                    aliases.putIfAbsent(owner, value);
                }
            } else if (ofInternet && kind == ALIAS) {
                aliases.putIfAbsent(owner, name());
            } else {
                message.position(end);
            }
            if (message.position() != end) {
                throw damaged();
            }
        }
        return new DnsAnswer.Records(values(found, aliases));
    }

    private List<String> values(List<Found> found, Map<String, String> aliases)
            throws DnsFormatException {
        Set<String> owners = new HashSet<>();
        @Nullable String owner = question.name() + ".";
        while (owner != null && owners.size() <= MAX_ALIASES && owners.add(owner)) {
            owner = aliases.get(owner);
        }
        List<String> values = new ArrayList<>();
        for (Found each : found) {
            if (!owners.contains(each.owner())) {
                throw new DnsFormatException(
                        "answered with records of "
                                + Conditions.quoted(each.owner())
                                + ", which was not asked for");
            }
            values.add(each.value());
        }
        return values;
    }

    private String value(int length) throws DnsFormatException {
        return switch (question.record()) {
            case A -> address(length, 4);
            case AAAA -> address(length, 16);
            case CNAME, NS -> name();
            case MX -> (message.getShort() & 0xffff) + " " + name();
            case TXT -> text(length);
        };
    }

    private String address(int length, int expected) throws DnsFormatException {
        if (length != expected) {
            throw damaged();
        }
        byte[] bytes = new byte[length];
        message.get(bytes);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("so many bytes are an address", e);
        }
    }

    /** The pieces, each in quotes. */
    private String text(int length) throws DnsFormatException {
        int end = message.position() + length;
        StringBuilder text = new StringBuilder();
        while (message.position() < end) {
            byte[] piece = new byte[message.get() & 0xff];
            if (message.position() + piece.length > end) {
                throw damaged();
            }
            message.get(piece);
            String letters = new String(piece, StandardCharsets.UTF_8);
            text.append(text.isEmpty() ? "\"" : " \"")
                    .append(letters.replaceAll("[\"\\\\]", "\\\\$0"))
                    .append('"');
        }
        if (text.isEmpty()) {
            throw damaged();
        }
        return text.toString();
    }

    /** The name at this place, in small letters and with a dot at its end. */
    private String name() throws DnsFormatException {
        StringBuilder name = new StringBuilder();
        ByteBuffer at = message;
        int before = message.position();
        while (true) {
            int length = at.get() & 0xff;
            if (length == 0) {
                return name.isEmpty() ? "." : name.toString().toLowerCase(Locale.ROOT);
            }
            if ((length & POINTER) == POINTER) {
                int target = ((length & ~POINTER) << Byte.SIZE) | (at.get() & 0xff);
                // Each leads further back than the one before, so there is an end.
                if (target >= before) {
                    throw damaged();
                }
                before = target;
                at = message.duplicate().position(target);
            } else if ((length & POINTER) == 0 && name.length() + length < MAX_NAME) {
                byte[] label = new byte[length];
                at.get(label);
                name.append(new String(label, StandardCharsets.ISO_8859_1)).append('.');
            } else {
                throw damaged();
            }
        }
    }

    private static DnsFormatException damaged() {
        return new DnsFormatException("sent a damaged record");
    }
}
