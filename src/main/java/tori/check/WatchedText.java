package tori.check;

/**
 * A text whose reader is watched: whoever looks for an expression in it does so no longer than the
 * check may take. One thread.
 */
record WatchedText(CharSequence text, Effort effort) implements CharSequence {

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        effort.tick();
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new WatchedText(text.subSequence(start, end), effort);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
