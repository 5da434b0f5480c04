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
package io.github.calciteodata.demo.query;

/** A request that cannot be answered, with the HTTP status that says why. */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private Problem(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  public static Problem badRequest(String message) {
    return new Problem(400, message);
  }

  public static Problem notFound(String message) {
    return new Problem(404, message);
  }

  public static Problem notImplemented(String what) {
    return new Problem(501, "This service does not implement " + what);
  }

  public static Problem of(int status, String message) {
    return new Problem(status, message);
  }

  public int status() {
    return status;
  }
}
