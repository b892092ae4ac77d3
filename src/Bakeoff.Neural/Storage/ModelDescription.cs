using System.Text.Json.Serialization;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;

namespace Bakeoff.Neural.Storage;

/// <summary>Content of <c>model.json</c>.</summary>
internal sealed record ModelDescription
{
    public const string ExpectedFormat = "bakeoff-network";
    public const int ExpectedVersion = 1;

    public string Format { get; init; } = "";

    public int Version { get; init; }

    public int InputFeatures { get; init; }

    public int Classes { get; init; }

    public ulong Seed { get; init; }

    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Numbers that the network predicts, in the order of the outputs behind the classes; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TargetScale>? Targets { get; init; }

    public IReadOnlyList<LayerOptions> Layers { get; init; } = [];

    /// <summary>SHA-256 of <c>weights.safetensors</c>: the two files of a model belong together.</summary>
    public string WeightsSha256 { get; init; } = "";

    public SortedDictionary<string, string> Properties { get; init; } = new(StringComparer.Ordinal);
}
