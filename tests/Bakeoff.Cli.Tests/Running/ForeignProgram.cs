using System.ComponentModel;
using System.Diagnostics;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>Runs programs that are not Bakeoff's own.</summary>
internal static class ForeignProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Null when there is no such program.</returns>
    public static (int ExitCode, string Output)? Run(
        string folder,
        IReadOnlyList<KeyValuePair<string, string>> environment,
        string program,
        params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("GITHUB_STEP_SUMMARY");
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
            }

            process.WaitForExit();
            return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
