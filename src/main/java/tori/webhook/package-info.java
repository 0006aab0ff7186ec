/**
 * Hands events to programs: one signed HTTP POST per event.
 *
 * <pre>
 *   Event ──► EventJson ──► body ──┬──────────────► POST, application/cloudevents+json
 *                                  │                  webhook-id, webhook-timestamp,
 *              SigningKeys ────────┴─ HMAC-SHA256 ──► webhook-signature
 *                                                         │
 *   SendResult ◄──────────── WebhookAnswer ◄──────────────┘
 * </pre>
 *
 * <p>No thread of its own: {@link tori.webhook.WebhookSender} blocks the virtual threads that call
 * it, several at once.
 */
@NullMarked
package tori.webhook;

import org.jspecify.annotations.NullMarked;
