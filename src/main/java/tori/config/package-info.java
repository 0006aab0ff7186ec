/**
 * config.yaml: read, checked, resolved. Runs on the thread that loads or reloads; what it returns
 * is immutable.
 *
 * <pre>
 * file ─► ConfigText ─► TreeReader ─────────► Keys.ROOT.read ─► Legacy ─► Resolver ─► Config
 *         (UTF-8,       (YAML nodes with      (unknown keys,     (old      (inheritance,
 *          bounds)       places, aliases,      types, ranges)     keys)     names, references)
 *                        ${VAR})                    │
 *                                                   └─► ConfigSchema.json()
 * </pre>
 *
 * {@link tori.config.Keys} is the one description of the keys: what it does not list is an unknown
 * key, what it lists is in the JSON Schema and in the reference. Every stage reports what it finds
 * to one {@link tori.config.Report} and goes on, so that all problems are told at once.
 */
@NullMarked
package tori.config;

import org.jspecify.annotations.NullMarked;
