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

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The body of an answer in an array that is used again. */
public final class PageBuffer {
  private static final int MAX = Integer.MAX_VALUE - 16;

  private byte[] bytes;
  private int length;

  PageBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** The array; valid up to {@link #length()}. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  int capacity() {
    return bytes.length;
  }

  /** Reads to the end of the stream. */
  void fill(InputStream in, long expected) throws IOException {
    length = 0;
    reserve((int) Math.min(Math.max(expected + 1, 1 << 14), 1 << 24));
    while (true) {
      if (length == bytes.length) {
        reserve(bytes.length == MAX ? -1 : (int) Math.min(MAX, bytes.length * 2L));
      }
      int n = in.read(bytes, length, bytes.length - length);
      if (n < 0) {
        return;
      }
      length += n;
    }
  }

  private void reserve(int capacity) throws IOException {
    if (capacity < 0) {
      throw new IOException("the answer is larger than 2 GB");
    }
    if (bytes.length < capacity) {
      bytes = length == 0 ? new byte[capacity] : Arrays.copyOf(bytes, capacity);
    }
  }
}
