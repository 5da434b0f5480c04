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
package io.github.calciteodata.edm;

/** The document is not CSDL XML, or breaks off: nothing of it can be used. */
public final class MetadataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  MetadataException(int line, String message, Throwable cause) {
    super("$metadata, line " + line + ": " + message, cause);
    this.line = line;
  }

  /** 1-based line of the document. */
  public int line() {
    return line;
  }
}
