using System.Text.Json.Serialization;

namespace Bakeoff.Neural.Training;

/// <summary>Clips of classes of different size in an epoch.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ClassSampling>))]
public enum ClassSampling
{
    /// <summary>Every clip once.</summary>
    None,

    /// <summary>As many clips as there are, the same number of each class: those of small classes come several times.</summary>
    Balanced,

    /// <summary>Of each class as many clips as the largest has: those of the others come several times.</summary>
    Over,

    /// <summary>Of each class as many clips as the smallest has, others in every epoch.</summary>
    Under,
}
