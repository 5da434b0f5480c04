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
package io.github.calciteodata.client;

import io.github.calciteodata.auth.Header;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Sends one HTTP request and gives its answer as it is: no redirect, no retry, no credentials of
 * its own.
 */
public interface Transport extends Closeable {

  /**
   * A request.
   *
   * @param url absolute; path and query are sent as they stand
   * @param body null for none
   */
  record Request(String method, String url, List<Header> headers, byte[] body) {
    public Request {
      headers = List.copyOf(headers);
    }
  }

  /**
   * An answer whose body has not been read. Closing it before the end of the body closes its
   * socket.
   */
  interface Response extends Closeable {
    int status();

    /** The first header of this name, or null. */
    String header(String name);

    /** All headers of this name. */
    default List<String> headers(String name) {
      String first = header(name);
      return first == null ? List.of() : List.of(first);
    }

    /** The body, unpacked; empty when there is none. */
    InputStream body() throws IOException;

    /** Length of the body as sent, or -1. */
    long contentLength();

    @Override
    void close();
  }

  /**
   * Sends the request and waits for status and headers.
   *
   * @param call aborting it makes this method, and reading from the body, fail at once
   */
  Response send(Request request, Call call) throws IOException;

  /** Closes the sockets that nobody uses. */
  void closeIdle();

  @Override
  void close();
}
