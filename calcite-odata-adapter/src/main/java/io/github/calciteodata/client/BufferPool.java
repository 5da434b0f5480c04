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

import java.util.ArrayDeque;
import java.util.Deque;

/** Page buffers that wait to be used again, so that pages are read without garbage. Thread-safe. */
final class BufferPool {
  private static final int MAX_BUFFERS = 8;
  private static final int MAX_CAPACITY = 8 << 20;

  private final Deque<PageBuffer> free = new ArrayDeque<>();

  synchronized PageBuffer take() {
    PageBuffer buffer = free.pollLast();
    return buffer == null ? new PageBuffer(1 << 14) : buffer;
  }

  synchronized void give(PageBuffer buffer) {
    if (free.size() < MAX_BUFFERS && buffer.capacity() <= MAX_CAPACITY) {
      free.addLast(buffer);
    }
  }

  synchronized void clear() {
    free.clear();
  }
}
