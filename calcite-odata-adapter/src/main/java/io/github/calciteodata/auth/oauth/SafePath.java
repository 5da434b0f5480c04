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
package io.github.calciteodata.auth.oauth;

import io.github.calciteodata.auth.oauth.SettingsException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file that holds secrets: created for its owner alone, never reached through a link, refused
 * when others can touch it.
 */
final class SafePath {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path path;
  private final boolean posix;
  private final boolean repair;

  private SafePath(Path path, boolean posix, boolean repair) {
    this.path = path;
    this.posix = posix;
    this.repair = repair;
  }

  /**
   * Resolves a path, and makes its folder when it is missing.
   *
   * @param repair whether a file that others can read is repaired instead of refused
   * @throws SettingsException UNSAFE when others can write to the folder, UNWRITABLE when it cannot
   *     be made
   */
  static SafePath of(Path configured, boolean repair) throws SettingsException {
    Path absolute = configured.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null || absolute.getFileName() == null) {
      throw new SettingsException(Reason.UNSAFE, configured + " is not a file");
    }
    boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      Files.createDirectories(parent, posix ? attributes("rwx------") : new FileAttribute<?>[0]);
      Path real = parent.toRealPath();
      SafePath path = new SafePath(real.resolve(absolute.getFileName()), posix, repair);
      path.checkFolder(real);
      return path;
    } catch (SettingsException e) {
      throw e;
    } catch (IOException e) {
      throw SettingsException.of(Reason.UNWRITABLE, "Cannot use the folder " + parent, e);
    }
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  private void checkFolder(Path folder) throws IOException {
    if (!posix) {
      return;
    }
    PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
    if (attributes.permissions().stream().anyMatch(OTHERS_WRITE::contains)) {
      throw new SettingsException(
          Reason.UNSAFE,
          "Others can write to the folder " + folder + "; run: chmod go-w '" + folder + "'");
    }
    if (!isOurs(attributes.owner()) && !"root".equals(attributes.owner().getName())) {
      throw new SettingsException(
          Reason.UNSAFE, "The folder " + folder + " belongs to " + attributes.owner().getName());
    }
  }

  private boolean isOurs(UserPrincipal owner) throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? owner.equals(Files.getOwner(self))
        : owner.getName().equals(System.getProperty("user.name"));
  }

  /** Absolute, its folder without links. */
  Path path() {
    return path;
  }

  /** Another file of the same folder. */
  SafePath sibling(String name) {
    return new SafePath(path.resolveSibling(name), posix, repair);
  }

  /**
   * What identifies this version of the file; empty when there is none.
   *
   * @throws SettingsException UNSAFE when it is a link, no regular file, or not for its owner alone
   */
  Optional<Version> check() throws SettingsException {
    try {
      Class<? extends BasicFileAttributes> type =
          posix ? PosixFileAttributes.class : BasicFileAttributes.class;
      BasicFileAttributes attributes = Files.readAttributes(path, type, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new SettingsException(
            Reason.UNSAFE,
            path
                + (attributes.isSymbolicLink() ? " is a symbolic link" : " is not a regular file"));
      }
      if (attributes instanceof PosixFileAttributes mine) {
        checkOwnerAlone(mine);
      }
      return Optional.of(
          new Version(
              String.valueOf(attributes.fileKey()),
              attributes.size(),
              attributes.lastModifiedTime().toString()));
    } catch (SettingsException e) {
      throw e;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw SettingsException.of(Reason.UNREADABLE, "Cannot look at " + path, e);
    }
  }

  private void checkOwnerAlone(PosixFileAttributes attributes) throws IOException {
    if (!isOurs(attributes.owner())) {
      throw new SettingsException(
          Reason.UNSAFE, path + " belongs to " + attributes.owner().getName());
    }
    if (OWNER_ONLY.containsAll(attributes.permissions())) {
      return;
    }
    if (!repair) {
      throw new SettingsException(
          Reason.UNSAFE,
          "Others can use "
              + path
              + " ("
              + PosixFilePermissions.toString(attributes.permissions())
              + "); run: chmod 600 '"
              + path
              + "', or set OAuthSettingsPermissions=FIX");
    }
    Files.setPosixFilePermissions(path, OWNER_ONLY);
  }

  /** Opens the file for reading; a link is refused. */
  FileChannel openToRead() throws IOException {
    return FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  /** Opens the file as a lock, making it when it is missing. */
  FileChannel openLockFile() throws SettingsException {
    try {
      FileChannel channel = open(StandardOpenOption.CREATE);
      check();
      return channel;
    } catch (SettingsException e) {
      throw e;
    } catch (IOException e) {
      check();
      throw SettingsException.of(Reason.UNWRITABLE, "Cannot open " + path, e);
    }
  }

  /** Makes the file, which must not exist, for its owner alone. */
  FileChannel createNew() throws IOException {
    return open(StandardOpenOption.CREATE_NEW);
  }

  private FileChannel open(StandardOpenOption creation) throws IOException {
    Set<OpenOption> options = Set.of(creation, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    if (posix) {
      return FileChannel.open(path, options, attributes("rw-------"));
    }
    FileChannel channel = FileChannel.open(path, options);
    AclFileAttributeView acl = Files.getFileAttributeView(path, AclFileAttributeView.class);
    if (acl != null) {
      acl.setAcl(
          List.of(
              AclEntry.newBuilder()
                  .setType(AclEntryType.ALLOW)
                  .setPrincipal(acl.getOwner())
                  .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                  .build()));
    }
    return channel;
  }

  /** Puts this file in the place of another, in one step. */
  void renameTo(SafePath target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.move(
            path, target.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        break;
      } catch (AccessDeniedException | FileAlreadyExistsException e) {
        // virus scanners hold a new file open for some milliseconds on Windows
        if (posix || attempt == 20) {
          throw e;
        }
        pause();
      }
    }
    if (posix) {
      try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(25);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Removes the file, if it is there. */
  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /** Changes whenever the file is replaced. */
  record Version(String key, long size, String modified) {}
}
