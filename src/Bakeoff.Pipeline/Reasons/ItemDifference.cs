namespace Bakeoff.Pipeline.Reasons;

/// <summary>A named digest that differs between two runs.</summary>
/// <param name="Name">Name of the file, stage or source.</param>
/// <param name="Change">How it differs.</param>
public sealed record ItemDifference(string Name, ItemChange Change);

/// <summary>The ways in which a named digest can differ between two runs.</summary>
public enum ItemChange
{
    /// <summary>Only the later run has it.</summary>
    Added,

    /// <summary>Only the earlier run has it.</summary>
    Removed,

    /// <summary>Both have it, with different digests.</summary>
    Changed,
}
