/**
 * What {@code java -jar tori.jar} runs first: finds a Java that is new enough and starts tori on
 * it.
 *
 * <p>Compiled for Java 8, so that an older Java ends in a working tori or in one sentence, never in
 * an {@code UnsupportedClassVersionError}. On a Java that is new enough this process itself goes on
 * as a JVM with the options and the archive of classes that tori starts fastest with; where that
 * cannot be, tori runs in it as it is:
 *
 * <pre>
 *  java -jar tori.jar ─► Launcher ── Java &gt;= 25 ─► PreparedStart ─ execv ─► java … -jar tori.jar ─► tori.Main
 *                           │ older                   Archive, ShippedOptions         └─ ten seconds later,
 *                           │                                                            if there is none: ArchiveMaker
 *                           ▼
 *                       JavaHomes ── TORI_JAVA_HOME, JAVA_HOME, PATH, usual folders
 *                           ▼
 *                         Child ═══ streams, TERM, INT, HUP, exit status ═══► java -jar tori.jar
 *                                                                               ParentWatch
 * </pre>
 *
 * <p>All of it runs on the main thread, apart from the signal handlers and the threads of {@link
 * tori.launcher.ParentWatch} and {@link tori.launcher.PreparedStart}. It depends on nothing but the
 * JDK. {@code ProcessImage}, in a source folder of its own, is for Java 25 and found by its name.
 */
package tori.launcher;
