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

import java.sql.SQLException;

/**
 * Where tokens outlive a connection: a file shared by processes, or memory shared by connections.
 */
interface SettingsStore {
  /**
   * What the store holds now, read without a lock.
   *
   * @throws SettingsException when it is unsafe or unreadable
   */
  SettingsDocument read() throws SettingsException;

  /**
   * Runs one transaction under the lock of the whole store, with what it holds at that moment. Must
   * not be called on a thread that somebody may interrupt.
   *
   * @throws SettingsException when the lock cannot be had or the store cannot be read
   */
  <T> T transact(TimeLimit limit, Transaction<T> transaction)
      throws SettingsException, SQLException;

  /**
   * Waits for the right to ask a person to sign in: one at a time per profile, on this machine.
   *
   * @throws SettingsException when somebody else holds it until the limit
   */
  Lock lockLogin(String profileKey, TimeLimit limit) throws SettingsException, InterruptedException;

  /** What to tell users about the place. */
  String location();

  /** What to tell users about the protection. */
  String protection();

  /** Work under the lock. */
  interface Transaction<T> {
    T run(Locked store) throws SettingsException, SQLException;
  }

  /** The store while its lock is held. */
  interface Locked {
    /** The content, to be changed and then committed. */
    SettingsDocument document();

    /**
     * Makes sure that a later commit will find room: called before a token is burnt.
     *
     * @throws SettingsException with the reason UNWRITABLE
     */
    void reserve() throws SettingsException;

    /**
     * Saves the document.
     *
     * @throws SettingsException with the reason UNWRITABLE
     */
    void commit() throws SettingsException;
  }

  /** A held lock. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }
}
