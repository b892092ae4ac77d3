using System.Globalization;

namespace Bakeoff.Testing;

/// <summary>The reaction of child processes to the signals that tests send.</summary>
internal static class Signals
{
    private const int Interrupt = 2;

    /// <summary>Skips the test where SIGINT cannot be tested: on Windows, and where these tests were started with it ignored (a job in the
    /// background), which every child inherits.</summary>
    public static void SkipWithoutInterrupt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends SIGINT, which Windows does not have.");
        Assert.SkipWhen(IsInterruptIgnored(), "These tests were started with SIGINT ignored, and their child processes inherit that.");
    }

    private static bool IsInterruptIgnored()
    {
        const string Status = "/proc/self/status";
        const string Ignored = "SigIgn:";
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(l => l.StartsWith(Ignored, StringComparison.Ordinal)) : null;
        return line is not null
            && (
                ulong.Parse(line[Ignored.Length..], NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture)
                & (1ul << (Interrupt - 1))) != 0;
    }
}
