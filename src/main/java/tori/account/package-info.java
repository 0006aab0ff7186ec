/**
 * Who may log in: users, their passwords and the tokens that show who they are. Needs a store to
 * keep them, which an adapter gives it.
 */
@NullMarked
package tori.account;

import org.jspecify.annotations.NullMarked;
