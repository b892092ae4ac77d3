using System.Text.Json.Serialization;

namespace Bakeoff.Encoders.FineTuning;

/// <summary>Numbers in which a training multiplies matrices.</summary>
public enum ProductPrecision
{
    /// <summary>32 bits.</summary>
    Float32,

    /// <summary>16 bits with the range of 32: the first 8 significant ones.</summary>
    [JsonStringEnumMemberName("bfloat16")]
    BFloat16,
}
