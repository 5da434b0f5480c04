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

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** A body unpacked from gzip, which ends where few bytes unpack to far more than data does. */
final class UnpackedBody extends FilterInputStream {
  /** As much is unpacked whatever it came from. */
  private static final long HARMLESS = 64L << 20;

  /** JSON of equal rows gets to about 100. */
  private static final long MOST_FROM_ONE = 300;

  private final Packed packed;
  private long length;

  /** Unpacks {@code packed}. */
  UnpackedBody(InputStream packed) throws IOException {
    this(new Packed(packed));
  }

  private UnpackedBody(Packed packed) throws IOException {
    super(new GZIPInputStream(packed, 1 << 16));
    this.packed = packed;
  }

  /** It would fill the memory. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    TooLargeException(String message) {
      super(message);
    }
  }

  /** Counts what has been unpacked from. */
  private static final class Packed extends FilterInputStream {
    private long length;

    Packed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      length += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
      int n = super.read(bytes, offset, most);
      length += Math.max(0, n);
      return n;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
  }

  @Override
  public int read(byte[] bytes, int offset, int most) throws IOException {
    int n = super.read(bytes, offset, most);
    length += Math.max(0, n);
    if (length > HARMLESS && length / MOST_FROM_ONE > packed.length) {
      throw new TooLargeException(
          "the answer unpacks to more than "
              + MOST_FROM_ONE
              + " times its size, which no data does");
    }
    return n;
  }
}
