/**
 * What {@code java -jar tori.jar} runs first: finds a Java that is new enough and starts tori on
 * it.
 *
 * <p>Compiled for Java 8, so that an older Java ends in a working tori or in one sentence, never in
 * an {@code UnsupportedClassVersionError}. On a Java that is new enough tori runs in this process,
 * and nothing of this package stays behind:
 *
 * <pre>
 *  java -jar tori.jar ─► Launcher ── Java &gt;= 25 ──────────────────────────► tori.Main
 *                           │ older
 *                           ▼
 *                       JavaHomes ── TORI_JAVA_HOME, JAVA_HOME, PATH, usual folders
 *                           ▼
 *                         Child ═══ streams, TERM, INT, HUP, exit status ═══► java -jar tori.jar
 *                                                                               ParentWatch
 * </pre>
 *
 * <p>All of it runs on the main thread, apart from the signal handlers and the thread of {@link
 * tori.launcher.ParentWatch}. It depends on nothing but the JDK.
 */
package tori.launcher;
