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
package io.github.calciteodata.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;

/**
 * The least that reading these rows takes: pages by HttpClient 5, two ahead, into recycled arrays;
 * Jackson's tokens straight into {@code Object[]} of known positions, dates and decimals by hand.
 * It checks nothing.
 */
final class ReferenceReader implements AutoCloseable {
  private record Page(byte[] bytes, int length) {}

  private static final Page END = new Page(new byte[0], 0);
  private static final byte[] NEXT = "\"@odata.nextLink\":\"".getBytes(StandardCharsets.US_ASCII);

  private final CloseableHttpClient http =
      HttpClients.custom().disableContentCompression().disableRedirectHandling().build();
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(8);
  private final BlockingQueue<Page> ready = new ArrayBlockingQueue<>(2);
  private final JsonFactory factory =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
          .build();

  /** Downloads all pages; nothing is parsed. */
  long download(String url) throws IOException {
    long bytes = 0;
    byte[] buffer = new byte[4 << 20];
    for (String next = url; next != null; ) {
      Page page = fetch(next, buffer);
      buffer = page.bytes;
      bytes += page.length;
      next = nextLink(page);
    }
    return bytes;
  }

  /** Reads all rows. */
  void read(String url, Consumer<Object[]> rows) throws IOException, InterruptedException {
    Thread fetcher =
        new Thread(
            () -> {
              try {
                for (String next = url; next != null; ) {
                  byte[] buffer = free.poll();
                  Page page = fetch(next, buffer == null ? new byte[4 << 20] : buffer);
                  next = nextLink(page);
                  ready.put(page);
                }
                ready.put(END);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            "reference-fetch");
    fetcher.setDaemon(true);
    fetcher.start();
    for (Page page = ready.take(); page.length > 0; page = ready.take()) {
      decode(page, rows);
      free.offer(page.bytes);
    }
  }

  private Page fetch(String url, byte[] buffer) throws IOException {
    HttpGet get = new HttpGet(url);
    get.addHeader("Accept", "application/json;odata.metadata=minimal");
    return http.execute(
        get,
        response -> {
          byte[] bytes = buffer;
          int length = 0;
          try (InputStream in = response.getEntity().getContent()) {
            for (int n = in.read(bytes, length, bytes.length - length);
                n >= 0;
                n = in.read(bytes, length, bytes.length - length)) {
              length += n;
              if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
              }
            }
          }
          return new Page(bytes, length);
        });
  }

  private static String nextLink(Page page) {
    outer:
    for (int i = Math.max(0, page.length - 512); i + NEXT.length < page.length; i++) {
      for (int k = 0; k < NEXT.length; k++) {
        if (page.bytes[i + k] != NEXT[k]) {
          continue outer;
        }
      }
      int start = i + NEXT.length;
      int end = start;
      while (page.bytes[end] != '"') {
        end++;
      }
      return new String(page.bytes, start, end - start, StandardCharsets.US_ASCII);
    }
    return null;
  }

  private void decode(Page page, Consumer<Object[]> rows) throws IOException {
    try (JsonParser json = factory.createParser(page.bytes, 0, page.length)) {
      json.nextToken();
      while (!"value".equals(json.nextFieldName())) {
        json.nextToken();
      }
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        Object[] row = new Object[12];
        for (int i = 0; json.nextFieldName() != null; i++) {
          row[i] = json.nextToken() == JsonToken.VALUE_NULL ? null : value(json, i);
        }
        rows.accept(row);
      }
    }
  }

  private static Object value(JsonParser json, int column) throws IOException {
    return switch (column) {
      case 0 -> json.getLongValue();
      case 3 -> decimal(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
      case 4 -> json.getBooleanValue();
      case 5 -> days(json.getTextCharacters(), json.getTextOffset());
      case 6 -> millis(json.getTextCharacters(), json.getTextOffset());
      case 8 -> json.getDoubleValue();
      case 9, 11 -> json.getIntValue();
      default -> json.getText();
    };
  }

  private static BigDecimal decimal(char[] text, int offset, int length) {
    long unscaled = 0;
    int scale = 0;
    for (int i = offset; i < offset + length; i++) {
      if (text[i] == '.') {
        scale = offset + length - i - 1;
      } else {
        unscaled = unscaled * 10 + text[i] - '0';
      }
    }
    return BigDecimal.valueOf(unscaled, scale);
  }

  private static int days(char[] text, int offset) {
    return (int)
        LocalDate.of(
                number(text, offset, 4), number(text, offset + 5, 2), number(text, offset + 8, 2))
            .toEpochDay();
  }

  private static long millis(char[] text, int offset) {
    return days(text, offset) * 86_400_000L
        + number(text, offset + 11, 2) * 3_600_000L
        + number(text, offset + 14, 2) * 60_000L
        + number(text, offset + 17, 2) * 1_000L
        + number(text, offset + 20, 3);
  }

  private static int number(char[] text, int offset, int digits) {
    int number = 0;
    for (int i = offset; i < offset + digits; i++) {
      number = number * 10 + text[i] - '0';
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
