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
package io.github.calciteodata.demo;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A complete answer. */
record Response(int status, Map<String, String> headers, byte[] body) {
  static Response of(int status, String contentType, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", contentType);
    headers.put("OData-Version", "4.0");
    return new Response(status, headers, body);
  }

  static Response text(String text) {
    return of(200, "text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the answer for a value that is null. */
  static Response noContent() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("OData-Version", "4.0");
    return new Response(204, headers, new byte[0]);
  }

  Response with(String header, String value) {
    headers.put(header, value);
    return this;
  }
}
