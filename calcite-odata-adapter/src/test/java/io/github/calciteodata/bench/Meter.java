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

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Wall time, CPU time of the process, bytes allocated and peak heap of one piece of work. */
final class Meter implements AutoCloseable {
  private final OperatingSystemMXBean os =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<Long, Long> before = new ConcurrentHashMap<>();
  private final Map<Long, Long> after = new ConcurrentHashMap<>();
  private final Thread sampler;
  private final long cpu;
  private final long wall;

  Meter() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      pool.resetPeakUsage();
    }
    sample(before);
    sampler = new Thread(this::watch, "bench-sampler");
    sampler.setDaemon(true);
    sampler.start();
    cpu = os.getProcessCpuTime();
    wall = System.nanoTime();
  }

  /** Threads that end take their figures with them: they are looked at while they run. */
  private void watch() {
    try {
      while (!Thread.interrupted()) {
        sample(after);
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample(Map<Long, Long> to) {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    for (int i = 0; i < ids.length; i++) {
      if (bytes[i] >= 0) {
        to.put(ids[i], bytes[i]);
      }
    }
  }

  /** {@code label<TAB>rows<TAB>wall s<TAB>CPU s<TAB>bytes a row<TAB>peak heap MB}. */
  String report(String label, long rows) {
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    double cpuSeconds = (os.getProcessCpuTime() - cpu) / 1e9;
    sample(after);
    long allocated = 0;
    for (Map.Entry<Long, Long> entry : after.entrySet()) {
      if (entry.getKey() != sampler.getId()) {
        allocated += entry.getValue() - before.getOrDefault(entry.getKey(), 0L);
      }
    }
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    return String.format(
        Locale.ROOT,
        "%s\t%d\t%.2f\t%.2f\t%d\t%d",
        label,
        rows,
        wallSeconds,
        cpuSeconds,
        allocated / rows,
        peak / (1024 * 1024));
  }

  @Override
  public void close() {
    sampler.interrupt();
  }
}
