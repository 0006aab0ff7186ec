/**
 * What every look of every monitor found, over a year: how it is divided, counted and packed. Knows
 * no database; the store keeps what is packed here.
 *
 * <p>10,000 monitors that look every 10 seconds are 1,000 samples a second, 86 million a day. A row
 * for each, as peers have it, is some 100 bytes with its index: 8 GB a day. So a sample takes
 * another way:
 *
 * <pre>
 *  sampled()           journal                 segments
 *  bounded queue ────► one row a second,  ───► every ten minutes, per monitor:
 *                      all monitors'           raw     10 minutes  of samples
 *                      samples of it           minutes  1 hour     of 60 buckets
 *                                              hours    1 day      of 24 buckets
 *                                              days    30 days     of 30 buckets
 * </pre>
 *
 * <p>The journal ({@link tori.history.JournalCodec}) makes a sample survive a crash within a second
 * or so, at some six bytes. What it holds is kept in memory as well ({@link
 * tori.history.UnfoldedCodec}), and folded into the segments ({@link tori.history.SampleCodec},
 * {@link tori.history.BucketCodec}) in one transaction per group of monitors, which also notes how
 * far the journal is folded for them: whatever crashes, nothing is counted twice or left out.
 *
 * <p>All is addition: a bucket holds counts and how often each latency was seen ({@link
 * tori.history.Latencies}), so it does not matter in which order samples come, a clock that is set
 * back merely adds to an older segment, and percentiles of an hour or of 90 days are those of all
 * their samples, not an average of percentiles.
 *
 * <p>A segment's span is a whole number of spans since 1970 in UTC: a day is 24 hours long, from
 * midnight to midnight UTC, wherever tori runs and whatever daylight saving does there.
 */
@NullMarked
package tori.history;

import org.jspecify.annotations.NullMarked;
