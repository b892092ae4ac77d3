using System.Diagnostics;

namespace Bakeoff.Neural.Tests;

/// <summary>Starts one explicit test of this assembly in a process of its own.</summary>
internal static class ChildProcess
{
    public static Process Start(Type testClass, string method, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", testClass.Assembly.Location, "-explicit", "only", "-method", $"{testClass.FullName}.{method}" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
    }

    /// <summary>Waits for the end and gives what the process wrote.</summary>
    public static string Finish(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.Result;
    }
}
