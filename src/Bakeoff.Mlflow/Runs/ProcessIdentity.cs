using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Bakeoff.Mlflow.Runs;

/// <summary>The process that a run belongs to. A process id alone is not enough: operating systems use them again.</summary>
internal sealed record ProcessIdentity(string Host, int ProcessId, string ProcessStart)
{
    // Clock adjustments move the computed start by some milliseconds on Linux, where it is derived from the boot time.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    internal static ProcessIdentity Current()
    {
        using var process = Process.GetCurrentProcess();
        return new(Environment.MachineName, process.Id, StartOf(process));
    }

    internal static ProcessIdentity? FromTags(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue(MlflowTags.ClientHost, out string? host)
        && tags.TryGetValue(MlflowTags.ClientProcess, out string? id)
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
        && tags.TryGetValue(MlflowTags.ClientProcessStart, out string? start)
            ? new(host, processId, start)
            : null;

    internal IEnumerable<KeyValuePair<string, string>> ToTags() =>
    [
        new(MlflowTags.ClientHost, Host),
        new(MlflowTags.ClientProcess, ProcessId.ToString(CultureInfo.InvariantCulture)),
        new(MlflowTags.ClientProcessStart, ProcessStart),
    ];

    /// <summary>True only if this process was on this computer and is certainly gone.</summary>
    internal bool IsGone()
    {
        if (Host != Environment.MachineName || ParseTime(ProcessStart) is not { } start)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return ParseTime(StartOf(process)) is { } found && (found - start).Duration() > Tolerance;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // Another user's process, or one that is ending: not certain.
            return false;
        }
    }

    private static DateTimeOffset? ParseTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset time) ? time : null;

    private static string StartOf(Process process) => process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
