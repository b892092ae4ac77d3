namespace Bakeoff.Neural.Storage;

/// <summary>Class names and notes saved with a network.</summary>
public sealed record ModelMetadata
{
    /// <summary>Name of each class in the order of the logits; empty when there are none. A network has the names of its targets
    /// itself.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Free text by key, such as the experiment's name or the feature settings; written in ordinal order of the keys.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
