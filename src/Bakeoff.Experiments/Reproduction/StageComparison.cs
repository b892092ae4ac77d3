namespace Bakeoff.Experiments.Reproduction;

/// <summary>One stage now against the same stage as pinned.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Settings">Parameters and sources that differ, a line each: <c>training.batch_size: 64 -> 32</c>.</param>
/// <param name="Code">Assemblies whose code differs.</param>
/// <param name="Results">Outputs that differ, a line each; empty when all bytes are equal, or when nothing was run.</param>
public sealed record StageComparison(
    string Stage,
    IReadOnlyList<string> Settings,
    IReadOnlyList<string> Code,
    IReadOnlyList<string> Results)
{
    /// <summary>True if parameters, sources and code are as pinned.</summary>
    public bool IsUnchanged => Settings.Count == 0 && Code.Count == 0;

    /// <summary>True if every output is as pinned, bit for bit.</summary>
    public bool IsIdentical => Results.Count == 0;
}
