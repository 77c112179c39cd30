// Runs before the first paint, so that a theme chosen on this device does not flash. Kept out of the
// page itself because the content security policy allows no inline script.
try {
  const theme = localStorage.getItem('belfry.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be blocked; the system's theme applies then.
}
