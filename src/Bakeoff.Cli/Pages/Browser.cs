using System.ComponentModel;
using System.Diagnostics;

namespace Bakeoff.Cli.Pages;

/// <summary>Opens pages in the user's browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address or file.</summary>
    /// <param name="address">A URL, or the path of a page.</param>
    /// <returns>False where no browser can be opened, such as on a server; the caller has printed the address anyway.</returns>
    public static bool TryOpen(string address)
    {
        try
        {
            var start = OperatingSystem.IsWindows()
                ? new ProcessStartInfo(address) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                };
            using var process = Process.Start(start);
            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
