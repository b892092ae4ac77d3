using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Onnx.Graphs;
using Bakeoff.Testing;

namespace Bakeoff.Onnx.Tests.Runtime;

/// <summary>The real ONNX Runtime, as its makers publish it for Node.js; one process runs any number of models.</summary>
/// <remarks>The package is installed once, below <c>artifacts/</c>, at the versions of package-lock.json. Where Node.js or the package cannot be had, <see cref="FindProblem"/> says why.</remarks>
internal static class OnnxRuntimeNode
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly string Sources = Path.Combine(Fixture.RepositoryRoot, "tests", "Bakeoff.Onnx.Tests", "Runtime");
    private static readonly string Modules = Path.Combine(Fixture.RepositoryRoot, "artifacts", "onnxruntime-node");
    private static readonly Lazy<string?> Problem = new(Install);

    /// <summary>Why ONNX Runtime cannot run here, or null when it can.</summary>
    public static string? FindProblem() => Problem.Value;

    /// <summary>Runs all cases in one process.</summary>
    /// <returns>Values of each output by case and name, or the error of a case.</returns>
    public static IReadOnlyDictionary<string, OnnxOutcome> Run(IReadOnlyList<OnnxCase> cases)
    {
        var folder = Directory.CreateTempSubdirectory("bakeoff-onnx-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "cases.json"), JsonSerializer.SerializeToUtf8Bytes(cases.Select(c => c.WriteTo(folder))));
            if (Start("node", folder, Path.Combine(Sources, "run.mjs"), folder, Modules) is { } fault)
            {
                throw new InvalidOperationException(fault);
            }

            using var results = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "results.json")));
            return results.RootElement.EnumerateObject().ToDictionary(r => r.Name, r => OnnxOutcome.Read(folder, r.Value), StringComparer.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Install()
    {
        if (Start("node", Sources, "--version") is { } noNode)
        {
            return $"Node.js is missing: {noNode}";
        }

        if (IsCurrent(Modules))
        {
            return null;
        }

        var fresh = Path.Combine(Fixture.RepositoryRoot, "artifacts", $"onnxruntime-node.{Environment.ProcessId}.new");
        Directory.CreateDirectory(fresh);
        try
        {
            foreach (var file in new[] { "package.json", "package-lock.json" })
            {
                File.Copy(Path.Combine(Sources, file), Path.Combine(fresh, file), overwrite: true);
            }

            // The package's own script would fetch parts for graphics cards; the processor's part comes with it.
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            if (Start(npm, fresh, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--loglevel=error") is { } noPackage)
            {
                return $"onnxruntime-node cannot be installed: {noPackage}";
            }

            return Move(fresh);
        }
        finally
        {
            if (Directory.Exists(fresh))
            {
                Directory.Delete(fresh, recursive: true);
            }
        }
    }

    private static string? Move(string fresh)
    {
        try
        {
            if (Directory.Exists(Modules) && !IsCurrent(Modules))
            {
                Directory.Delete(Modules, recursive: true);
            }

            Directory.Move(fresh, Modules);
        }
        catch (IOException)
        {
            // Another test process was faster.
        }

        return IsCurrent(Modules) ? null : $"{Modules} holds another version and could not be replaced.";
    }

    private static bool IsCurrent(string folder)
    {
        var installed = Path.Combine(folder, "package-lock.json");
        return Directory.Exists(Path.Combine(folder, "node_modules", "onnxruntime-node"))
            && File.Exists(installed) && File.ReadAllBytes(installed).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Sources, "package-lock.json")));
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Null when it ended well, else what it said.</returns>
    private static string? Start(string program, string folder, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return $"{program} did not end within {Patience}.";
            }

            var said = (error.GetAwaiter().GetResult() + output.GetAwaiter().GetResult()).Trim();
            return process.ExitCode == 0 ? null : FormattableString.Invariant($"{program} ended with exit code {process.ExitCode} on {RuntimeInformation.RuntimeIdentifier}: {said}");
        }
        catch (Win32Exception fault)
        {
            return $"{program}: {fault.Message}";
        }
    }
}
