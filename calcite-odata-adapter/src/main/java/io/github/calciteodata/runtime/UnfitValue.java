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
package io.github.calciteodata.runtime;

/** A value in an answer does not fit its column; the decoder adds where it stood. */
final class UnfitValue extends Exception {
  private static final long serialVersionUID = 1L;
  static final String NULL = "22004";
  static final String OUT_OF_RANGE = "22003";
  static final String NOT_PARSEABLE = "22018";

  private final String sqlState;
  private final String text;

  UnfitValue(String sqlState, String text, String reason) {
    super(reason, null, false, false);
    this.sqlState = sqlState;
    this.text = text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  String sqlState() {
    return sqlState;
  }

  String text() {
    return text;
  }
}
