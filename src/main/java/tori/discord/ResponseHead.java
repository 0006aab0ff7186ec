package tori.discord;

import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the head of a call's answer, for where OkHttp throws the answer away because of its body.
 * Written and read by the thread that calls.
 */
final class ResponseHead extends EventListener {

    private volatile @Nullable Response response;

    /** Status and headers, no body; null if none came. */
    @Nullable Response response() {
        return response;
    }

    @Override
    public void responseHeadersEnd(Call call, Response head) {
        response = head;
    }
}
