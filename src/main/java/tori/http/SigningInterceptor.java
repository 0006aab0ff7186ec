package tori.http;

import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

import tori.signing.RequestSigner;
import tori.signing.SignedHeaders;

import java.io.IOException;

/**
 * Signs each request at the last moment, on the thread that fetches. It sits below OkHttp's own
 * second tries on another connection, so that these are signed anew as well.
 */
final class SigningInterceptor implements Interceptor {

    private final RequestSigner signer;

    SigningInterceptor(RequestSigner signer) {
        this.signer = signer;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        // As OkHttp has written it: in small letters, with a port unless it is the scheme's own.
        String authority = request.headers().get("Host");
        if (authority == null) {
            throw new IllegalStateException("a request reaches the network with a Host");
        }
        SignedHeaders signed = signer.sign(authority);
        return chain.proceed(
                request.newBuilder()
                        .header("Signature-Agent", signed.agent())
                        .header("Signature-Input", signed.input())
                        .header("Signature", signed.signature())
                        .build());
    }
}
