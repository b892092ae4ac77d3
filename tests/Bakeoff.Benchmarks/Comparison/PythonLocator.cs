using System.ComponentModel;
using System.Diagnostics;

namespace Bakeoff.Benchmarks.Comparison;

/// <summary>Finds a Python that can run the peers.</summary>
internal static class PythonLocator
{
    /// <summary>
    /// The wanted Python, else the first of the usual ones that has PyTorch, else the first that runs at all; null when there is none.
    /// </summary>
    public static string? Find(string? wanted)
    {
        string[] candidates = wanted is null ? ["python3", "/usr/bin/python3", "python"] : [wanted];
        return candidates.FirstOrDefault(candidate => Runs(candidate, "import torch"))
            ?? candidates.FirstOrDefault(candidate => Runs(candidate, "pass"));
    }

    private static bool Runs(string python, string code)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(python, ["-c", code])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
