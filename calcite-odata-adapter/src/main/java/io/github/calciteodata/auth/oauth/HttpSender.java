/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.calciteodata.auth.oauth;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends single requests to an authorization server. Implementations never follow a redirect. */
public interface HttpSender {
  /** Bytes of an answer at most. */
  int LARGEST_BODY = 1 << 20;

  /**
   * Sends one request and reads the whole answer.
   *
   * @throws Failure when there is no answer within the limit, or a larger one than {@link
   *     #LARGEST_BODY}
   */
  Answer send(Call call, TimeLimit limit) throws Failure;

  /**
   * A request.
   *
   * @param method GET or POST
   * @param uri https, or http on the loopback
   * @param headers by name
   * @param body null for none
   */
  record Call(String method, URI uri, Map<String, String> headers, String body) {
    @Override
    public String toString() {
      return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param headers by name, whatever the case; the last of equal names
   * @param body empty when there is none
   */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    public Answer {
      Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      byName.putAll(headers);
      headers = byName;
    }

    /** The media type without parameters, lower case; empty when there is none. */
    String mediaType() {
      String type = headers.getOrDefault("Content-Type", "");
      int end = type.indexOf(';');
      return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Status, media type and size: what a message may say of it. */
    String describe() {
      String type = mediaType();
      return "HTTP "
          + status
          + ", "
          + (type.isEmpty() ? "no media type" : OAuthError.clean(type))
          + ", "
          + body.length
          + " bytes";
    }

    @Override
    public String toString() {
      return describe();
    }
  }

  /** No usable answer. */
  final class Failure extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /**
     * A failure whose message holds no secret.
     *
     * @param sent whether the server may have acted on the request
     */
    public Failure(String message, boolean sent) {
      super(message);
      this.sent = sent;
    }

    /** Whether the server may have acted on the request. */
    public boolean sent() {
      return sent;
    }
  }
}
