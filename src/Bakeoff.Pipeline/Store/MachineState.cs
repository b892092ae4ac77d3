using System.Runtime.InteropServices;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Store;

/// <summary>The machine and the runtime that made a result: for records and reports, never part of a digest.</summary>
/// <param name="System">Operating system with its version.</param>
/// <param name="Processor">Name of the processor, or its architecture where the system states none.</param>
/// <param name="LogicalProcessors">Processors that the runtime may use.</param>
/// <param name="Runtime">.NET with its version.</param>
/// <param name="Version">Version of Bakeoff.</param>
[OutsideFingerprint("carries facts about results and makes none")]
public sealed record MachineState(string System, string Processor, int LogicalProcessors, string Runtime, string Version)
{
    /// <summary>The machine on which this runs.</summary>
    public static MachineState Current { get; } =
        new(
            RuntimeInformation.OSDescription.Trim(),
            ReadProcessor(),
            Environment.ProcessorCount,
            RuntimeInformation.FrameworkDescription,
            typeof(MachineState).Assembly.GetName().Version!.ToString(3));

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{System}; {Processor}, {LogicalProcessors} logical processors; {Runtime}; Bakeoff {Version}");

    private static string ReadProcessor()
    {
        const string facts = "/proc/cpuinfo";
        const string key = "model name";
        var name = File.Exists(facts)
            ? File.ReadLines(facts).FirstOrDefault(static line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return name is { Length: > 0 } ? name : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
