// Runs before the first paint. "auto" follows the system and needs nothing.
try {
  const theme = localStorage.getItem("utter.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's choice stands.
}
