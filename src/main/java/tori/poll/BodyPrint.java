package tori.poll;

/**
 * What tells a body's bytes, as they came over the wire, from others.
 *
 * @param length how many there are
 * @param head the CRC32C of the first of them, which tells at once that a body is another
 * @param whole the CRC32C of all
 */
public record BodyPrint(long length, int head, int whole) {}
