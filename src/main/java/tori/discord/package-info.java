/**
 * Tells people on Discord, through webhooks.
 *
 * <pre>
 *   events, as they come ──► DiscordMessage ──► JSON, at most 10 embeds and 6,000 characters
 *                                │                        │
 *                 Embeds, DiscordText, Links              ▼
 *                                              POST /api/v10/webhooks/…?wait=true
 *                                                         │
 *   SendResult ◄────────── DiscordAnswer ◄────────────────┘
 *                                │
 *                          InvalidBudget, shared by all Discord senders
 * </pre>
 *
 * <p>No thread of its own: {@link tori.discord.DiscordSender} blocks the virtual thread that calls
 * it, one request in flight per webhook.
 */
@NullMarked
package tori.discord;

import org.jspecify.annotations.NullMarked;
