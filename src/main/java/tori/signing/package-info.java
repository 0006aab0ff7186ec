/**
 * Says who asks, in a way that can be checked: HTTP Message Signatures (RFC 9421) with Ed25519, as
 * Web Bot Auth has them. Needs the JDK only.
 *
 * <pre>
 *  {@link tori.signing.KeyFile} ─► {@link tori.signing.SigningKey} ─┬─► {@link tori.signing.RequestSigner}: three headers for each request
 *                         └─► {@link tori.signing.KeyDirectory}: the public key, for those who check
 * </pre>
 */
@NullMarked
package tori.signing;

import org.jspecify.annotations.NullMarked;
