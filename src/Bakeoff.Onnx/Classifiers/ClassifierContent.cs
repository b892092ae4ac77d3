namespace Bakeoff.Onnx.Classifiers;

/// <summary>A trained classifier as arrays, whoever trained it.</summary>
public sealed record ClassifierContent
{
    /// <summary>What decides.</summary>
    public required ClassifierHead Head { get; init; }

    /// <summary>F, the features of a clip.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Names of the K classes, in the order of the probabilities.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Mean of each feature, subtracted first; null for no scaling.</summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>What each feature is then divided by; null for no scaling.</summary>
    public IReadOnlyList<double>? Scale { get; init; }

    /// <summary>Free text by key for readers of the file.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
