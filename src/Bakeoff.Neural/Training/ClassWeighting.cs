using System.Text.Json.Serialization;

namespace Bakeoff.Neural.Training;

/// <summary>Weights of classes of different size in the loss.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ClassWeighting>))]
public enum ClassWeighting
{
    /// <summary>Every clip counts the same.</summary>
    None,

    /// <summary>Every class counts the same: weight clips / (classes x clips of the class), as in scikit-learn.</summary>
    Balanced,
}
