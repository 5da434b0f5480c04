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
package io.github.calciteodata.demo.json;

/**
 * What the client asked of the JSON format.
 *
 * @param metadata how much control information goes with the data
 * @param exactNumbersAsText whether Int64 and Decimal are written as strings ({@code
 *     IEEE754Compatible=true})
 */
public record JsonFormat(Metadata metadata, boolean exactNumbersAsText) {
  /** The levels of control information (JSON format, 3.1). */
  public enum Metadata {
    NONE,
    MINIMAL,
    FULL
  }

  /** Returns the value of the {@code Content-Type} header. */
  public String contentType() {
    return "application/json;odata.metadata="
        + metadata.name().toLowerCase(java.util.Locale.ROOT)
        + (exactNumbersAsText ? ";IEEE754Compatible=true" : "");
  }
}
