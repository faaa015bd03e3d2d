const slot = "utter.key";

function stored(): string {
  try {
    return sessionStorage.getItem(slot) ?? "";
  } catch {
    return "";
  }
}

/** The key this tab shows to the server. It is forgotten with the tab. */
class Auth {
  key = $state(stored());
  /** The sign-in box is open. */
  needed = $state(false);
  /** A key was shown and not accepted. */
  rejected = $state(false);
  /** Grows with every sign-in, so that what failed for want of a key is loaded again. */
  version = $state(0);

  refused(key: string): void {
    if (key !== this.key) return; // a newer key is already in use
    this.rejected = key !== "";
    this.needed = true;
  }

  sign_in(key: string): void {
    this.key = key;
    this.needed = false;
    this.rejected = false;
    this.version += 1;
    try {
      sessionStorage.setItem(slot, key);
    } catch {
      // Then it lives as long as the page.
    }
  }
}

export const auth = new Auth();
