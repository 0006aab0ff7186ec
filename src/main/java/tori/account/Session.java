package tori.account;

/** A user who has shown a token that is accepted. */
public record Session(User user, TokenClaims claims) {}
