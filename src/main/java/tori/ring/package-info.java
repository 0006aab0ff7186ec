/**
 * Bounded structures of primitive arrays that never allocate once made: the ground the freshest
 * lane stands on. None is thread-safe; each belongs to the one thread that uses it.
 *
 * <pre>
 *  TimestampRing              PendingRing
 *
 *  first & mask               oldest                          newest
 *    |                          |                               |
 *  [ t3 | t4 | t5 |    |    ]  e1 <--> e2 <--> e3 <--> e4 <--> e5
 *               |               ^                               |
 *        end & mask             '------- sentinel slot <--------'
 * </pre>
 */
@NullMarked
package tori.ring;

import org.jspecify.annotations.NullMarked;
