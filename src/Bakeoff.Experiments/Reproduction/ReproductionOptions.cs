namespace Bakeoff.Experiments.Reproduction;

/// <summary>Choices of a reproduction.</summary>
public sealed record ReproductionOptions
{
    /// <summary>Overrides, such as where the recordings are.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Threads to compute with; 0 means one a processor.</summary>
    public int Threads { get; init; }

    /// <summary>Leaves the folder of the run for inspection; otherwise it is removed, whatever happens.</summary>
    public bool KeepsFolder { get; init; }
}
