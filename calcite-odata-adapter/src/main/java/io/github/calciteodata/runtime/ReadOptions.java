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

import io.github.calciteodata.edm.Column;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How pages are read.
 *
 * @param pageSize rows per page to ask for; 0 to begin small and grow
 * @param prefetch pages fetched ahead of the one that is being decoded
 * @param maxVersion the {@code OData-MaxVersion} header
 * @param headers sent with requests for data besides the protocol's own
 * @param warnings told once per cursor and column when values lose digits
 */
public record ReadOptions(
    int pageSize,
    int prefetch,
    String maxVersion,
    Map<String, String> headers,
    BiConsumer<Column, String> warnings) {

  /** Adaptive pages, two ahead. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(0, 2, "4.0", Map.of(), (column, text) -> {});

  public ReadOptions {
    headers = Map.copyOf(headers);
  }

  public ReadOptions withPageSize(int size) {
    return new ReadOptions(size, prefetch, maxVersion, headers, warnings);
  }

  public ReadOptions withWarnings(BiConsumer<Column, String> sink) {
    return new ReadOptions(pageSize, prefetch, maxVersion, headers, sink);
  }
}
