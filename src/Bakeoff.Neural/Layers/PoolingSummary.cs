using System.Text.Json.Serialization;

namespace Bakeoff.Neural.Layers;

/// <summary>Statistics over the frames of a clip that pooling keeps.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PoolingSummary>))]
public enum PoolingSummary
{
    /// <summary>The mean: [F].</summary>
    Mean,

    /// <summary>Mean and standard deviation (population): [2 F].</summary>
    MeanStd,
}
