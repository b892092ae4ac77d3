using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Features that separate the labels of a corpus.</summary>
public sealed record FeaturePart
{
    /// <summary>Sentences on the features and the test.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The best feature of each group, the one that separates most first.</summary>
    public IReadOnlyList<FeatureRow> Rows { get; init; } = [];

    /// <summary>Values by label of the first few.</summary>
    public IReadOnlyList<FeatureValues> Distributions { get; init; } = [];
}

/// <summary>A feature and how far it separates the labels.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="EtaSquared">Share of the variance over clips within speakers that lies between labels.</param>
/// <param name="Agreement">Agreement of the speakers on the order of the labels; not a number without a test.</param>
/// <param name="P">P-value of the test, corrected; not a number without a test.</param>
public sealed record FeatureRow(string Feature, double EtaSquared, double Agreement, double P);

/// <summary>Values of a feature by label.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Labels">Values of the clips of each label.</param>
public sealed record FeatureValues(string Feature, IReadOnlyList<LabelValues> Labels);
